"""Keys above the checkout's form that know card and address already: which there are, and what they are told."""

import json
from datetime import date
from typing import Any

from storecrew.fronts.checkout.tracking import span
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses import types as addresses
from storecrew.shop.payments import reads as paying
from storecrew.shop.payments.types import Wallet
from storecrew.shop.pricing.types import Quote, ShippingOffer

PLACE = ("country", "region", "city", "postal_code")
"""What a wallet tells of an address before its shopper has agreed to pay."""
UNKNOWN = "—"


def keys_for(quote: Quote, country: str) -> tuple[Wallet, ...]:
    """Return the keys that could pay this; none for what cannot be bought, or costs nothing."""
    if not quote.totals.total.minor or any(problem.code in {"sold_out", "too_many"} for problem in quote.problems):
        return ()
    return paying.wallets_for(quote.totals.total, country)


def known_place(said: Any) -> addresses.Address | None:
    """Return the place that a wallet names, with region and code as addresses keep them; None where it names none."""
    if not isinstance(said, dict) or not said.get("country"):
        return None
    place = {name: said.get(name) or "" for name in PLACE}
    try:
        told = parse(addresses.Address, place)
    except InvalidInput:
        return None
    try:
        whole = addresses.checked(told.model_copy(update={"name": UNKNOWN, "line1": UNKNOWN}))
    except InvalidInput:  # something else is missing that the whole address will have
        return told
    return whole.model_copy(update={"name": "", "line1": ""})


def ways_of(quote: Quote) -> list[dict[str, Any]]:
    """Return how it can travel, the chosen way first. Of several parcels only the ways that are chosen: sheets know one list.

    `id` is what `methods` of a cart has to be for it.
    """
    if len(quote.packages) == 1:
        package = quote.packages[0]
        offers = sorted(package.offers, key=lambda offer: offer != package.chosen)
        return [_way({package.key: offer}) for offer in offers]
    chosen = {package.key: package.chosen for package in quote.packages if package.chosen is not None}
    return [_way(chosen)] if chosen and len(chosen) == len(quote.packages) else []


def _way(offers: dict[str, ShippingOffer]) -> dict[str, Any]:
    slowest = max(offers.values(), key=lambda offer: offer.last or date.min)
    names = " + ".join(dict.fromkeys(offer.name for offer in offers.values()))
    price = sum((offer.price for offer in offers.values()), Money.zero(slowest.price.currency))
    days = span(slowest.first, slowest.last)
    return {
        "id": json.dumps({key: offer.method_id for key, offer in offers.items()}),
        "name": f"{names} · {days}" if days else names,
        "amount": price.minor,
        "price": format_money(price),
    }
