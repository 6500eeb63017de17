"""Prices of variants now, and the lowest before: what a reduction is measured from."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.models import Price, PriceChange
from storecrew.shop.catalogue.types import PriceView

LOOK_BACK = timedelta(days=30)


def price_views(variant_ids: Sequence[int], currency: str) -> dict[int, PriceView]:
    """Return the prices of variants; two queries, the second only when something is reduced."""
    prices = {row.variant_id: row for row in Price.objects.filter(variant__in=variant_ids, currency=currency)}
    reduced = [number for number, row in prices.items() if _higher(row) is not None]
    lowest = lowest_before(reduced, currency) if reduced else {}
    return {
        number: PriceView(
            price=Money(row.price_minor, currency),
            compare_at=_money(_higher(row), currency),
            lowest_before=_money(lowest.get(number), currency),
        )
        for number, row in prices.items()
    }


def lowest_before(variant_ids: Sequence[int], currency: str) -> dict[int, int]:
    """Return for each variant the lowest price that held in the 30 days before its present price began.

    Directive 98/6/EC art. 6a (1) and (2): the prior price of an announced reduction. Only the price counts, not the
    compare-at price: changing what is crossed out does not begin a new reduction. Variants whose price never changed are
    left out.
    """
    changes: dict[int, list[tuple[datetime, int | None]]] = defaultdict(list)
    rows = PriceChange.objects.filter(variant__in=variant_ids, currency=currency).order_by("since", "pk")
    for number, since, price in rows.values_list("variant_id", "since", "price_minor"):
        history = changes[number]
        if not history or history[-1][1] != price:
            history.append((since, price))
    found: dict[int, int] = {}
    for number, history in changes.items():
        began = history[-1][0]
        ends = [since for since, _price in history[1:]]
        held = [
            price
            for (_since, price), end in zip(history[:-1], ends, strict=True)
            if price is not None and end > began - LOOK_BACK
        ]
        if held:
            found[number] = min(held)
    return found


def _higher(row: Price) -> int | None:
    return row.compare_at_minor if row.compare_at_minor is not None and row.compare_at_minor > row.price_minor else None


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
