"""What can be had: told to product pages, structured data and feeds alike."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from itertools import batched

from storecrew.fronts.storefront import slots
from storecrew.kernel.actions.types import nobody
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import Availability

AT_ONCE = 500


@slots.tell_supply
def supply(variant_ids: Iterable[int], now: datetime) -> dict[int, slots.Supply]:
    """Return how variants can be had. What is not counted is in stock: that is the store's own word."""
    found: dict[int, slots.Supply] = {}
    for part in batched(dict.fromkeys(variant_ids), AT_ONCE):
        answer = stock.availability(nobody(), stock.AvailabilityQuery(variant_ids=part), now=now)
        found.update((one.variant_id, _supply(one)) for one in answer.items if one.tracked)
    return found


def _supply(one: Availability) -> slots.Supply:
    if one.sellable is not None and one.sellable <= 0:
        return slots.Supply(slots.Availability.OUT_OF_STOCK)
    if one.ships_on is not None:
        return slots.Supply(slots.Availability.PREORDER, datetime.combine(one.ships_on, time(), UTC))
    if one.available > 0:
        return slots.Supply(slots.Availability.IN_STOCK)
    return slots.Supply(slots.Availability.BACKORDER)
