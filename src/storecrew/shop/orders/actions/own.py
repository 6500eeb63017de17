"""What buyers do about their own order while nobody has begun with it: cancel it, or have it sent elsewhere."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Input, Output, Personal
from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address, checked
from storecrew.shop.orders.actions.addressing import ChangeAddress, change_address
from storecrew.shop.orders.actions.cancelling import Cancel, CancelReason, cancel
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.reads.own import may
from storecrew.shop.orders.tokens import Token, order_of
from storecrew.shop.orders.writing import loading
from storecrew.shop.shipping import reads as shipping

BUYERS = frozenset({PUBLIC})


class CancelOwn(Input):
    """The token of the order's link, and what the buyer wants to say about it."""

    token: Token
    note: Annotated[str, Personal, Field(max_length=400)] = ""


class CancelledOwn(Output):
    """The order is cancelled. `refunding` is on its way back."""

    order_id: int
    number: str
    refunding: Money


@action(
    "orders.cancel_own",
    label=gettext_lazy("Cancel one's own order"),
    seats=BUYERS,
    surfaces={"web", "rest"},
    emits=cancel.emits,
    calls=(cancel,),
)
def cancel_own(run: Run, data: CancelOwn) -> CancelledOwn:
    """Cancel a whole order by its buyer's link, while nothing of it is picked or packed; what was paid goes back.

    Asked twice it happens once. It cannot be undone: what was kept for it may be somebody else's a moment later.
    """
    order = _locked(run, data.token)
    if order.state == State.CANCELLED and order.cancel_reason == CancelReason.BUYER:
        return _answer(order, order.refunding_minor)
    if not may(order, run.now).cancel:
        raise Refused(_why_not(order), code="orders.in_hand")
    done = run.call(cancel, Cancel(order_id=order.pk, reason=CancelReason.BUYER, note=data.note))
    return _answer(order, done.refunding.minor)


class ChangeOwnAddress(Input):
    """The token of the order's link, and where it should go instead."""

    token: Token
    ship_to: Address


class AddressChanged(Output):
    """It goes there."""

    order_id: int
    number: str


@action(
    "orders.change_own_address",
    label=gettext_lazy("Have one's own order sent elsewhere"),
    seats=BUYERS,
    surfaces={"web", "rest"},
    emits=change_address.emits,
    calls=(change_address,),
)
def change_own_address(run: Run, data: ChangeOwnAddress) -> AddressChanged:
    """Send an order elsewhere by its buyer's link, while nothing is picked, where it costs the same to send it there."""
    order = _locked(run, data.token)
    if not may(order, run.now).change_address:
        raise Refused(_why_not(order), code="orders.in_hand")
    ship_to = checked(data.ship_to)
    if order.ship_to == ship_to.model_dump():
        return AddressChanged(order_id=order.pk, number=order.number)
    was = Address.model_validate(order.ship_to)
    if ship_to.country != was.country or not shipping.same_zone(was, ship_to):
        raise Refused(
            _("Sending it there costs something else or takes longer. Write to us; we look at it together."),
            code="orders.elsewhere",
        )
    bill_to = Address.model_validate(order.bill_to) if order.bill_to else None
    wanted = ChangeAddress(order_id=order.pk, version=order.version, ship_to=ship_to, bill_to=bill_to)
    done = run.call(change_address, wanted)
    if done.difference.minor:
        raise Refused(
            _("There its taxes are others, so it would cost something else. Write to us; we look at it together."),
            code="orders.elsewhere",
        )
    return AddressChanged(order_id=order.pk, number=order.number)


def _locked(run: Run, token: str) -> Order:
    found = order_of(token)
    if found is None or found.state == State.DRAFT:
        raise Missing(_("This link opens no order (any more). Ask the store for a new one."))
    return loading.order_of(run, found.pk)


def _why_not(order: Order) -> str:
    if order.state == State.CANCELLED:
        return _("This order is cancelled already.")
    if order.fulfilment != "none" or order.state == State.CLOSED:
        return _("Some of it has left already. What comes back is a return.")
    return _("We are packing it already, or too much time has passed. Write to us; we do what still can be done.")


def _answer(order: Order, refunding: int) -> CancelledOwn:
    return CancelledOwn(order_id=order.pk, number=order.number, refunding=order.money(refunding))
