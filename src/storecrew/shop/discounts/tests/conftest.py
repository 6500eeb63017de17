"""Baskets and coupons that the tests of discounts share."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from storecrew.conftest import Company
from storecrew.kernel.money.types import Money
from storecrew.shop.discounts import actions
from storecrew.shop.discounts.types import Basket, Discountable

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

type Make = Callable[..., int]


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def basket(*lines: tuple[int, int], **changes: object) -> Basket:
    """Return a basket of (price, pieces); line `l0` is variant 1 of product 1, and so on."""
    rows = tuple(
        Discountable(
            key=f"l{number}", variant_id=number + 1, product_id=number + 1, quantity=pieces, unit_price=cny(price)
        )
        for number, (price, pieces) in enumerate(lines)
    )
    return Basket.model_validate({"lines": rows, "currency": "CNY", **changes})


@pytest.fixture
def coupon(company: Company) -> Make:
    """Make a coupon and return its number: ten percent off with the code TEN, unless said otherwise."""

    def make(**changes: object) -> int:
        values = {"title": "Ten off", "kind": "percent", "percent": "10", "codes": ("TEN",), **changes}
        return actions.create(company.marketing, actions.CouponDraft.model_validate(values), now=NOW).coupon_id

    return make
