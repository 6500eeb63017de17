"""Months of coming and going in the warehouses, kept in memory while they are made up and written at once.

First in, first out by the same function as every dispatch; a level is what its moves leave. Nothing is announced.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Model

from storecrew.kernel.money.types import Money
from storecrew.shop.stock.actions.trading import WHERE_TO
from storecrew.shop.stock.models import (
    INSIDE,
    Bin,
    Layer,
    LayerUse,
    Level,
    Move,
    Pile,
    Place,
    Reason,
    Receipt,
    ReceiptLine,
    ReceiptState,
    Warehouse,
    WarehouseKind,
)
from storecrew.shop.stock.types import Disposition
from storecrew.shop.stock.writing.costing import Worth, cost_of, new_layers, taken_from, worth_of_use
from storecrew.shop.stock.writing.shelf import PARTS

BATCH = 500
type Key = tuple[int, int]
"""(variant, warehouse)."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """So many of a variant in a delivery, and what one cost."""

    variant_id: int
    quantity: int
    cost: Money | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery of a supplier; `at`: when it comes."""

    warehouse_id: int
    supplier: str
    reference: str
    ordered_at: datetime
    expected_on: date
    at: datetime
    lines: tuple[Delivered, ...]


@dataclass(slots=True)
class Left:
    """Pieces of a line that left. Their order and parcel are named later, when both have numbers."""

    move: Move
    uses: list[LayerUse]

    @property
    def cost(self) -> Money | None:
        """Return what all of them had cost."""
        return cost_of([worth_of_use(use) for use in self.uses])

    def belongs_to(self, *, order: str, parcel: str) -> None:
        """Name for whom they left, and in what."""
        self.move.owner, self.move.document = order, parcel


@dataclass(slots=True)
class _Place:
    """A variant in a warehouse."""

    shelf: int = 0
    kept: int = 0
    aside: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    incoming: int = 0
    layers: list[Layer] = field(default_factory=list)


class Shelves:
    """What lies where at the moment that has been made up so far; whoever uses it goes forward in time."""

    def __init__(self, *, by: str) -> None:
        self.warehouse_ids = list(
            Warehouse.objects.filter(sells=True, closed_at=None)
            .exclude(kind=WarehouseKind.SUPPLIER)
            .order_by("priority", "pk")
            .values_list("pk", flat=True)
        )
        self._by = by
        self._bins: dict[int, list[int]] = defaultdict(list)
        for pk, warehouse_id in Bin.objects.filter(closed_at=None).order_by("code").values_list("pk", "warehouse_id"):
            self._bins[warehouse_id].append(pk)
        self._places: dict[Key, _Place] = defaultdict(_Place)
        self._receipts: list[Receipt] = []
        self._receipt_lines: list[ReceiptLine] = []
        self._received: list[tuple[Move, Receipt]] = []
        self._moves: list[Move] = []
        self._layers: list[Layer] = []
        self._uses: list[LayerUse] = []

    def there(self, variant_id: int, warehouse_id: int) -> int:
        """Return how many lie on the shelf and are nobody's."""
        place = self._places.get((variant_id, warehouse_id))
        return place.shelf - place.kept if place else 0

    def keep(self, variant_id: int, warehouse_id: int, quantity: int) -> None:
        """Leave pieces to somebody whose order has not left yet; whoever writes that order reserves them."""
        self._places[variant_id, warehouse_id].kept += quantity

    def coming(self, variant_id: int, warehouse_id: int) -> int:
        """Return how many were ordered and are not here yet."""
        place = self._places.get((variant_id, warehouse_id))
        return place.incoming if place else 0

    def order(self, delivery: Delivery) -> None:
        """Take note that a delivery was ordered."""
        for line in delivery.lines:
            self._places[line.variant_id, delivery.warehouse_id].incoming += line.quantity

    def receive(self, delivery: Delivery) -> None:
        """Put what came on its shelves; it was ordered before."""
        receipt = self._receipt(delivery, delivery.at)
        for line in delivery.lines:
            place = self._places[line.variant_id, delivery.warehouse_id]
            move = Move(
                item_id=line.variant_id,
                quantity=line.quantity,
                from_place=Place.SUPPLIER,
                to_place=Place.SHELF,
                to_warehouse_id=delivery.warehouse_id,
                to_bin_id=self._bin(line.variant_id, delivery.warehouse_id),
                reason=Reason.RECEIPT,
                actor=self._by,
                moved_at=delivery.at,
            )
            self._come(place, move, line.quantity, None if line.cost is None else line.cost * line.quantity)
            place.incoming -= line.quantity
            self._line(receipt, line, received=line.quantity)
            self._received.append((move, receipt))

    def expect(self, delivery: Delivery) -> None:
        """Leave a delivery that was ordered as one that has not come yet."""
        receipt = self._receipt(delivery, None)
        for line in delivery.lines:
            self._line(receipt, line, received=0)

    def leave(self, variant_id: int, warehouse_id: int, quantity: int, *, line: str, at: datetime) -> Left:
        """Let pieces go to a customer; from now on they are nobody else's. So many lie there, or it is a mistake."""
        place = self._places[variant_id, warehouse_id]
        assert place.shelf >= quantity  # noqa: S101  the caller looked
        move = Move(
            item_id=variant_id,
            quantity=quantity,
            from_place=Place.SHELF,
            from_warehouse_id=warehouse_id,
            from_bin_id=self._bin(variant_id, warehouse_id),
            to_place=Place.CUSTOMER,
            reason=Reason.SALE,
            line=line,
            actor=self._by,
            moved_at=at,
        )
        uses = taken_from(place.layers, move)
        place.layers = [layer for layer in place.layers if layer.remaining]
        place.shelf -= quantity
        self._moves.append(move)
        self._uses += uses
        return Left(move, uses)

    def pass_through(self, variant_id: int, warehouse_id: int, quantity: int, *, line: str, at: datetime) -> Left:
        """Let pieces go to a customer from a supplier's warehouse: they lay there as long as it took to say so."""
        self._places[variant_id, warehouse_id]  # a level of its own, where nothing of ours lies
        said = Move(
            item_id=variant_id,
            quantity=quantity,
            from_place=Place.SUPPLIER,
            to_place=Place.SHELF,
            to_warehouse_id=warehouse_id,
            reason=Reason.REPORTED,
            actor=self._by,
            moved_at=at - timedelta(minutes=1),
        )
        move = Move(
            item_id=variant_id,
            quantity=quantity,
            from_place=Place.SHELF,
            from_warehouse_id=warehouse_id,
            to_place=Place.CUSTOMER,
            reason=Reason.SALE,
            line=line,
            actor=self._by,
            moved_at=at,
        )
        self._moves += [said, move]
        return Left(move, [])

    def take_back(self, left: Left, quantity: int, disposition: Disposition, *, document: str, at: datetime) -> None:
        """Put what a customer sent back where its disposition says, at what it had cost when it left."""
        target = WHERE_TO[disposition]
        if target not in INSIDE:
            return
        warehouse_id = left.move.from_warehouse_id or 0
        place = self._places[left.move.item_id, warehouse_id]
        move = Move(
            item_id=left.move.item_id,
            quantity=quantity,
            from_place=Place.CUSTOMER,
            to_place=target,
            to_warehouse_id=warehouse_id,
            to_bin_id=self._bin(left.move.item_id, warehouse_id) if target == Place.SHELF else None,
            reason=Reason.RETURN,
            document=document,
            line=left.move.line,
            note=disposition.value,
            actor=self._by,
            moved_at=at,
        )
        cost = left.cost
        share = None if cost is None else Money(cost.minor * quantity // left.move.quantity, cost.currency)
        self._come(place, move, quantity, share, since=min(use.layer.since for use in left.uses))

    def write(self) -> None:
        """Write everything: a few statements for every 500 rows."""
        self._save(self._receipts)
        for line in self._receipt_lines:
            line.receipt_id = line.receipt.pk
        self._save(self._receipt_lines)
        for move, receipt in self._received:
            move.document = receipt.subject
        self._moves.sort(key=lambda move: move.moved_at)
        self._save(self._moves)
        self._save(self._layers)
        self._save(self._uses)
        self._write_levels()

    def _come(
        self, place: _Place, move: Move, quantity: int, cost: Money | None, *, since: datetime | None = None
    ) -> None:
        layers = new_layers(move, (Worth(quantity, cost, since or move.moved_at),))
        place.layers = sorted([*place.layers, *layers], key=lambda layer: layer.since)
        if move.to_place == Place.SHELF:
            place.shelf += quantity
        else:
            place.aside[PARTS[Place(move.to_place)]] += quantity
        self._moves.append(move)
        self._layers += layers

    def _receipt(self, delivery: Delivery, done_at: datetime | None) -> Receipt:
        receipt = Receipt(
            warehouse_id=delivery.warehouse_id,
            supplier=delivery.supplier,
            reference=delivery.reference,
            expected_on=delivery.expected_on,
            state=ReceiptState.EXPECTED if done_at is None else ReceiptState.DONE,
            made_at=delivery.ordered_at,
            done_at=done_at,
        )
        self._receipts.append(receipt)
        return receipt

    def _line(self, receipt: Receipt, line: Delivered, *, received: int) -> None:
        row = ReceiptLine(
            receipt=receipt,
            item_id=line.variant_id,
            expected=line.quantity,
            received=received,
            cost_minor=None if line.cost is None else line.cost.minor,
            currency="" if line.cost is None else line.cost.currency,
        )
        self._receipt_lines.append(row)

    def _bin(self, variant_id: int, warehouse_id: int) -> int | None:
        bins = self._bins[warehouse_id]
        return bins[variant_id % len(bins)] if bins else None

    def _write_levels(self) -> None:
        known = {(row.item_id, row.warehouse_id): row for row in Level.objects.order_by("pk")}
        fresh = [Level(item_id=item, warehouse_id=place) for item, place in self._places if (item, place) not in known]
        Level.objects.bulk_create(fresh, batch_size=BATCH)
        known |= {(row.item_id, row.warehouse_id): row for row in fresh}
        piles = []
        for key, place in self._places.items():
            level = known[key]
            level.on_hand += place.shelf + sum(place.aside.values())
            level.incoming += place.incoming
            for column, quantity in place.aside.items():
                setattr(level, column, getattr(level, column) + quantity)
            bin_id = self._bin(*key)
            if place.shelf and bin_id is not None:
                piles.append(Pile(level=level, bin_id=bin_id, quantity=place.shelf))
        names = ["on_hand", "incoming", *PARTS.values()]
        Level.objects.bulk_update([known[key] for key in self._places], names, batch_size=100)
        Pile.objects.bulk_create(piles, batch_size=BATCH)

    def _save(self, rows: Sequence[Model] | Iterable[Model]) -> None:
        kept = list(rows)
        if kept:
            type(kept[0])._default_manager.bulk_create(kept, batch_size=BATCH)
