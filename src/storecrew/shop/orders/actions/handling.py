"""What left and what came back: told by the rooms above, each document once."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.orders.events import OrderReturned, OrderShipped
from storecrew.shop.orders.models import Handling, HandlingKind, State
from storecrew.shop.orders.seats import NOBODY
from storecrew.shop.orders.writing import paying
from storecrew.shop.orders.writing.finishing import OUTCOMES, finish
from storecrew.shop.orders.writing.loading import Sheet, refuse_draft, sheet_of
from storecrew.shop.payments import actions as payments

Document = Annotated[str, Field(pattern=r"^[a-z]+:[A-Za-z0-9-]+$", max_length=60)]


class Moved(Input):
    """So many pieces of a line. `cost`: what one of those that left had cost, None where nobody knows."""

    line_id: int
    quantity: Annotated[int, Field(ge=1)]
    cost: Money | None = None


class RecordShipped(Input):
    """A parcel (its subject, `parcel:3`) and what of the order is in it."""

    order_id: int
    parcel: Document
    lines: Annotated[tuple[Moved, ...], Field(min_length=1)]


class RecordReturned(Input):
    """A return (its subject, `return:4`) and what of the order came back."""

    order_id: int
    document: Document
    lines: Annotated[tuple[Moved, ...], Field(min_length=1)]


class Handled(Output):
    """How the order stands afterwards. `counted` is False when this document had been told before."""

    order_id: int
    state: str
    fulfilment: str
    counted: bool


@action(
    "orders.record_shipped",
    label=gettext_lazy("Record what was shipped"),
    seats=NOBODY,
    surfaces=set(),
    emits=(OrderShipped, *OUTCOMES),
    calls=(payments.capture,),
)
def record_shipped(run: Run, data: RecordShipped) -> Handled:
    """Count pieces of an order as sent with a parcel, and take the money that is set aside for it.

    The same parcel counts once; more than is open is refused.
    """
    sheet = sheet_of(run, data.order_id)
    order = sheet.order
    if _told(sheet, HandlingKind.SHIPPED, data.parcel):
        return _handled(sheet, counted=False)
    refuse_draft(order)
    if order.state == State.CANCELLED:
        raise Refused(_("Order %(number)s is cancelled. It must not leave.") % {"number": order.number})
    if order.held:
        raise Refused(_("Order %(number)s is on hold. Release it first.") % {"number": order.number})
    for moved in data.lines:
        line = sheet.line(moved.line_id)
        if moved.quantity > line.open:
            raise Refused(
                _("Of “%(title)s” only %(n)d are still to be sent.") % {"title": line.title, "n": line.open},
                code="orders.beyond_open",
            )
        line.shipped += moved.quantity
        if moved.cost is not None:
            line.cost_minor, line.cost_currency = moved.cost.minor, moved.cost.currency
        run.changed(
            order.subject, f"shipped {line.sku or line.title}", old=line.shipped - moved.quantity, new=line.shipped
        )
    _write(run, sheet, HandlingKind.SHIPPED, data.parcel, data.lines)
    shipped = OrderShipped(order_id=order.pk, number=order.number, document=data.parcel, lines=_quantities(data.lines))
    run.emit(shipped, subject=order.subject)
    finish(run, sheet)
    paying.take(run, order)
    return _handled(sheet, counted=True)


@action(
    "orders.record_returned",
    label=gettext_lazy("Record what came back"),
    seats=NOBODY,
    surfaces=set(),
    emits=(OrderReturned, *OUTCOMES),
)
def record_returned(run: Run, data: RecordReturned) -> Handled:
    """Count pieces of an order as come back with a return. The same return counts once; more than was sent is refused."""
    sheet = sheet_of(run, data.order_id)
    order = sheet.order
    if _told(sheet, HandlingKind.RETURNED, data.document):
        return _handled(sheet, counted=False)
    refuse_draft(order)
    for moved in data.lines:
        line = sheet.line(moved.line_id)
        if moved.quantity > line.shipped - line.returned:
            raise Refused(
                _("Of “%(title)s” only %(n)d can come back.")
                % {"title": line.title, "n": line.shipped - line.returned},
                code="orders.beyond_shipped",
            )
        line.returned += moved.quantity
        run.changed(
            order.subject, f"returned {line.sku or line.title}", old=line.returned - moved.quantity, new=line.returned
        )
    _write(run, sheet, HandlingKind.RETURNED, data.document, data.lines)
    returned = OrderReturned(
        order_id=order.pk, number=order.number, document=data.document, lines=_quantities(data.lines)
    )
    run.emit(returned, subject=order.subject)
    finish(run, sheet)
    return _handled(sheet, counted=True)


def _told(sheet: Sheet, kind: HandlingKind, document: str) -> bool:
    return Handling.objects.filter(order=sheet.order, kind=kind, document=document).exists()


def _write(run: Run, sheet: Sheet, kind: HandlingKind, document: str, moved: tuple[Moved, ...]) -> None:
    quantities = _quantities(moved)
    if len(quantities) != len(moved):
        raise Refused(_("A line is named twice."))
    run.about(document)
    Handling.objects.bulk_create(
        Handling(order=sheet.order, line_id=line_id, kind=kind, document=document, quantity=quantity, at=run.now)
        for line_id, quantity in quantities.items()
    )


def _quantities(moved: tuple[Moved, ...]) -> dict[int, int]:
    return {one.line_id: one.quantity for one in moved}


def _handled(sheet: Sheet, *, counted: bool) -> Handled:
    order = sheet.order
    return Handled(order_id=order.pk, state=order.state, fulfilment=order.fulfilment, counted=counted)
