"""What an exchange costs: the new goods priced against what was paid for those that come back.

Another size or colour of the same product costs what was paid for the first one, plus or minus what the two differ by in
today's prices. Anything else costs what it costs today. What the returned goods were worth pays for it; what is left of
that goes back as money, what is missing is still to be paid.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.pricing import reads as pricing
from storecrew.shop.pricing.types import LineWish, Quote, QuoteQuery, StaffTerms
from storecrew.shop.returns.reckoning import before_of, worth_next


@dataclass(frozen=True, slots=True)
class Swap:
    """So many of a variant instead of pieces of an order's line. `key` names it within the exchange."""

    key: str
    line_id: int
    variant_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Exchanged:
    """An exchange as it would be placed. `credit`: of the returned goods' price, tax in it, what pays for the new ones;
    `due`: still to be paid for them; `back`: what is left of the price of the pieces exchanged."""

    quote: Quote
    credit: Money
    due: Money
    back: Money


def exchanged(order: OrderView, swaps: Sequence[Swap], now: datetime) -> Exchanged:
    """Return what these swaps of an order's pieces come to. The caller has checked who asks, and that the pieces are there."""
    lines = {line.line_id: line for line in order.lines}
    before = before_of(order.order_id)
    values = {one.key: worth_next(lines[one.line_id], one.quantity, before) for one in swaps}
    bare = {one.key: _untaxed(order, lines[one.line_id], values[one.key]) for one in swaps}
    units = _units(order, lines, swaps, bare, now)
    fresh = sum(units[one.key] * one.quantity for one in swaps)
    old = sum(bare.values())
    pieces = sum(one.quantity for one in swaps)
    # a price that does not divide evenly into pieces is no difference
    paid_by_goods = fresh if abs(fresh - old) < pieces else min(fresh, old)
    quote = pricing.price(_query(order, swaps, units, paid_by_goods), now=now)
    whole = sum(values.values())
    credit = min(whole, round(whole * paid_by_goods / old)) if old else 0
    money = _money(order)
    return Exchanged(quote=quote, credit=money(credit), due=money(quote.totals.total.minor), back=money(whole - credit))


def _units(
    order: OrderView, lines: Mapping[int, LineView], swaps: Sequence[Swap], bare: Mapping[str, int], now: datetime
) -> dict[str, int]:
    """Return what one piece of each new variant costs, in the terms in which the order's prices are written."""
    concerned = [*(one.variant_id for one in swaps), *(lines[one.line_id].variant_id for one in swaps)]
    listed = _listed(order, concerned, now)
    product = {pk: face.product_id for pk, face in catalogue.faces(concerned, order.language, now=now).items()}
    found: dict[str, int] = {}
    for one in swaps:
        old_id = lines[one.line_id].variant_id
        today, old_today = listed[one.variant_id], listed.get(old_id or 0)
        same = product.get(old_id or 0) == product.get(one.variant_id)
        if same and old_today is not None:
            paid = -(-bare[one.key] // one.quantity)
            found[one.key] = max(0, paid + today - old_today)
        else:
            found[one.key] = today
    return found


def _listed(order: OrderView, variants: Sequence[int | None], now: datetime) -> dict[int, int]:
    """Return today's prices of one piece each, as the shop asks."""
    wanted = list(dict.fromkeys(one for one in variants if one is not None))
    query = QuoteQuery(
        lines=tuple(LineWish(key=f"v{number}", variant_id=number, quantity=1) for number in wanted),
        currency=order.currency,
        language=order.language,
        address=order.ship_to,
        staff=StaffTerms(unlisted=True, shipping=_money(order)(0)),
    )
    return {line.variant_id: line.unit_price.minor for line in pricing.price(query, now=now).lines}


def _query(order: OrderView, swaps: Sequence[Swap], units: Mapping[str, int], paid: int) -> QuoteQuery:
    money = _money(order)
    return QuoteQuery(
        lines=tuple(LineWish(key=one.key, variant_id=one.variant_id, quantity=one.quantity) for one in swaps),
        currency=order.currency,
        language=order.language,
        address=order.ship_to,
        customer_id=order.customer_id,
        email=order.email,
        staff=StaffTerms(
            unit_prices={one.key: money(units[one.key]) for one in swaps},
            discount=money(paid),
            shipping=money(0),
            unlisted=True,
        ),
    )


def _untaxed(order: OrderView, line: LineView, value: int) -> int:
    """Return a part of a line's price as the order's prices are written: with the tax in it, or before it."""
    if order.inclusive or not line.total.minor:
        return value
    return round(value * (line.total.minor - line.tax.minor) / line.total.minor)


def _money(order: OrderView) -> Callable[[int], Money]:
    return lambda minor: Money(minor, order.currency)
