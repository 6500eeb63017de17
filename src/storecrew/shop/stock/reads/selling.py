"""What can be sold: the question that pages, carts and feeds ask, many variants at a time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, NamedTuple

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input, Output
from storecrew.shop.stock.models import Component, Item, Level, Reservation, WarehouseKind
from storecrew.shop.stock.types import Availability

AT_ONCE = 1000


class AvailabilityQuery(Input):
    """Which variants."""

    variant_ids: Annotated[tuple[int, ...], Field(max_length=AT_ONCE)]


class Availabilities(Output):
    """One for each variant asked for, in the order asked."""

    items: tuple[Availability, ...]


@read("stock.availability", label=_("What can be sold"), seats={PUBLIC}, surfaces={"web"})
def availability(ask: Ask, data: AvailabilityQuery) -> Availabilities:
    """Say what can be sold of variants now. Holds whose time is over do not count, whether or not anybody tidied them."""
    ids = list(dict.fromkeys(data.variant_ids))
    made_of = recipes(ids)
    parts = {item_id for recipe in made_of.values() for item_id, _each in recipe}
    sums = _sums({*ids, *parts}, ask)
    return Availabilities(
        items=tuple(_bundle(pk, made_of[pk], sums) if pk in made_of else sums[pk] for pk in data.variant_ids)
    )


def recipes(ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Return of what the bundles among these variants are made: (variant, pieces) for one piece of the bundle. One question."""
    found: dict[int, list[tuple[int, int]]] = {}
    rows = Component.objects.filter(bundle_id__in=ids, bundle__tracked=True).order_by("bundle_id", "id")
    for bundle_id, item_id, quantity in rows.values_list("bundle_id", "item_id", "quantity"):
        found.setdefault(bundle_id, []).append((item_id, quantity))
    return found


def _sums(ids: set[int], ask: Ask) -> dict[int, Availability]:
    found = {pk: Availability(variant_id=pk, tracked=False) for pk in ids}
    items = {row.pk: row for row in Item.objects.filter(pk__in=ids, tracked=True, bundle=False)}
    levels: dict[int, list[Level]] = {pk: [] for pk in items}
    theirs: set[int] = set()
    rows_of_all = Level.objects.filter(item_id__in=items, warehouse__sells=True).annotate(kind=F("warehouse__kind"))
    for one in rows_of_all.order_by("pk"):
        levels[one.item_id].append(one)
        if one.kind == WarehouseKind.SUPPLIER:
            theirs.add(one.pk)
    over = lapsed_by_level(Q(level__item_id__in=list(items)), ask.now)
    for pk, item in items.items():
        rows = levels[pk]
        for level in rows:
            level.held -= over.get(level.pk, 0)
        rooms = [level.room for level in rows]
        found[pk] = Availability(
            variant_id=pk,
            tracked=True,
            on_hand=sum(level.on_hand for level in rows),
            committed=sum(level.committed for level in rows),
            held=sum(level.held for level in rows),
            unavailable=sum(level.unavailable for level in rows),
            incoming=sum(level.incoming for level in rows),
            available=sum(level.available for level in rows),
            sellable=None if None in rooms else sum(room for room in rooms if room is not None),
            ships_on=item.ships_on if item.ships_on and item.ships_on > ask.now.date() else None,
            elsewhere=any(level.pk in theirs for level in rows),
            here=any(level.available > 0 for level in rows if level.pk not in theirs),
        )
    return found


def lapsed_by_level(which: Q, now: datetime) -> dict[int, int]:
    """Return how much of each level is held beyond its time and not given back yet."""
    rows = Reservation.objects.filter(which, held_until__lte=now, lapsed_at=None)
    return dict(rows.values("level_id").annotate(pieces=Sum("quantity")).values_list("level_id", "pieces"))


def _bundle(pk: int, recipe: list[tuple[int, int]], sums: dict[int, Availability]) -> Availability:
    """A bundle has as many of everything as its scarcest component allows; untracked ones do not limit it."""
    counted = [(sums[item_id], each) for item_id, each in recipe if sums[item_id].tracked]
    if not counted:
        return Availability(variant_id=pk, tracked=False)
    rooms = [part.sellable // each for part, each in counted if part.sellable is not None]
    days = [part.ships_on for part, _each in counted if part.ships_on is not None]
    return Availability(
        variant_id=pk,
        tracked=True,
        on_hand=min(part.on_hand // each for part, each in counted),
        incoming=min(part.incoming // each for part, each in counted),
        available=min(part.available // each for part, each in counted),
        sellable=min(rooms, default=None),
        ships_on=max(days, default=None),
        elsewhere=any(part.elsewhere for part, _each in counted),
        here=all(part.here for part, _each in counted),
    )


def counted(variant_ids: Iterable[int]) -> set[int]:
    """Return which of these variants are counted, bundles among them, for another room. One question."""
    return set(Item.objects.filter(pk__in=list(variant_ids), tracked=True).values_list("pk", flat=True))


class Room(NamedTuple):
    """How many of an item may be promised in a warehouse. `lying` there; `most`, with what policy allows beyond; None: no end."""

    lying: int
    most: int | None


def room_by_place(variant_ids: Iterable[int], now: datetime) -> dict[int, dict[int, Room]]:
    """Return how many of each variant may still be promised by warehouse that sells, for another room. Two questions.

    Bundles have no levels of their own.
    """
    ids = list(variant_ids)
    found: dict[int, dict[int, Room]] = {}
    over = lapsed_by_level(Q(level__item_id__in=ids), now)
    for level in Level.objects.filter(item_id__in=ids, warehouse__sells=True).order_by("pk"):
        level.held -= over.get(level.pk, 0)
        found.setdefault(level.item_id, {})[level.warehouse_id] = Room(max(0, level.available), level.room)
    return found


def rooms(variant_ids: Iterable[int], now: datetime) -> dict[int, dict[int, int | None]]:
    """Return how many of each variant may still be promised by warehouse that sells; None: without limit there."""
    found = room_by_place(variant_ids, now)
    return {item: {place: room.most for place, room in places.items()} for item, places in found.items()}
