"""Add up what a file has and what we make of it, so that the two can be laid side by side to the cent.

A tally is JSON: counts, and for each currency amounts in minor units as text, since the file's own sums may have parts of
one. The rule that every report keeps: file = ours + all effects.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from storecrew.shop.orders.transfer.draft import OrderDraft, Said

AMOUNTS: Final = ("file", "ours", "paid", "refunded")
"""What the file itself adds up to; what the orders came to when agreed; what was paid, and given back."""

type Tally = dict[str, Any]


def blank() -> Tally:
    """Return a tally of nothing."""
    return {"orders": 0, "lines": 0, "unmatched": 0, "outcomes": {}, "sums": {}, "effects": {}}


def count(tally: Tally, name: str, by: int = 1) -> None:
    """Count something."""
    tally[name] = tally.get(name, 0) + by


def count_outcome(tally: Tally, outcome: str) -> None:
    """Count what became of an order."""
    tally["outcomes"][outcome] = tally["outcomes"].get(outcome, 0) + 1


def add(tally: Tally, currency: str, name: str, amount: Decimal | int) -> None:
    """Add an amount of minor units."""
    sums = tally["sums"].setdefault(currency, dict.fromkeys(AMOUNTS, "0"))
    sums[name] = text(Decimal(sums[name]) + amount)


def add_draft(tally: Tally, draft: OrderDraft, *, ours: int) -> None:
    """Add what an order comes to here, and what its system says was paid and given back."""
    add(tally, draft.currency, "ours", ours)
    add(tally, draft.currency, "paid", draft.captured_minor)
    add(tally, draft.currency, "refunded", draft.refunded_minor)


def add_effects(tally: Tally, said: Iterable[Said]) -> None:
    """Add what exceptions do to the sum, by kind."""
    for one in said:
        if one.effect:
            kinds = tally["effects"].setdefault(one.currency, {})
            number, amount = kinds.get(one.code, [0, "0"])
            kinds[one.code] = [number + 1, text(Decimal(amount) + one.effect)]


def unexplained(tally: Tally) -> dict[str, Decimal]:
    """Return, for each currency, what of the file's sum is neither in the orders nor explained; nothing but zeros is right."""
    found = {}
    for currency, sums in tally.get("sums", {}).items():
        effects = sum((Decimal(amount) for _n, amount in tally["effects"].get(currency, {}).values()), Decimal(0))
        found[currency] = Decimal(sums["file"]) - Decimal(sums["ours"]) - effects
    return found


def text(amount: Decimal) -> str:
    """Return an amount as the shortest plain text."""
    return format(amount.normalize(), "f") if amount else "0"
