"""Where things lie and to whom they are promised."""

from typing import Annotated

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.stock.models import Bin, Level, Reservation, Warehouse, WarehouseKind
from storecrew.shop.stock.seats import EVERYWHERE, READERS
from storecrew.shop.stock.types import LevelView, Owner, ReservationView, WarehouseView


class WarehousesQuery(Input):
    """`closed`: those that were given up too."""

    closed: bool = False


class Warehouses(Output):
    """The one to be asked first in front."""

    items: tuple[WarehouseView, ...]


@read("stock.warehouses", label=_("Warehouses"), seats=READERS, surfaces=EVERYWHERE)
def warehouses(ask: Ask, data: WarehousesQuery) -> Warehouses:
    """List the warehouses, in the order in which they are asked."""
    rows = Warehouse.objects.select_related("calendar").order_by("priority", "pk")
    return Warehouses(items=tuple(warehouse_view(row) for row in rows if data.closed or row.closed_at is None))


def open_warehouses() -> tuple[WarehouseView, ...]:
    """Return the warehouses in use, the one to be asked first in front: for rooms that reckon with them. One question."""
    rows = Warehouse.objects.select_related("calendar").filter(closed_at=None).order_by("priority", "pk")
    return tuple(warehouse_view(row) for row in rows)


def warehouse_view(row: Warehouse) -> WarehouseView:
    """Return a warehouse as others may hold it."""
    return WarehouseView(
        warehouse_id=row.pk,
        code=row.code,
        name=row.name,
        kind=row.kind,
        address=row.address,
        calendar=row.calendar.code if row.calendar else "",
        cut_off=row.cut_off.strftime("%H:%M") if row.cut_off else "",
        priority=row.priority,
        sells=row.sells,
        closed=row.closed_at is not None,
    )


class BinsQuery(Input):
    """Whose bins."""

    warehouse_id: int


class BinView(Output):
    """A bin of a warehouse."""

    bin_id: int
    code: str


class Bins(Output):
    """In the order in which they are walked."""

    items: tuple[BinView, ...]


@read("stock.bins", label=_("Bins"), seats=READERS, surfaces=EVERYWHERE)
def bins(ask: Ask, data: BinsQuery) -> Bins:
    """List the bins of a warehouse that are in use."""
    rows = Bin.objects.filter(warehouse_id=data.warehouse_id, closed_at=None).order_by("code", "pk")
    return Bins(items=tuple(BinView(bin_id=row.pk, code=row.code) for row in rows))


class LevelsQuery(Input):
    """Which variants; `warehouse_id` None: everywhere."""

    variant_ids: Annotated[tuple[int, ...], Field(max_length=1000)]
    warehouse_id: int | None = None


class Levels(Output):
    """One for each variant and warehouse it was ever in."""

    items: tuple[LevelView, ...]


@read("stock.levels", label=_("Stock levels"), seats=READERS, surfaces=EVERYWHERE)
def levels(ask: Ask, data: LevelsQuery) -> Levels:
    """List how much of variants is in each warehouse: on hand, unavailable by kind, committed, held, available, incoming."""
    rows = Level.objects.filter(item_id__in=data.variant_ids)
    if data.warehouse_id is not None:
        rows = rows.filter(warehouse_id=data.warehouse_id)
    ordered = rows.order_by("item_id", "warehouse__priority", "pk")
    return Levels(items=tuple(level_view(row) for row in ordered))


def level_view(row: Level) -> LevelView:
    """Return a level as others may hold it."""
    return LevelView(
        variant_id=row.item_id,
        warehouse_id=row.warehouse_id,
        on_hand=row.on_hand,
        damaged=row.damaged,
        quality=row.quality,
        other=row.other,
        safety=row.safety,
        committed=row.committed,
        held=row.held,
        incoming=row.incoming,
        available=row.available,
        room=row.room,
    )


class ReservationsQuery(Input):
    """Whose promises: those of owners, or those on a variant."""

    owners: Annotated[tuple[Owner, ...], Field(max_length=500)] = ()
    variant_id: int | None = None
    coverage: bool = True
    """Say how much of each lies there. Without, the answer costs the same however much is promised to others."""


class Reservations(Output):
    """The oldest first."""

    items: tuple[ReservationView, ...]


@read("stock.reservations", label=_("Promised stock"), seats=READERS, surfaces=EVERYWHERE)
def reservations(ask: Ask, data: ReservationsQuery) -> Reservations:
    """List what is promised to whom, and how much of it lies there. Holds whose time is over are left out."""
    open_ones = Reservation.objects.filter(lapsed_at=None).exclude(held_until__lte=ask.now)
    if data.variant_id is None:
        rows = open_ones.filter(owner__in=data.owners)
    else:
        rows = open_ones.filter(level__item_id=data.variant_id)
        rows = rows.filter(owner__in=data.owners) if data.owners else rows
    found = rows.select_related("level").order_by("made_at", "pk")
    if not data.coverage:
        return Reservations(items=tuple(_view(row, None) for row in found))
    return Reservations(items=tuple(_view(row, row.up_to) for row in found.annotate(up_to=_up_to(open_ones))))


def _up_to(open_ones: QuerySet[Reservation]) -> Subquery:
    """The pieces promised up to and with a row: who was promised first is served first."""
    sooner = Q(made_at__lt=OuterRef("made_at")) | Q(made_at=OuterRef("made_at"), pk__lte=OuterRef("pk"))
    of_level = open_ones.filter(sooner, level_id=OuterRef("level_id")).order_by()
    return Subquery(of_level.values("level_id").annotate(pieces=Sum("quantity")).values("pieces"))


def _view(row: Reservation, up_to: int | None) -> ReservationView:
    level = row.level
    covered = None if up_to is None else max(0, min(row.quantity, level.there - (up_to - row.quantity)))
    return ReservationView(
        variant_id=level.item_id,
        warehouse_id=level.warehouse_id,
        owner=row.owner,
        line=row.line,
        quantity=row.quantity,
        covered=covered,
        held_until=row.held_until,
        made_at=row.made_at,
    )


def promised_at_suppliers() -> dict[tuple[str, int], int]:
    """Return how many pieces owners are firmly promised in suppliers' warehouses: (owner, warehouse) → pieces. One question."""
    rows = Reservation.objects.filter(
        level__warehouse__kind=WarehouseKind.SUPPLIER, lapsed_at=None, held_until=None
    ).order_by()
    sums = rows.values_list("owner", "level__warehouse_id").annotate(pieces=Sum("quantity"))
    return {(owner, warehouse_id): pieces for owner, warehouse_id, pieces in sums}
