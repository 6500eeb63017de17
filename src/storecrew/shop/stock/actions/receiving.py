"""Deliveries from suppliers: announced, received in parts, more or less than was ordered; and put away into bins."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.actions.policy import Count
from storecrew.shop.stock.events import AvailabilityChanged, StockReceived
from storecrew.shop.stock.models import (
    Bin,
    Item,
    Level,
    Lot,
    Place,
    Reason,
    Receipt,
    ReceiptLine,
    ReceiptState,
    Tracing,
    Warehouse,
)
from storecrew.shop.stock.seats import EVERYWHERE, KEEPERS
from storecrew.shop.stock.types import LINES_AT_MOST
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.costing import Worth, cost_of
from storecrew.shop.stock.writing.levels import ensure_levels
from storecrew.shop.stock.writing.moving import Spot, Step, carry_out, unit_worth
from storecrew.shop.stock.writing.shelf import Shelf

OPEN = (ReceiptState.EXPECTED, ReceiptState.PART)


class ExpectedLine(Input):
    """What a supplier is to bring of a variant; `cost` is that of one piece."""

    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    cost: Money | None = None


class Expect(Input):
    """A delivery that is announced."""

    warehouse_id: int
    supplier: Annotated[str, Field(max_length=120)] = ""
    reference: Annotated[str, Field(max_length=80)] = ""
    expected_on: date | None = None
    note: Annotated[str, Field(max_length=400)] = ""
    lines: Annotated[tuple[ExpectedLine, ...], Field(min_length=1, max_length=LINES_AT_MOST)]


class ReceiptId(Output):
    """Names a delivery and says how far it is."""

    receipt_id: int
    state: str


@action(
    "stock.expect",
    label=gettext_lazy("Announce a delivery"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def expect(run: Run, data: Expect) -> ReceiptId:
    """Announce what a supplier is to bring: it counts as incoming until it is received or called off."""
    _open(data.warehouse_id)
    items = countable({line.variant_id for line in data.lines})
    if len(items) != len(data.lines):
        raise InvalidInput({"lines": _("Name each variant once.")})
    receipt = Receipt(
        warehouse_id=data.warehouse_id,
        supplier=data.supplier,
        reference=data.reference,
        expected_on=data.expected_on,
        note=data.note,
        made_at=run.now,
    )
    receipt.save()
    run.changed(receipt.subject, "expected", old=None, new=sum(line.quantity for line in data.lines))
    ReceiptLine.objects.bulk_create(
        ReceiptLine(
            receipt=receipt,
            item_id=line.variant_id,
            expected=line.quantity,
            cost_minor=line.cost.minor if line.cost else None,
            currency=line.cost.currency if line.cost else "",
        )
        for line in data.lines
    )
    ensure_levels(run, [(line.variant_id, data.warehouse_id) for line in data.lines])
    shelf = Shelf.of_items(items)
    for line in data.lines:
        shelf.change(_level(shelf, line.variant_id, data.warehouse_id), {"incoming": line.quantity})
    shelf.write(run)
    return ReceiptId(receipt_id=receipt.pk, state=receipt.state)


class ReceivedLine(Input):
    """What really came of a variant. `damaged` ones are among `quantity`; `cost` None: as announced."""

    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    damaged: Count = 0
    cost: Money | None = None
    bin_id: int | None = None
    lot: Annotated[str, Field(max_length=60)] = ""
    expires_on: date | None = None
    serials: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(max_length=5000)] = ()


class Receive(Input):
    """Goods at the door: of a delivery that was announced, or (`receipt_id` None) of one that was not."""

    receipt_id: int | None = None
    warehouse_id: int | None = None
    supplier: Annotated[str, Field(max_length=120)] = ""
    reference: Annotated[str, Field(max_length=80)] = ""
    lines: Annotated[tuple[ReceivedLine, ...], Field(min_length=1, max_length=LINES_AT_MOST)]
    finish: bool = False
    """Nothing more will come: what is missing is no longer incoming."""


@action(
    "stock.receive",
    label=gettext_lazy("Receive a delivery"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(StockReceived, AvailabilityChanged),
    previews=True,
)
def receive(run: Run, data: Receive) -> ReceiptId:
    """Take goods from a supplier into a warehouse, with what they cost, their lots, dates and serial numbers.

    More or less than announced is taken as it is; the delivery stays open until everything is here or it is finished.
    """
    receipt = _receipt(run, data)
    items = countable({line.variant_id for line in data.lines})
    rows = {row.item_id: row for row in receipt.lines.all()}
    _check(data, items, receipt)
    ensure_levels(run, [(line.variant_id, receipt.warehouse_id) for line in data.lines])
    shelf = Shelf.of_items({*items, *rows})
    lots = _lots(run, data.lines)
    steps: list[Step] = []
    for line in data.lines:
        row = rows.setdefault(line.variant_id, ReceiptLine(receipt=receipt, item_id=line.variant_id))
        level = _level(shelf, line.variant_id, receipt.warehouse_id)
        steps += _steps(run, line, row, level, receipt, lots.get((line.variant_id, line.lot)))
        shelf.change(level, {"incoming": -_awaited(row, line.quantity)})
        row.received += line.quantity
        row.damaged += line.damaged
        run.changed(receipt.subject, f"variant:{line.variant_id}", old=None, new=line.quantity)
    _close(run, receipt, rows, shelf, finish=data.finish or data.receipt_id is None)
    carry_out(run, shelf, steps)
    shelf.write(run)
    ReceiptLine.objects.bulk_create(row for row in rows.values() if row.pk is None)
    ReceiptLine.objects.bulk_update([row for row in rows.values() if row.pk is not None], ["received", "damaged"])
    announce_crossings(run, shelf)
    cost = cost_of([worth for step in steps for worth in step.worths or (Worth(step.quantity, None, run.now),)])
    run.emit(
        StockReceived(
            receipt_id=receipt.pk,
            warehouse_id=receipt.warehouse_id,
            supplier=receipt.supplier,
            pieces=sum(line.quantity for line in data.lines),
            cost_minor=None if cost is None else cost.minor,
            currency="" if cost is None else cost.currency,
        ),
        subject=receipt.subject,
    )
    return ReceiptId(receipt_id=receipt.pk, state=receipt.state)


class OneReceipt(Input):
    """Names a delivery."""

    receipt_id: int


@action(
    "stock.call_off",
    label=gettext_lazy("Call a delivery off"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def call_off(run: Run, data: OneReceipt) -> ReceiptId:
    """Expect nothing more of a delivery: what has come stays, the rest is no longer incoming."""
    receipt = _locked(run, data.receipt_id)
    if receipt.state not in OPEN:
        return ReceiptId(receipt_id=receipt.pk, state=receipt.state)
    rows = {row.item_id: row for row in receipt.lines.all()}
    shelf = Shelf.of_items(rows)
    _close(run, receipt, rows, shelf, finish=True)
    shelf.write(run)
    return ReceiptId(receipt_id=receipt.pk, state=receipt.state)


class PutAway(Input):
    """Pieces that go into a bin: from another bin, or (`from_bin_id` None) from those that lie in none yet."""

    variant_id: int
    warehouse_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    to_bin_id: int
    from_bin_id: int | None = None


class PutDown(Output):
    """Where pieces lie now."""

    bin_id: int
    quantity: int


@action("stock.put_away", label=gettext_lazy("Put away"), seats=KEEPERS, surfaces=EVERYWHERE, previews=True)
def put_away(run: Run, data: PutAway) -> PutDown:
    """Put pieces into a bin. What is on hand and available does not change."""
    bins = {row.pk: row for row in Bin.objects.filter(warehouse_id=data.warehouse_id, closed_at=None)}
    if data.to_bin_id not in bins or (data.from_bin_id is not None and data.from_bin_id not in bins):
        raise InvalidInput({"to_bin_id": _("This bin is not in that warehouse.")})
    if data.from_bin_id == data.to_bin_id:
        raise InvalidInput({"to_bin_id": _("It lies there already. Choose another bin.")})
    shelf = Shelf.of_items([data.variant_id])
    level = _level(shelf, data.variant_id, data.warehouse_id)
    run.about(f"variant:{data.variant_id}", f"warehouse:{data.warehouse_id}")
    step = Step(
        item_id=data.variant_id,
        quantity=data.quantity,
        source=Spot(Place.SHELF, level, data.from_bin_id),
        target=Spot(Place.SHELF, level, data.to_bin_id),
        reason=Reason.PUT_AWAY,
        loose=data.from_bin_id is None,
    )
    carry_out(run, shelf, [step])
    shelf.write(run)
    return PutDown(bin_id=data.to_bin_id, quantity=data.quantity)


def countable(variant_ids: set[int]) -> dict[int, Item]:
    """Return the items of variants that are counted. Raises Refused for others."""
    found = {row.pk: row for row in Item.objects.filter(pk__in=variant_ids).order_by("pk")}
    if len(found) != len(variant_ids) or any(item.bundle for item in found.values()):
        raise Refused(
            _("Only what is counted can be moved: say first how these variants are counted."), code="stock.not_counted"
        )
    return found


def _open(warehouse_id: int | None) -> Warehouse:
    row = Warehouse.objects.filter(pk=warehouse_id or 0, closed_at=None).first()
    if row is None:
        raise InvalidInput({"warehouse_id": _("Choose a warehouse.")})
    return row


def _locked(run: Run, receipt_id: int) -> Receipt:
    receipt = Receipt.objects.select_for_update().filter(pk=receipt_id).first()
    if receipt is None:
        raise Missing(_("There is no such delivery."))
    run.about(receipt.subject)
    return receipt


def _receipt(run: Run, data: Receive) -> Receipt:
    if data.receipt_id is not None:
        receipt = _locked(run, data.receipt_id)
        if receipt.state not in OPEN:
            raise Refused(_("This delivery is closed. Book what came as a new one."), code="stock.receipt_closed")
        return receipt
    receipt = Receipt(
        warehouse=_open(data.warehouse_id), supplier=data.supplier, reference=data.reference, made_at=run.now
    )
    receipt.save()
    run.about(receipt.subject)
    return receipt


def _check(data: Receive, items: dict[int, Item], receipt: Receipt) -> None:
    bins = {line.bin_id for line in data.lines if line.bin_id is not None}
    if Bin.objects.filter(pk__in=bins, warehouse_id=receipt.warehouse_id, closed_at=None).count() != len(bins):
        raise InvalidInput({"lines": _("One of these bins is not in that warehouse.")})
    for number, line in enumerate(data.lines):
        if line.damaged > line.quantity:
            raise InvalidInput({f"lines.{number}.damaged": _("More are damaged than came.")})
        if items[line.variant_id].tracing == Tracing.LOT and not line.lot:
            raise InvalidInput({f"lines.{number}.lot": _("This is told apart by lot; type the lot on the label.")})


def _lots(run: Run, lines: tuple[ReceivedLine, ...]) -> dict[tuple[int, str], Lot]:
    found: dict[tuple[int, str], Lot] = {}
    for line in lines:
        if not line.lot:
            continue
        lot, _made = Lot.objects.get_or_create(
            item_id=line.variant_id, code=line.lot, defaults={"expires_on": line.expires_on, "made_at": run.now}
        )
        if line.expires_on and lot.expires_on != line.expires_on:
            run.changed(f"variant:{line.variant_id}", f"lot {lot.code}", old=_iso(lot), new=line.expires_on.isoformat())
            lot.expires_on = line.expires_on
            lot.save(update_fields=["expires_on"])
        found[line.variant_id, line.lot] = lot
    return found


def _iso(lot: Lot) -> str | None:
    return lot.expires_on.isoformat() if lot.expires_on else None


def _steps(
    run: Run, line: ReceivedLine, row: ReceiptLine, level: Level, receipt: Receipt, lot: Lot | None
) -> list[Step]:
    each = line.cost or (None if row.cost_minor is None else Money(row.cost_minor, row.currency))
    good = line.quantity - line.damaged
    spots = [(good, Spot(Place.SHELF, level, line.bin_id), line.serials[:good])]
    spots.append((line.damaged, Spot(Place.DAMAGED, level), line.serials[good:]))
    return [
        Step(
            item_id=line.variant_id,
            quantity=quantity,
            source=Spot(Place.SUPPLIER),
            target=target,
            reason=Reason.RECEIPT,
            document=receipt.subject,
            lot_id=lot.pk if lot else None,
            serials=serials,
            worths=unit_worth(quantity, each, run.now),
        )
        for quantity, target, serials in spots
        if quantity
    ]


def _awaited(row: ReceiptLine, quantity: int) -> int:
    """Return how many of these pieces had been incoming."""
    return min(quantity, max(0, row.expected - row.received))


def _close(run: Run, receipt: Receipt, rows: dict[int, ReceiptLine], shelf: Shelf, *, finish: bool) -> None:
    missing = {item: row.expected - row.received for item, row in rows.items() if row.expected > row.received}
    came = any(row.received for row in rows.values())
    old = receipt.state
    if finish:
        for item, quantity in missing.items():
            shelf.change(_level(shelf, item, receipt.warehouse_id), {"incoming": -quantity})
    if finish or not missing:
        receipt.state = ReceiptState.DONE if came else ReceiptState.CANCELLED
        receipt.done_at = run.now
    else:
        receipt.state = ReceiptState.PART if came else ReceiptState.EXPECTED
    run.changed(receipt.subject, "state", old=old, new=receipt.state)
    receipt.save()


def _level(shelf: Shelf, item_id: int, warehouse_id: int) -> Level:
    level = shelf.level(item_id, warehouse_id)
    if level is None:
        raise Refused(_("This was never in that warehouse."), code="stock.not_there")
    return level
