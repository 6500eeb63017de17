"""How many pieces can be had, asked of stock."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from storecrew.kernel.actions.types import nobody
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import Availability

AT_ONCE = 500


def availability_of(variant_ids: Iterable[int], now: datetime) -> dict[int, Availability]:
    """Return what stock knows of variants, by variant."""
    found: dict[int, Availability] = {}
    for part in batched(dict.fromkeys(variant_ids), AT_ONCE):
        answer = stock.availability(nobody(), stock.AvailabilityQuery(variant_ids=part), now=now)
        found.update((one.variant_id, one) for one in answer.items)
    return found


def pieces_of(variant_ids: Iterable[int], now: datetime) -> dict[int, int | None]:
    """Return how many pieces of each can be had; None: without limit, also for what nobody counts."""
    found = availability_of(variant_ids, now)
    return {pk: None if not one.tracked else one.sellable for pk, one in found.items()}
