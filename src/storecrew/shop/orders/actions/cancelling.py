"""Cancel an order, whole or by pieces: what has not left goes back to the shelf, what was paid too much goes back to the buyer."""

from typing import Annotated, Literal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal, Weight
from storecrew.kernel.money.types import Money
from storecrew.shop.discounts import actions as discounts
from storecrew.shop.orders import rules
from storecrew.shop.orders.events import LineCancelled, OrderCancelled, OrderEdited
from storecrew.shop.orders.models import ChangeKind, Charge, Hold, Line, Order, State
from storecrew.shop.orders.seats import EVERYWHERE, SELLERS
from storecrew.shop.orders.writing import paying
from storecrew.shop.orders.writing.finishing import OUTCOMES, finish, note_change
from storecrew.shop.orders.writing.loading import Sheet, refuse_unless_open, sheet_of
from storecrew.shop.orders.writing.shrinking import take_off, take_out
from storecrew.shop.orders.writing.stocking import COVERING, cover


class CancelReason(models.TextChoices):
    """Why an order is cancelled; rooms that learn from it read the code."""

    BUYER = "buyer", gettext_lazy("the buyer changed their mind")
    UNPAID = "unpaid", gettext_lazy("not paid in time")
    SOLD_OUT = "sold_out", gettext_lazy("we have no more of it")
    RISK = "risk", gettext_lazy("too risky")
    ADDRESS = "address", gettext_lazy("cannot be delivered there")
    DUPLICATE = "duplicate", gettext_lazy("ordered twice")
    OTHER = "other", gettext_lazy("another reason")


class Pieces(Input):
    """So many pieces of a line."""

    line_id: int
    quantity: Annotated[int, Field(ge=1)]


class Cancel(Input):
    """What to cancel; without `lines`, everything that has not left. `version` None does not check.

    `refund`: `due` gives back what is then paid too much, `none` leaves it for later. `give_back_coupons`: whether they may
    be used again once the whole order is cancelled.
    """

    order_id: int
    lines: tuple[Pieces, ...] = ()
    reason: CancelReason
    note: Annotated[str, Personal, Field(max_length=400)] = ""
    refund: Literal["due", "none"] = "due"
    give_back_coupons: bool = True
    notify: bool = True
    version: int | None = None


class Cancelled(Output):
    """How the order stands afterwards. `fell`: by how much its total fell; `refunding`: what was set on its way back."""

    order_id: int
    number: str
    state: str
    fell: Money
    total: Money
    refunding: Money


def weigh_cancel(data: Cancel) -> Weight:
    """Weigh a cancellation by what the buyer paid: taking back an unpaid order costs nobody anything."""
    order = Order.objects.filter(pk=data.order_id).first()
    if order is None:
        return Weight()
    return Weight(
        amount_minor=min(order.captured_minor, order.total_minor),
        currency=order.currency,
        kind=data.reason,
        versions={order.subject: order.version},
    )


@action(
    "orders.cancel",
    label=gettext_lazy("Cancel an order"),
    seats=SELLERS,
    surfaces=EVERYWHERE,
    emits=(OrderCancelled, LineCancelled, OrderEdited, *OUTCOMES),
    calls=(discounts.give_back, *COVERING, *paying.CALLS),
    previews=True,
    destructive=True,
    weigh=weigh_cancel,
    kinds=tuple(CancelReason.choices),
)
def cancel(run: Run, data: Cancel) -> Cancelled:
    """Cancel an order, or pieces of it, that have not left yet. Stock goes back, coupons too, and what was paid too much."""
    sheet = sheet_of(run, data.order_id, version=data.version)
    order = sheet.order
    refuse_unless_open(order)
    pieces = _chosen(sheet, data.lines)
    was = order.total_minor
    run.changed(order.subject, "note", old="", new=data.note, personal=True)
    for line, quantity in pieces:
        fell = take_out(sheet, line, quantity)
        run.changed(
            order.subject, f"cancelled {line.sku or line.title}", old=line.cancelled - quantity, new=line.cancelled
        )
        gone = LineCancelled(
            order_id=order.pk,
            number=order.number,
            line_id=line.pk,
            variant_id=line.variant_id,
            quantity=quantity,
            amount=order.money(fell),
        )
        run.emit(gone, subject=order.subject)
    if all(line.wanted == 0 for line in sheet.lines):
        _cancel_whole(run, sheet, data, was)
    else:
        cover(run, order, sheet.lines)
    finish(run, sheet)
    before = {f"line:{line.pk}": line.wanted + quantity for line, quantity in pieces}
    after = {f"line:{line.pk}": line.wanted for line, _quantity in pieces}
    note_change(run, order, ChangeKind.CANCEL, was=was, before=before, after=after, reason=data.reason)
    if order.state != State.CANCELLED:
        edited = OrderEdited(
            order_id=order.pk,
            number=order.number,
            kind=ChangeKind.CANCEL,
            difference=order.money(order.total_minor - was),
            total=order.total,
        )
        run.emit(edited, subject=order.subject)
    paying.drop_authorisations(run, order)
    back = paying.give_back(run, order, why=str(data.reason)) if data.refund == "due" else 0
    return Cancelled(
        order_id=order.pk,
        number=order.number,
        state=order.state,
        fell=order.money(was - order.total_minor),
        total=order.total,
        refunding=order.money(back),
    )


def _chosen(sheet: Sheet, wanted: tuple[Pieces, ...]) -> list[tuple[Line, int]]:
    if not wanted:
        pieces = [(line, line.open) for line in sheet.lines if line.open]
    else:
        pieces = [(sheet.line(one.line_id), one.quantity) for one in wanted]
    if len({line.pk for line, _quantity in pieces}) != len(pieces):
        raise Refused(_("A line is named twice."))
    if not pieces:
        raise Refused(_("Everything of it has left. What comes back is a return."), code="orders.all_shipped")
    for line, quantity in pieces:
        if quantity > line.open:
            raise Refused(
                _("Of “%(title)s” only %(n)d have not left yet.") % {"title": line.title, "n": line.open},
                code="orders.beyond_open",
            )
    return pieces


def _cancel_whole(run: Run, sheet: Sheet, data: Cancel, was: int) -> None:
    order = sheet.order
    for charge in sheet.charges:
        take_off(sheet, charge)
    Charge.objects.bulk_update(sheet.charges, ["amount_minor", "discount_minor", "tax_minor", "total_minor"])
    cover(run, order, sheet.lines)
    rules.to_state(order, State.CANCELLED)
    order.cancelled_at, order.cancel_reason, order.pay_by = run.now, data.reason, None
    if order.held:
        Hold.objects.filter(order=order, ended_at=None).update(ended_at=run.now, ended_by=run.actor.ref)
        order.held = False
    if data.give_back_coupons:
        run.call(discounts.give_back, discounts.GiveBack(order=order.subject))
    cancelled = OrderCancelled(
        order_id=order.pk,
        number=order.number,
        reason=data.reason,
        notify=data.notify,
        customer_id=order.customer_id,
        email=order.email,
        language=order.language,
        total=order.money(was),
    )
    run.emit(cancelled, subject=order.subject)
