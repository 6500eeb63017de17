"""What can be had, and from where: told to product pages, structured data and feeds alike."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import batched
from typing import Final

from storecrew.fronts.storefront import slots
from storecrew.kernel.actions.types import nobody
from storecrew.kernel.store.reads import current
from storecrew.shop.availability import reads as availability
from storecrew.shop.availability.types import Standing, State
from storecrew.shop.sourcing import reads as sourcing
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import Availability

AT_ONCE: Final = 500


@slots.tell_supply
def supply(variant_ids: Iterable[int], now: datetime) -> dict[int, slots.Supply]:
    """Return how variants can be had. What is not counted is in stock: that is the store's own word.

    What lies with suppliers alone is told as honestly as their word allows: in stock, being confirmed, or from a day on.
    """
    found: dict[int, slots.Supply] = {}
    for part in batched(dict.fromkeys(variant_ids), AT_ONCE):
        answer = stock.availability(nobody(), stock.AvailabilityQuery(variant_ids=part), now=now)
        counted = [one for one in answer.items if one.tracked]
        theirs = [one.variant_id for one in counted if one.elsewhere]
        standing = availability.standing(theirs, now) if theirs else {}
        found.update((one.variant_id, _supply(one, standing.get(one.variant_id))) for one in counted)
    return found


@slots.tell_origins
def origins(supplies: Mapping[int, slots.Supply], now: datetime) -> dict[int, slots.Origin]:
    """Return from which supplier one piece of each would leave now; what leaves from one's own place is left out."""
    ids = [pk for pk, one in supplies.items() if one.elsewhere]
    store = current() if ids else None
    if store is None:
        return {}
    if sourcing.own_first():
        ids = [pk for pk in ids if not supplies[pk].here]
    found = sourcing.options(ids, ship_to=None, currency=store.currency, now=now)
    first = {pk: options[0] for pk, options in found.items() if options}
    return {pk: slots.Origin(one.warehouse_id, one.handling_days or 0) for pk, one in first.items() if not one.own}


def _supply(one: Availability, standing: Standing | None) -> slots.Supply:
    return replace(_state(one, standing), elsewhere=one.elsewhere, here=one.here)


def _state(one: Availability, standing: Standing | None) -> slots.Supply:
    asked = standing is not None and standing.state is State.CONFIRMING
    if one.sellable is not None and one.sellable <= 0:
        return slots.Supply(slots.Availability.OUT_OF_STOCK, confirming=asked)
    if one.ships_on is not None:
        return slots.Supply(slots.Availability.PREORDER, _begins(one.ships_on))
    if standing is not None and standing.state is State.FROM_DATE and standing.since is not None:
        return slots.Supply(slots.Availability.BACKORDER, _begins(standing.since))
    if one.available > 0:
        return slots.Supply(slots.Availability.IN_STOCK, confirming=asked)
    return slots.Supply(slots.Availability.BACKORDER)


def _begins(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)
