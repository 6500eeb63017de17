"""Goods on the way from one warehouse to another: sent, arrived in parts, lost on the way or turned round."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.actions.receiving import countable
from storecrew.shop.stock.events import AvailabilityChanged, StockAdjusted, StockTransferred
from storecrew.shop.stock.models import Level, Place, Reason, Transfer, TransferLine, TransferState, Warehouse
from storecrew.shop.stock.seats import EVERYWHERE, KEEPERS
from storecrew.shop.stock.types import LINES_AT_MOST
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.costing import Worth, cost_of
from storecrew.shop.stock.writing.levels import ensure_levels
from storecrew.shop.stock.writing.moving import Done, Spot, Step, carry_out
from storecrew.shop.stock.writing.shelf import Shelf

OPEN = (TransferState.SENT, TransferState.PART)


class Sent(Input):
    """Pieces of a variant that are sent."""

    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    serials: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(max_length=5000)] = ()


class Send(Input):
    """What goes from one warehouse to another."""

    source_id: int
    target_id: int
    expected_on: date | None = None
    reference: Annotated[str, Field(max_length=80)] = ""
    lines: Annotated[tuple[Sent, ...], Field(min_length=1, max_length=LINES_AT_MOST)]


class TransferId(Output):
    """Names a transfer and says how far it is."""

    transfer_id: int
    state: str


@action(
    "stock.send",
    label=gettext_lazy("Send goods to another warehouse"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def send(run: Run, data: Send) -> TransferId:
    """Send goods to another warehouse: they are on the way until they arrive. Only what is not promised can go."""
    if data.source_id == data.target_id:
        raise InvalidInput({"target_id": _("Choose two different warehouses.")})
    if Warehouse.objects.filter(pk__in=(data.source_id, data.target_id), closed_at=None).count() != 2:
        raise InvalidInput({"target_id": _("Choose a warehouse.")})
    items = countable({line.variant_id for line in data.lines})
    if len(items) != len(data.lines):
        raise InvalidInput({"lines": _("Name each variant once.")})
    transfer = Transfer(
        source_id=data.source_id,
        target_id=data.target_id,
        state=TransferState.SENT,
        expected_on=data.expected_on,
        reference=data.reference,
        made_at=run.now,
        sent_at=run.now,
    )
    transfer.save()
    run.changed(transfer.subject, "sent", old=None, new=sum(line.quantity for line in data.lines))
    ensure_levels(run, [(line.variant_id, data.target_id) for line in data.lines])
    shelf = Shelf.of_items(items)
    steps = [
        Step(
            item_id=line.variant_id,
            quantity=line.quantity,
            source=Spot(Place.SHELF, _level(shelf, line.variant_id, data.source_id)),
            target=Spot(Place.TRANSIT),
            reason=Reason.TRANSFER,
            document=transfer.subject,
            serials=line.serials,
        )
        for line in data.lines
    ]
    _refuse_promised(steps)
    done = carry_out(run, shelf, steps)
    for line in data.lines:
        shelf.change(_level(shelf, line.variant_id, data.target_id), {"incoming": line.quantity})
    shelf.write(run)
    announce_crossings(run, shelf)
    TransferLine.objects.bulk_create(_line(transfer, one) for one in done)
    return TransferId(transfer_id=transfer.pk, state=transfer.state)


class Rest(StrEnum):
    """What becomes of what has not arrived."""

    OPEN = "open"
    LOST = "lost"
    BACK = "back"


class Arrived(Input):
    """Pieces of a variant that have arrived."""

    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    bin_id: int | None = None
    serials: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(max_length=5000)] = ()


class Arrive(Input):
    """What has arrived of a transfer; `rest` says what becomes of all that has not."""

    transfer_id: int
    lines: Annotated[tuple[Arrived, ...], Field(max_length=LINES_AT_MOST)] = ()
    rest: Rest = Rest.OPEN


@action(
    "stock.arrive",
    label=gettext_lazy("Take in a transfer"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(StockTransferred, StockAdjusted, AvailabilityChanged),
    previews=True,
)
def arrive(run: Run, data: Arrive) -> TransferId:
    """Take in what has arrived of a transfer. The rest stays on the way, is written off as lost, or went back."""
    transfer = Transfer.objects.select_for_update().filter(pk=data.transfer_id).first()
    if transfer is None:
        raise Missing(_("There is no such transfer."))
    run.about(transfer.subject)
    if transfer.state not in OPEN:
        raise Refused(_("Everything of it is here already."), code="stock.transfer_done")
    rows = {row.item_id: row for row in transfer.lines.all()}
    shelf = Shelf.of_items(rows)
    steps: list[Step] = []
    for number, line in enumerate(data.lines):
        row = rows.get(line.variant_id)
        if row is None or line.quantity > row.quantity - row.arrived - row.lost:
            raise InvalidInput({f"lines.{number}.quantity": _("More cannot arrive than was sent.")})
        target = Spot(Place.SHELF, _level(shelf, line.variant_id, transfer.target_id), line.bin_id)
        steps += _steps(run, transfer, row, line.quantity, target, line.serials)
        row.arrived += line.quantity
        shelf.change(_level(shelf, row.item_id, transfer.target_id), {"incoming": -line.quantity})
    lost = 0
    if data.rest != Rest.OPEN:
        for row in rows.values():
            rest = row.quantity - row.arrived - row.lost
            if rest:
                shelf.change(_level(shelf, row.item_id, transfer.target_id), {"incoming": -rest})
                lost += rest if data.rest == Rest.LOST else 0
                steps += _rest(run, transfer, row, rest, data.rest, shelf)
                row.lost += rest
    carry_out(run, shelf, steps)
    shelf.write(run)
    for row in rows.values():
        row.save()
    announce_crossings(run, shelf)
    done = all(row.quantity == row.arrived + row.lost for row in rows.values())
    old, transfer.state = transfer.state, TransferState.DONE if done else TransferState.PART
    transfer.done_at = run.now if done else None
    transfer.save()
    run.changed(transfer.subject, "state", old=old, new=transfer.state)
    run.emit(
        StockTransferred(
            transfer_id=transfer.pk,
            source_id=transfer.source_id,
            target_id=transfer.target_id,
            pieces=sum(line.quantity for line in data.lines),
            lost=lost,
        ),
        subject=transfer.subject,
    )
    return TransferId(transfer_id=transfer.pk, state=transfer.state)


def _refuse_promised(steps: list[Step]) -> None:
    for step in steps:
        level = step.source.level
        if level is not None and max(0, level.available) < step.quantity:
            raise Refused(
                _("Only %(n)d of it are free in %(warehouse)s; the rest is promised or not for sale.")
                % {"n": max(0, level.available), "warehouse": level.warehouse.name},
                code="stock.promised",
            )


def _line(transfer: Transfer, one: Done) -> TransferLine:
    return TransferLine(
        transfer=transfer,
        item_id=one.step.item_id,
        quantity=one.step.quantity,
        costs=[_packed(worth) for worth in one.worths],
        lots=[[move.lot_id, move.quantity] for move in one.moves if move.lot_id],
    )


def _steps(
    run: Run, transfer: Transfer, row: TransferLine, quantity: int, target: Spot, serials: tuple[str, ...]
) -> list[Step]:
    """Unload pieces: with what they had cost, and of the lots they left with."""
    loads: list[tuple[int | None, int]] = []
    rest = quantity
    while rest and row.lots:
        lot_id, pieces = row.lots[0]
        taken = min(rest, pieces)
        loads.append((lot_id, taken))
        row.lots = [[lot_id, pieces - taken], *row.lots[1:]] if pieces > taken else row.lots[1:]
        rest -= taken
    if rest:
        loads.append((None, rest))
    return [
        Step(
            item_id=row.item_id,
            quantity=pieces,
            source=Spot(Place.TRANSIT),
            target=target,
            reason=Reason.TRANSFER,
            document=transfer.subject,
            lot_id=lot_id,
            serials=serials,
            worths=tuple(_unload(row, pieces)),
        )
        for lot_id, pieces in loads
    ]


def _rest(run: Run, transfer: Transfer, row: TransferLine, rest: int, what: Rest, shelf: Shelf) -> list[Step]:
    if what == Rest.BACK:
        home = Spot(Place.SHELF, _level(shelf, row.item_id, transfer.source_id))
        return _steps(run, transfer, row, rest, home, ())
    cost = cost_of(_unload(row, rest))
    run.emit(
        StockAdjusted(
            variant_id=row.item_id,
            warehouse_id=transfer.source_id,
            change=-rest,
            reason=Reason.TRANSFER.value,
            cost_minor=None if cost is None else -cost.minor,
            currency="" if cost is None else cost.currency,
        ),
        subject=f"variant:{row.item_id}",
    )
    return []


def _packed(worth: Worth) -> list[Any]:
    cost = worth.cost
    return [worth.quantity, cost and cost.minor, cost.currency if cost else "", worth.since.isoformat()]


def _unload(row: TransferLine, quantity: int) -> list[Worth]:
    """Take pieces off the layers on the way, the oldest first; all of a layer together cost what it cost."""
    found: list[Worth] = []
    rest = quantity
    while rest and row.costs:
        pieces, minor, currency, since = row.costs[0]
        taken = min(rest, pieces)
        cost = None if minor is None else minor * taken // pieces
        money = None if cost is None else Money(cost, currency)
        found.append(Worth(taken, money, datetime.fromisoformat(since)))
        left = [pieces - taken, None if minor is None else minor - (cost or 0), currency, since]
        row.costs = [left, *row.costs[1:]] if left[0] else row.costs[1:]
        rest -= taken
    return found


def _level(shelf: Shelf, item_id: int, warehouse_id: int) -> Level:
    level = shelf.level(item_id, warehouse_id)
    if level is None:
        raise Refused(_("This was never in that warehouse."), code="stock.not_there")
    return level
