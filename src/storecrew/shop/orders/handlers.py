"""What orders do when payments announce something: look at how their payments stand now.

The sums are read, not added up from what arrives, so that order and number of the announcements do not matter.
"""

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.orders.actions.money import CLERK, TakeInMoney, take_in_money
from storecrew.shop.orders.models import Order
from storecrew.shop.payments.events import (
    DisputeClosed,
    DisputeOpened,
    PaymentAuthorised,
    PaymentCaptured,
    PaymentEvent,
    PaymentFailed,
    PaymentVoided,
    RefundFailed,
    RefundSettled,
)


def _look(event: PaymentEvent, meta: Meta, *, failed: bool = False) -> None:
    kind, _sep, number = event.payable.partition(":")
    if kind != "order" or not number.isdecimal() or not Order.objects.filter(pk=number).exists():
        return
    clerk = Actor("system", name=CLERK, reason=f"{type(event).__name__} {meta.id}", surface=Surface.WORKER)
    take_in_money(clerk, TakeInMoney(order_id=int(number), failed=failed), now=meta.now)


@on(PaymentAuthorised, name="orders.money_set_aside")
def money_set_aside(event: PaymentAuthorised, meta: Meta) -> None:
    """Note that the money is set aside."""
    _look(event, meta)


@on(PaymentCaptured, name="orders.money_arrived")
def money_arrived(event: PaymentCaptured, meta: Meta) -> None:
    """Note that money arrived."""
    _look(event, meta)


@on(PaymentVoided, name="orders.money_let_go")
def money_let_go(event: PaymentVoided, meta: Meta) -> None:
    """Note that what was set aside is free again."""
    _look(event, meta)


@on(PaymentFailed, name="orders.payment_failed")
def payment_failed(event: PaymentFailed, meta: Meta) -> None:
    """Count the tries; the order stays open for the next one."""
    _look(event, meta, failed=True)


@on(RefundSettled, name="orders.money_went_back")
def money_went_back(event: RefundSettled, meta: Meta) -> None:
    """Note that money went back."""
    _look(event, meta)


@on(RefundFailed, name="orders.money_did_not_go_back")
def money_did_not_go_back(event: RefundFailed, meta: Meta) -> None:
    """Note that money that was to go back did not."""
    _look(event, meta)


@on(DisputeOpened, name="orders.disputed")
def disputed(event: DisputeOpened, meta: Meta) -> None:
    """Note that the buyer's bank contests a payment."""
    _look(event, meta)


@on(DisputeClosed, name="orders.dispute_over")
def dispute_over(event: DisputeClosed, meta: Meta) -> None:
    """Note how a dispute ended."""
    _look(event, meta)
