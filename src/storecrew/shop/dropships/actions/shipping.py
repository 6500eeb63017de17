"""A supplier ships: the order's parcel, the stock, what is owed. What left against our will waits for a decision."""

from collections import defaultdict
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.dropships import states
from storecrew.shop.dropships.actions.answering import Lines, Note
from storecrew.shop.dropships.events import DropshipShipped, DropshipSurprised
from storecrew.shop.dropships.loading import asking, dropship_of, lines_of, parts_of
from storecrew.shop.dropships.models import (
    ANSWERABLE,
    DropLine,
    DropParcel,
    DropPiece,
    DropShipment,
    Kind,
    Means,
    Settlement,
    State,
)
from storecrew.shop.dropships.seats import ANSWERERS, BY_SUPPLIERS
from storecrew.shop.dropships.telling import note
from storecrew.shop.fulfilment import actions as fulfilment
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.shipping import carriers
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads

type Part = tuple[DropLine, int]
PARCELS = (fulfilment.record_sent, stock.report)
"""What actions that let a parcel count declare."""


class Ship(Input):
    """What a supplier put into a parcel: empty `lines`: everything that is open. `sure`: take an odd number as it is."""

    dropship_id: int
    lines: Lines = ()
    carrier: Annotated[str, Field(max_length=32)] = ""
    tracking_number: Annotated[str, Field(max_length=60)] = ""
    note: Note = ""
    sure: bool = False
    means: Means | None = None
    contact_id: int | None = None


class Shipped(Output):
    """The parcel. `surprise`: why nobody wanted it to leave (cancelled, moved, held); then somebody has to decide.

    `counted` is False where the same parcel was told before.
    """

    dropship_id: int
    number: str
    state: str
    drop_parcel_id: int
    parcel_id: int | None
    surprise: str
    counted: bool


@action(
    "dropships.ship",
    label=gettext_lazy("Ship a drop shipment"),
    seats=ANSWERERS,
    surfaces=BY_SUPPLIERS,
    emits=(DropshipShipped, DropshipSurprised),
    calls=PARCELS,
)
def ship(run: Run, data: Ship) -> Shipped:
    """Note that a supplier's parcel has left: the buyer is told, the stock there goes down, the supplier is owed for it.

    The same tracking number counts once. What had been called off, moved or held back and left all the same is kept as
    such, and waits for `dropships.settle_surprise`.
    """
    row = dropship_of(run, data.dropship_id)
    if row.state not in ANSWERABLE or row.sent_at is None:
        raise Refused(_("%(number)s was not sent to the supplier yet.") % {"number": row.number})
    told = _told(row, data)
    if told is not None:
        return _shipped(row, told, counted=False)
    order = orders.find(row.order_id)
    if order is None:
        raise Missing(_("There is no such order."))
    lines = lines_of(row)
    parts = _parts(row, lines, data)
    surprise = _surprise(row, order, parts)
    if surprise:
        parcel = surprised(run, row, data, parts, surprise)
        return _shipped(row, parcel, counted=True)
    for line, quantity in parts:
        line.reopen(max(0, quantity - line.open))  # a no that is taken back by sending it
        line.shipped += quantity
        line.confirmed = max(line.confirmed, line.shipped)
    parcel = count_parcel(run, row, parts, data, due_at=row.ship_by)
    _keep(run, row, data, parts, Kind.SHIPPED)
    finish(run, row, lines, parcel)
    return _shipped(row, parcel, counted=True)


def count_parcel(
    run: Run,
    row: DropShipment,
    parts: list[Part],
    data: Ship,
    *,
    due_at: datetime | None,
    in_stock: bool = True,
    known: DropParcel | None = None,
) -> DropParcel:
    """Make the order's parcel of these pieces, let them leave the stock there, and keep what each cost."""
    if in_stock:
        _lies_there(run, row, parts)
    sent = run.call(
        fulfilment.record_sent,
        fulfilment.RecordSent(
            order_id=row.order_id,
            warehouse_id=row.warehouse_id,
            sent_by=row.subject,
            lines=_whole(row, parts),
            carrier=data.carrier,
            tracking_number=data.tracking_number,
            sure=data.sure,
            due_at=due_at,
            in_stock=in_stock,
        ),
    )
    parcel = known or DropParcel(dropship=row, at=run.now)
    parcel.parcel_id = sent.parcel_id
    parcel.carrier, parcel.tracking_number = data.carrier, carriers.normal(data.tracking_number)
    parcel.save()
    if known is None:
        keep_pieces(parcel, parts)
    return parcel


def keep_pieces(parcel: DropParcel, parts: list[Part]) -> None:
    """Write what is in a parcel, at what one costs now."""
    DropPiece.objects.bulk_create(
        DropPiece(parcel=parcel, line=line, quantity=quantity, unit_minor=line.unit_minor) for line, quantity in parts
    )


def finish(run: Run, row: DropShipment, lines: list[DropLine], parcel: DropParcel) -> None:
    """Bring the drop shipment's state in line and announce the parcel."""
    row.shipped_at, row.ack_at = run.now, row.ack_at or run.now
    states.settle(run, row, lines)
    pieces = list(parcel.pieces.all())
    run.emit(
        DropshipShipped(
            dropship_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            supplier_id=row.supplier_id,
            drop_parcel_id=parcel.pk,
            parcel_id=parcel.parcel_id,
            lines={piece.line_id: piece.quantity for piece in pieces},
            owed=owed_for(row, pieces) if parcel.owed else None,
            late=row.ship_by is not None and run.now > row.ship_by,
        ),
        subject=row.subject,
    )


def owed_for(row: DropShipment, pieces: list[DropPiece]) -> Money | None:
    """Return what pieces come to; None where of one of them nobody knows what it costs."""
    if any(piece.unit_minor is None for piece in pieces):
        return None
    return Money(sum((piece.unit_minor or 0) * piece.quantity for piece in pieces), row.currency)


def surprised(run: Run, row: DropShipment, data: Ship, parts: list[Part], why: str) -> DropParcel:
    """Keep a parcel that nobody wanted to leave. Until somebody decides, what had been called off is not owed.

    A supplier who had not been told yet, or had not agreed to stop, did what they had been asked to: they are owed.
    """
    parcel = DropParcel.objects.create(
        dropship=row,
        carrier=data.carrier,
        tracking_number=carriers.normal(data.tracking_number),
        at=run.now,
        surprise=why,
        settlement=Settlement.OPEN,
        owed=False,
    )
    keep_pieces(parcel, parts)
    run.changed(row.subject, "surprise", old=None, new=why)
    _keep(run, row, data, parts, Kind.SURPRISED)
    row.version += 1
    row.save()
    run.emit(
        DropshipSurprised(
            dropship_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            supplier_id=row.supplier_id,
            drop_parcel_id=parcel.pk,
            why=why,
        ),
        subject=row.subject,
    )
    return parcel


def _told(row: DropShipment, data: Ship) -> DropParcel | None:
    """Return the parcel that was told before: by its number; without one, the only one of what is over."""
    number = carriers.normal(data.tracking_number)
    if number:
        return row.parcels.filter(tracking_number=number).first()
    if row.state == State.SHIPPED and not data.lines:
        return row.parcels.order_by("-pk").first()
    return None


def _parts(row: DropShipment, lines: list[DropLine], data: Ship) -> list[Part]:
    """Return what is in the parcel. Of what is over, everything that was once wanted and did not leave."""
    usual = {line.pk: line.open for line in lines}
    if not any(usual.values()):
        surprising = _in_surprises(row)
        usual = {line.pk: line.wanted - line.shipped - surprising.get(line.pk, 0) for line in lines}
    parts = parts_of(lines, data.lines, usual=usual)
    for line, quantity in parts:
        if quantity > line.wanted - line.shipped:
            words = _("Of “%(title)s” only %(n)d were ever wanted.")
            raise Refused(
                words % {"title": line.sku or line.title, "n": line.wanted - line.shipped}, code="dropships.beyond"
            )
    if not parts:
        raise Refused(_("Nothing of %(number)s is open.") % {"number": row.number}, code="dropships.over")
    return parts


def _in_surprises(row: DropShipment) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for piece in DropPiece.objects.filter(parcel__dropship=row).exclude(parcel__settlement=""):
        if piece.parcel.settlement != Settlement.COUNTED:
            found[piece.line_id] += piece.quantity
    return found


def _surprise(row: DropShipment, order: OrderView, parts: list[Part]) -> str:
    """Say why the order cannot count this parcel; empty: it can."""
    if order.state != "open" or any(quantity > line.open + line.pending for line, quantity in parts):
        return "moved" if order.state == "open" and row.state == State.MOVED else "cancelled"
    return "held" if order.held else ""


def _lies_there(run: Run, row: DropShipment, parts: list[Part]) -> None:
    """Let the books say what the supplier has just proved: that so many lay there."""
    pieces: dict[int, int] = defaultdict(int)
    for line, quantity in parts:
        pieces[line.variant_id] += quantity
    query = stock_reads.LevelsQuery(variant_ids=tuple(pieces))
    there = {
        level.variant_id: level
        for level in stock_reads.levels(asking(run), query, now=run.now).items
        if level.warehouse_id == row.warehouse_id
    }
    rows = [
        (row.warehouse_id, variant_id, count + level.damaged + level.quality + level.other, 0)
        for variant_id, count in pieces.items()
        if (level := there.get(variant_id)) and level.on_hand - level.damaged - level.quality - level.other < count
    ]
    if rows:
        run.call(stock.report, stock.Report(document=row.subject, rows=tuple(rows)))


def _whole(row: DropShipment, parts: list[Part]) -> tuple[fulfilment.SentLine, ...]:
    """Return the order's lines of these pieces; the parts of a bundle have to leave together."""
    by_line: dict[int, list[Part]] = defaultdict(list)
    for line, quantity in parts:
        by_line[line.line_id].append((line, quantity))
    found = []
    for line_id, some in by_line.items():
        counts = {quantity // line.each if quantity % line.each == 0 else -1 for line, quantity in some}
        siblings = row.lines.filter(line=line_id).count()
        if len(counts) > 1 or -1 in counts or siblings != len(some):
            raise Refused(_("The parts of a set leave together, in whole sets."), code="dropships.set_apart")
        costs = [line.unit_minor for line, _quantity in some]
        known = not any(cost is None for cost in costs)
        total = sum((line.unit_minor or 0) * quantity for line, quantity in some)
        found.append(
            fulfilment.SentLine(
                line_id=line_id,
                quantity=counts.pop(),
                pieces=tuple(fulfilment.SentPiece(variant_id=line.variant_id, quantity=count) for line, count in some),
                cost=Money(total, row.currency) if known else None,
            )
        )
    return tuple(found)


def _keep(run: Run, row: DropShipment, data: Ship, parts: list[Part], kind: Kind) -> None:
    detail = {
        "pieces": {str(line.pk): quantity for line, quantity in parts},
        "carrier": data.carrier,
        "tracking_number": data.tracking_number,
    }
    note(run, row, kind, text=data.note, means=data.means, contact_id=data.contact_id, detail=detail)


def _shipped(row: DropShipment, parcel: DropParcel, *, counted: bool) -> Shipped:
    return Shipped(
        dropship_id=row.pk,
        number=row.number,
        state=row.state,
        drop_parcel_id=parcel.pk,
        parcel_id=parcel.parcel_id,
        surprise=parcel.surprise,
        counted=counted,
    )
