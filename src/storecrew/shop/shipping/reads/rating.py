"""`rates`: what pricing asks for each basket."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from django.utils.translation import get_language

from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.reads import rate_on
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.shop.shipping import offering, packing, rulebook
from storecrew.shop.shipping.types import BoxFilled, Content, Package, Place, RateOffer, Verdict


def rates(
    packages: Sequence[Package],
    address: Place,
    currency: str,
    subtotal: Money,
    at: datetime,
    *,
    language: str = "",
) -> tuple[RateOffer, ...]:
    """Return what may be offered: package by package, cheapest first, then fastest.

    `subtotal` is the value of all goods of the order after discounts, in `currency`: what "free from" looks at. `at`
    (aware) dates exchange rates. `language` of the names; empty: the active one. Without an offer for a package the
    order cannot be sent there. One query while the rules have not changed.
    """
    judged = judge(packages, address, currency, subtotal, at, language=language)
    found = [verdict.offer for verdict in judged if verdict.offer is not None]
    place = {package.key: number for number, package in enumerate(packages)}
    return tuple(sorted(found, key=lambda offer: (place[offer.package], offer.price.minor, offer.max_days)))


def judge(
    packages: Sequence[Package],
    address: Place,
    currency: str,
    subtotal: Money,
    at: datetime,
    *,
    language: str = "",
) -> list[Verdict]:
    """Return every method of the zone for each package, with the reason where there is no offer."""
    if subtotal.currency != currency:
        raise MoneyError(f"the subtotal is in {subtotal.currency}, not in {currency}")
    asked = offering.Asked(subtotal, language or get_language() or "en", _daily(at.date()))
    return offering.verdicts(rulebook.current(), packages, address, asked)


def weight_of(contents: Sequence[Content]) -> tuple[BoxFilled, ...]:
    """Return the boxes that things probably need and what each will weigh, over all package kinds in use."""
    rules = rulebook.current()
    boxes = packing.pack(offering.items_of(contents, rules.assumed_weight_g), rules.kinds)
    return tuple(
        BoxFilled(
            kind_id=box.kind.kind_id if box.kind else None,
            name=box.kind.name if box.kind else "",
            weight_g=box.weight_g,
            size_mm=box.kind.sides if box.kind else None,
            volume_mm3=box.volume_mm3,
            pieces=box.pieces,
        )
        for box in boxes
    )


def _daily(on: date) -> offering.Converter:
    @cache
    def known(base: str, quote: str) -> ExchangeRate | None:
        return rate_on(base, quote, on=on)

    return known
