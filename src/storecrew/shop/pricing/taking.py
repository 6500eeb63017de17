"""What is taken off, line by line and package by package, by coupons and by staff."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storecrew.kernel.money.types import Money
from storecrew.shop.discounts.types import Applied
from storecrew.shop.pricing.types import DiscountPart, QuoteDiscount

AGREED = 0
"""Stands where a coupon's number would: taken off by staff."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken off a basket. Keys are those of lines and packages; what is missing has nothing taken off."""

    lines: Mapping[str, tuple[DiscountPart, ...]]
    packages: Mapping[str, tuple[DiscountPart, ...]]
    discounts: tuple[QuoteDiscount, ...]
    currency: str

    def off_line(self, key: str) -> Money:
        """Return what is taken off a line."""
        return _sum(self.lines.get(key, ()), self.currency)

    def off_package(self, key: str) -> Money:
        """Return what is taken off sending a package."""
        return _sum(self.packages.get(key, ()), self.currency)

    @property
    def off_lines(self) -> Money:
        """Return what is taken off all lines together."""
        return Money(sum(part.amount.minor for parts in self.lines.values() for part in parts), self.currency)


def taken(applied: Applied, gross: Mapping[str, Money], agreed: Money | None, currency: str) -> Taken:
    """Return what coupons take off, and after them what staff agreed: at most all that is left of the goods."""
    lines: dict[str, list[DiscountPart]] = defaultdict(list)
    packages: dict[str, list[DiscountPart]] = defaultdict(list)
    found: list[QuoteDiscount] = []
    for one in applied.accepted:
        for part in one.allocations:
            where = packages if part.shipping else lines
            where[part.key].append(DiscountPart(coupon_id=one.coupon_id, amount=part.amount))
        sent = sum(part.amount.minor for part in one.allocations if part.shipping)
        found.append(
            QuoteDiscount(
                coupon_id=one.coupon_id,
                code=one.code,
                title=one.title,
                kind=one.kind,
                amount=one.amount,
                shipping=Money(sent, currency),
            )
        )
    conceded = _conceded(lines, gross, agreed, currency)
    for key, amount in conceded.items():
        lines[key].append(DiscountPart(coupon_id=AGREED, amount=amount))
    if conceded:
        found.append(
            QuoteDiscount(
                coupon_id=AGREED,
                code="",
                title=_("Discount as agreed"),
                kind="agreed",
                amount=Money(sum(amount.minor for amount in conceded.values()), currency),
                shipping=Money.zero(currency),
            )
        )
    return Taken(
        {key: tuple(parts) for key, parts in lines.items()},
        {key: tuple(parts) for key, parts in packages.items()},
        tuple(found),
        currency,
    )


def _conceded(
    lines: Mapping[str, list[DiscountPart]], gross: Mapping[str, Money], agreed: Money | None, currency: str
) -> dict[str, Money]:
    """Divide what staff agreed over what coupons have left of the lines."""
    if not agreed or agreed.minor <= 0:
        return {}
    left = {key: amount - _sum(lines.get(key, ()), currency) for key, amount in sorted(gross.items())}
    there = sum(amount.minor for amount in left.values())
    if not there:
        return {}
    whole = Money(min(agreed.minor, there), currency)
    shares = whole.allocate([amount.minor for amount in left.values()])
    return {key: share for key, share in zip(left, shares, strict=True) if share}


def _sum(parts: "tuple[DiscountPart, ...] | list[DiscountPart]", currency: str) -> Money:
    return Money(sum(part.amount.minor for part in parts), currency)
