"""Call a drop shipment off, and settle what left all the same."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.dropships import states
from storecrew.shop.dropships.actions.answering import Answered, Note
from storecrew.shop.dropships.actions.planning import Plan, plan
from storecrew.shop.dropships.actions.sending import tell_stop
from storecrew.shop.dropships.actions.shipping import PARCELS, Ship, count_parcel, finish
from storecrew.shop.dropships.events import DropshipCancelled, DropshipShipped, SurpriseSettled
from storecrew.shop.dropships.loading import dropship_of, lines_of, parcel_of
from storecrew.shop.dropships.models import OVER, DropLine, DropParcel, DropShipment, Kind, Settlement
from storecrew.shop.dropships.seats import EVERYWHERE, SENDERS, STOPPERS
from storecrew.shop.dropships.telling import note
from storecrew.shop.fulfilment import reads as fulfilment
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.types import Wanted


class Cancel(Input):
    """Nothing of it is to leave this supplier any more. The order keeps its promise there until it is moved or changed."""

    dropship_id: int
    reason: Annotated[str, Field(min_length=1, max_length=300)]


@action(
    "dropships.cancel",
    label=gettext_lazy("Call a drop shipment off"),
    seats=STOPPERS,
    surfaces=EVERYWHERE,
    emits=(DropshipCancelled,),
)
def cancel(run: Run, data: Cancel) -> Answered:
    """Take back what is open. A supplier who was asked already is asked to stop, and answers: stopped, or too late.

    As long as the order wants the pieces and nobody has moved them, they wait for another source.
    """
    row = dropship_of(run, data.dropship_id)
    if row.state in OVER:
        return _answered(row, counted=False)
    order = orders.find(row.order_id)
    lines, asked = lines_of(row), row.sent_at is not None
    for line in lines:
        taken = line.open
        line.cancelled += taken
        line.pending += taken if order is not None and order.state == "open" else 0
    states.settle(run, row, lines)
    if asked and order is not None:
        tell_stop(run, row, order, data.reason)
    else:
        row.cancel_reason = data.reason
        row.save()
    run.emit(
        DropshipCancelled(
            dropship_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            supplier_id=row.supplier_id,
            reason=data.reason,
            asked=asked,
        ),
        subject=row.subject,
    )
    return _answered(row, counted=True)


class SettleSurprise(Input):
    """What becomes of a parcel that nobody wanted to leave.

    `counted`: it counts for the order, what was to replace it is stopped; `kept`: the buyer keeps both; `back`: it goes back.
    `owed`: the supplier is paid for it; None: as it follows. `claim`: what they are to make good.
    """

    drop_parcel_id: int
    settlement: Settlement
    owed: bool | None = None
    claim: Money | None = None
    note: Note = ""
    sure: bool = False


class Settled(Output):
    """How it was settled. `parcel_id`: the order's parcel, where it counts."""

    drop_parcel_id: int
    settlement: str
    owed: bool
    parcel_id: int | None


@action(
    "dropships.settle_surprise",
    label=gettext_lazy("Settle a parcel that left against our will"),
    seats=SENDERS,
    surfaces=EVERYWHERE,
    emits=(DropshipShipped, SurpriseSettled),
    calls=(*PARCELS, stock.release, plan),
)
def settle_surprise(run: Run, data: SettleSurprise) -> Settled:
    """Decide about a parcel that left although it had been called off, moved or held back.

    As long as what was to replace it has not left, it may count for the order: the replacement is stopped. Otherwise the buyer
    has two. A supplier who had agreed to stop, or gets it back, is owed nothing; one who had not, is.
    """
    parcel = parcel_of(run, data.drop_parcel_id)
    row = parcel.dropship
    if parcel.settlement != Settlement.OPEN:
        raise Refused(_("This was settled already."), code="dropships.settled")
    if data.settlement == Settlement.OPEN:
        raise InvalidInput({"settlement": _("Decide what becomes of it.")})
    if data.claim is not None and data.claim.minor < 0:
        raise InvalidInput({"claim": _("A claim is not negative.")})
    parcel.settlement, parcel.settled_at, parcel.note = data.settlement, run.now, data.note[:300]
    parcel.claim_minor = data.claim.minor if data.claim else None
    parcel.owed = owes(row, data.settlement) if data.owed is None else data.owed
    parcel.save()
    if data.settlement == Settlement.COUNTED:
        _count(run, row, parcel, sure=data.sure)
    run.changed(row.subject, "surprise", old=parcel.surprise, new=data.settlement.value)
    note(run, row, Kind.SETTLED, text=data.note, detail={"settlement": data.settlement.value, "owed": parcel.owed})
    run.emit(
        SurpriseSettled(
            dropship_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            supplier_id=row.supplier_id,
            drop_parcel_id=parcel.pk,
            settlement=data.settlement,
            owed=parcel.owed,
            claim=data.claim,
        ),
        subject=row.subject,
    )
    return Settled(drop_parcel_id=parcel.pk, settlement=data.settlement, owed=parcel.owed, parcel_id=parcel.parcel_id)


def owes(row: DropShipment, settlement: Settlement) -> bool:
    """Say whether a supplier is to be paid for a surprise, unless somebody decides otherwise."""
    if settlement == Settlement.COUNTED:
        return True
    return settlement == Settlement.KEPT and row.cancel_agreed_at is None


def _count(run: Run, row: DropShipment, parcel: DropParcel, *, sure: bool) -> None:
    """Let the order count it after all: stop what was to replace it, and take these pieces as sent."""
    order = orders.find(row.order_id)
    if order is None or order.state != "open":
        raise Refused(_("The order is over; nothing of it can be sent any more."), code="dropships.not_open")
    if order.held:
        words = _("Order %(number)s is on hold. Release it first.")
        raise Refused(words % {"number": order.number}, code="dropships.held")
    lines = {line.pk: line for line in lines_of(row)}
    parts = [(lines[piece.line_id], piece.quantity) for piece in parcel.pieces.order_by("pk")]
    still = all(quantity <= line.open + line.pending for line, quantity in parts)
    if not still:
        _stop_replacement(run, row, order, parts)
    for line, quantity in parts:
        line.reopen(max(0, quantity - line.open))
        line.shipped += quantity
        line.confirmed = max(line.confirmed, line.shipped)
    data = Ship(dropship_id=row.pk, carrier=parcel.carrier, tracking_number=parcel.tracking_number, sure=sure)
    count_parcel(run, row, parts, data, due_at=row.ship_by, in_stock=still, known=parcel)
    finish(run, row, list(lines.values()), parcel)
    run.call(plan, Plan(order_id=row.order_id, reason=_("It has come from somewhere else.")))


def _stop_replacement(run: Run, row: DropShipment, order: OrderView, parts: list[tuple[DropLine, int]]) -> None:
    """Give back what the order was promised elsewhere instead; refused once that has left, or lies packed."""
    views = {line.line_id: line for line in order.lines}
    packed = fulfilment.packed_of([line.line_id for line, _quantity in parts])
    for line, quantity in parts:
        view = views[line.line_id]
        if quantity > (view.open - packed.get(line.line_id, 0)) * line.each:
            words = _("What was to replace “%(title)s” has left or lies packed: the buyer gets two.")
            raise Refused(words % {"title": view.title}, code="dropships.replaced")
    lines = tuple(
        Wanted(variant_id=line.variant_id, quantity=quantity, line=views[line.line_id].key) for line, quantity in parts
    )
    run.call(stock.release, stock.Release(owner=f"order:{order.order_id}", lines=lines))


def _answered(row: DropShipment, *, counted: bool) -> Answered:
    return Answered(dropship_id=row.pk, number=row.number, state=row.state, counted=counted)
