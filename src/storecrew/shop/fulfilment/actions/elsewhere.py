"""Parcels that others send for us: packed and gone before we hear of them."""

from datetime import datetime
from typing import Annotated

from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.kernel.money.types import Money
from storecrew.shop.fulfilment.actions.packing import take_turns
from storecrew.shop.fulfilment.actions.shipping import Shipped, hand_over
from storecrew.shop.fulfilment.events import ParcelShipped
from storecrew.shop.fulfilment.models import Content, Parcel, ParcelState, Piece, Progress
from storecrew.shop.fulfilment.numbers import Found, checked_number
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders import reads as order_reads
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.types import Leaving


class SentPiece(Input):
    """So many pieces of a variant: the line's own, or a component of a bundle."""

    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class SentLine(Input):
    """So many of an order's line, of what they consist, and what all of it had cost (None: nobody knows)."""

    line_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    pieces: Annotated[tuple[SentPiece, ...], Field(min_length=1, max_length=50)]
    cost: Money | None = None


class RecordSent(Input):
    """A parcel that left a warehouse which is not ours. `sent_by`: the document under which it was sent.

    `in_stock`: whether stock counts the pieces there as promised to this order; otherwise they leave no trace in it.
    """

    order_id: int
    warehouse_id: int
    sent_by: Annotated[str, Field(pattern=r"^[a-z]+:[0-9]+$", max_length=60)]
    lines: Annotated[tuple[SentLine, ...], Field(min_length=1, max_length=500)]
    carrier: Annotated[str, Field(max_length=32)] = ""
    tracking_number: Annotated[str, Field(max_length=60)] = ""
    sure: bool = False
    due_at: datetime | None = None
    in_stock: bool = True


@action(
    "fulfilment.record_sent",
    label=gettext_lazy("Record a parcel that a supplier sent"),
    seats=frozenset(),
    surfaces=set(),
    emits=(ParcelShipped,),
    calls=(stock.dispatch, orders.record_shipped),
)
def record_sent(run: Run, data: RecordSent) -> Shipped:
    """Make a parcel of what a supplier sent to an order's buyer, and let it count as left. The caller knows of it once."""
    order = order_reads.find(data.order_id)
    if order is None:
        raise Missing(_("There is no such order."))
    run.about(f"order:{order.order_id}", data.sent_by)
    number = _number(data)
    take_turns(line.line_id for line in data.lines)
    parcel = _parcel(run, data, order, number)
    contents = _fill(parcel, data, {line.line_id: line for line in order.lines})
    if data.in_stock:
        leaving = tuple(
            Leaving(
                variant_id=piece.variant_id,
                quantity=piece.quantity,
                warehouse_id=data.warehouse_id,
                line=contents[line.line_id].key,
            )
            for line in data.lines
            for piece in line.pieces
        )
        run.call(
            stock.dispatch, stock.Dispatch(owner=f"order:{order.order_id}", document=parcel.subject, lines=leaving)
        )
    costs = {contents[line.line_id].pk: line.cost for line in data.lines}
    return hand_over(run, parcel, costs, sent_by=data.sent_by)


def _number(data: RecordSent) -> Found | None:
    if not data.tracking_number:
        return None
    return checked_number(data.carrier, data.tracking_number, named=bool(data.carrier), sure=data.sure)


def _parcel(run: Run, data: RecordSent, order: OrderView, number: Found | None) -> Parcel:
    if order.ship_to is None:
        raise Refused(_("The order has no address to send to."), code="fulfilment.no_address")
    last = Parcel.objects.filter(order=order.order_id).aggregate(last=Max("ordinal"))["last"] or 0
    source = f"warehouse:{data.warehouse_id}"
    ways = [charge for charge in order.charges if charge.method_id is not None]
    way = next((charge for charge in ways if charge.source == source), next(iter(ways), None))
    method = shipping.method_view(way.method_id) if way is not None and way.method_id is not None else None
    return Parcel.objects.create(
        order_id=order.order_id,
        number=f"{order.number}-{last + 1}",
        ordinal=last + 1,
        warehouse_id=data.warehouse_id,
        state=ParcelState.PACKED,
        method_id=way.method_id if way is not None else None,
        carrier=number.carrier if number else data.carrier or (method.carrier if method else ""),
        tracking_number=number.number if number else "",
        ship_to=order.ship_to.model_dump(),
        language=order.language,
        due_at=data.due_at,
        promised_from=order.promised_from,
        promised_until=order.promised_until,
        packed_at=run.now,
        packed_by=run.actor.ref,
    )


def _fill(parcel: Parcel, data: RecordSent, lines: dict[int, LineView]) -> dict[int, Content]:
    """Write what is in it, and count it as packed: handing over takes it off again."""
    contents: dict[int, Content] = {}
    for number, line in enumerate(data.lines):
        view = lines.get(line.line_id)
        if view is None:
            raise InvalidInput({f"lines.{number}.line_id": _("This line is not of that order.")})
        rows = Progress.objects.filter(line_id=line.line_id, waiting__lte=view.open - line.quantity)
        if not rows.update(open=view.open, waiting=F("waiting") + line.quantity):
            raise Refused(
                _("Of “%(title)s” only %(n)d are still to be sent.") % {"title": view.title, "n": view.open},
                code="fulfilment.beyond",
            )
        content = Content.objects.create(parcel=parcel, line_id=line.line_id, key=view.key, quantity=line.quantity)
        Piece.objects.bulk_create(
            Piece(content=content, variant_id=piece.variant_id, quantity=piece.quantity) for piece in line.pieces
        )
        contents[line.line_id] = content
    return contents
