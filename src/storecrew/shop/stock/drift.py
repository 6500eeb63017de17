"""Derive levels again from what they stand for, and name every difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from storecrew.shop.stock.models import (
    INSIDE,
    Layer,
    Level,
    Move,
    Pile,
    Place,
    ReceiptLine,
    Reservation,
    TransferLine,
    WarehouseKind,
)

type Key = tuple[int, int]
"""(item, warehouse)."""

_OPEN_RECEIPTS = ("expected", "part")
_OPEN_TRANSFERS = ("sent", "part")


@dataclass(frozen=True, slots=True)
class Drift:
    """A column that does not say what its rows add up to."""

    item_id: int
    warehouse_id: int
    column: str
    says: int | None
    should: int | None


def drifts() -> Iterator[Drift]:
    """Compare every level with its moves, reservations, layers, piles, deliveries and policy."""
    rows = list(Level.objects.select_related("item", "warehouse").order_by("item_id", "warehouse__priority", "pk"))
    truths = {
        "on_hand": _by_moves(INSIDE),
        "damaged": _by_moves((Place.DAMAGED,)),
        "quality": _by_moves((Place.QUALITY,)),
        "other": _by_moves((Place.OTHER,)),
        "committed": _promised(Q(held_until=None)),
        "held": _promised(Q(held_until__isnull=False, lapsed_at=None)),
        "incoming": _incoming(),
    }
    layers = _sums(Layer.objects.filter(remaining__gt=0), "remaining", "item_id", "warehouse_id")
    piles = _sums(Pile.objects.all(), "quantity", "level__item_id", "level__warehouse_id")
    homes: set[int] = set()
    for row in rows:
        key = (row.item_id, row.warehouse_id)
        for column, truth in truths.items():
            if getattr(row, column) != truth.get(key, 0):
                yield Drift(*key, column, getattr(row, column), truth.get(key, 0))
        # what lies at suppliers' was never bought
        if row.warehouse.kind != WarehouseKind.SUPPLIER and layers.get(key, 0) != row.on_hand:
            yield Drift(*key, "layers", layers.get(key, 0), row.on_hand)
        if piles.get(key, 0) > row.there:
            yield Drift(*key, "piles", piles[key], row.there)
        home = row.warehouse.sells and row.item_id not in homes
        if home:
            homes.add(row.item_id)
        beyond = row.item.backorder_limit if home else 0
        if row.beyond != beyond:
            yield Drift(*key, "beyond", row.beyond, beyond)
        short = 0 if row.beyond is None else max(0, -row.available - row.beyond)
        if row.short != short:
            yield Drift(*key, "short", row.short, short)
    known = {(row.item_id, row.warehouse_id) for row in rows}
    for column, truth in truths.items():
        for key, quantity in truth.items():
            if key not in known and quantity:
                yield Drift(*key, column, None, quantity)


def _by_moves(places: tuple[Place, ...]) -> dict[Key, int]:
    came = _sums(Move.objects.filter(to_place__in=places), "quantity", "item_id", "to_warehouse_id")
    left = _sums(Move.objects.filter(from_place__in=places), "quantity", "item_id", "from_warehouse_id")
    return {key: came.get(key, 0) - left.get(key, 0) for key in {*came, *left}}


def _promised(which: Q) -> dict[Key, int]:
    return _sums(Reservation.objects.filter(which), "quantity", "level__item_id", "level__warehouse_id")


def _incoming() -> dict[Key, int]:
    awaited = ReceiptLine.objects.filter(receipt__state__in=_OPEN_RECEIPTS, expected__gt=F("received"))
    due = _sums(awaited.annotate(rest=F("expected") - F("received")), "rest", "item_id", "receipt__warehouse_id")
    under_way = TransferLine.objects.filter(transfer__state__in=_OPEN_TRANSFERS)
    rest = under_way.annotate(rest=F("quantity") - F("arrived") - F("lost"))
    for key, quantity in _sums(rest, "rest", "item_id", "transfer__target_id").items():
        due[key] = due.get(key, 0) + quantity
    return due


def _sums(rows: QuerySet[Any], column: str, item: str, warehouse: str) -> dict[Key, int]:
    grouped = rows.order_by().values(item, warehouse).annotate(total=Sum(column))
    return {(row[item], row[warehouse]): row["total"] for row in grouped}
