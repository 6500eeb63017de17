"""A shop that sells: one warehouse, a mug and a lamp, one way to send, the test bank and cash on delivery."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.fronts.lab.furnishing import Crew, Furnished, furnish
from storecrew.kernel.actions.types import Actor
from storecrew.shop.carts import actions, reads
from storecrew.shop.carts.tokens import new_token
from storecrew.shop.carts.types import CartView

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOME = {
    "name": "林晚",
    "country": "CN",
    "region": "上海市",
    "district": "徐汇区",
    "line1": "天平路 100 弄 8 号 302",
    "phone": "13800138000",
}


@dataclass
class Shopper:
    """Somebody with a browser; `actor` is nobody until they sign in."""

    actor: Actor
    token: str
    goods: dict[str, int]

    def put(self, sku: str, quantity: int = 1, *, now: datetime = NOW) -> actions.Changed:
        data = actions.Put(
            token=self.token, variant_id=self.goods[sku], quantity=quantity, currency="CNY", language="zh-hans"
        )
        return actions.put(self.actor, data, now=now)

    def change(self, sku: str, quantity: int) -> actions.Changed:
        data = actions.Change(token=self.token, variant_id=self.goods[sku], quantity=quantity)
        return actions.change(self.actor, data, now=NOW)

    def fill_in(self, **more: Any) -> None:
        values = {"email": "lin@wan.example", "phone": "13800138000", "ship_to": HOME, "provider": "test", **more}
        actions.fill_in(self.actor, actions.FillIn.model_validate({"token": self.token, **values}), now=NOW)

    def cart(self, *, now: datetime = NOW) -> CartView:
        return reads.cart(self.actor, reads.CartQuery(token=self.token), now=now)

    def begin(self, *, now: datetime = NOW) -> None:
        actions.begin_checkout(self.actor, actions.Begin(token=self.token), now=now)

    def complete(self, *, now: datetime = NOW + timedelta(minutes=2), **more: Any) -> actions.Completed:
        seen = self.cart(now=now)
        values = {
            "token": self.token,
            "cart_uid": seen.uid,
            "fingerprint": seen.quote.fingerprint if seen.quote else "-",
            "return_url": f"/order/{actions.TOKEN_HERE}/",
            "accepted_terms": True,
            **more,
        }
        return actions.complete(self.actor, actions.Complete.model_validate(values), now=now)


@pytest.fixture(scope="module")
def furnished(lasting_company: Company) -> Furnished:
    return furnish_for(lasting_company)


@pytest.fixture
def shop(furnished: Furnished, company: Company, settings: Any, tmp_path: Path) -> Furnished:
    settings.DATA = tmp_path
    return furnished


@pytest.fixture
def committed_shop(company: Company, settings: Any, tmp_path: Path) -> Furnished:
    """Return what tests need that commit, where `shop` would keep its rows to itself."""
    settings.DATA = tmp_path
    return furnish_for(company)


def furnish_for(company: Company) -> Furnished:
    crew = Crew(web=company.web, warehouse=company.warehouse, director=company.director, finance=company.finance)
    return furnish(crew, NOW - timedelta(days=1), [("MUG", 9_800, 10), ("LAMP", 46_900, 1), ("GONE", 5_000, 0)])


@pytest.fixture
def arrive(company: Company, shop: Furnished) -> Callable[[], Shopper]:
    """Return a function that lets another shopper in."""
    return lambda: Shopper(company.nobody, new_token(), shop.variants)


@pytest.fixture
def shopper(arrive: Callable[[], Shopper]) -> Shopper:
    return arrive()
