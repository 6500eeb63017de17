"""What returns do when others announce: money that arrived, goods of an exchange that left; and the letters to buyers."""

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.orders.events import OrderCancelled, OrderFulfilled
from storecrew.shop.payments.events import RefundFailed, RefundSettled
from storecrew.shop.returns import actions, letters
from storecrew.shop.returns.events import ReturnApproved, ReturnDeclined, ReturnReceived, ReturnRefunded
from storecrew.shop.returns.models import Exchange, RefundPart
from storecrew.shop.returns.seats import clerk


@on(RefundSettled, name="returns.refund_settled")
def refund_settled(event: RefundSettled, meta: Meta) -> None:
    """Note that money of a return has arrived."""
    _hear(event, meta, settled=True)


@on(RefundFailed, name="returns.refund_failed")
def refund_failed(event: RefundFailed, meta: Meta) -> None:
    """Note that money of a return did not arrive: it is due again."""
    _hear(event, meta, settled=False)


@on(OrderFulfilled, name="returns.exchange_sent")
def exchange_sent(event: OrderFulfilled, meta: Meta) -> None:
    """Note that what is sent instead has left."""
    _follow(event.order_id, meta, sent=True)


@on(OrderCancelled, name="returns.exchange_off")
def exchange_off(event: OrderCancelled, meta: Meta) -> None:
    """Note that nothing is sent instead: nobody paid the difference, or the crew cancelled it."""
    _follow(event.order_id, meta, sent=False)


@on(ReturnApproved, name="returns.write_approved")
def write_approved(event: ReturnApproved, meta: Meta) -> None:
    """Tell the buyer that it is granted, and what to do now."""
    letters.write("approved", event.return_id, key=f"returns.approved:{event.return_id}", meta=meta)


@on(ReturnDeclined, name="returns.write_declined")
def write_declined(event: ReturnDeclined, meta: Meta) -> None:
    """Tell the buyer that it is not granted, and why."""
    letters.write("declined", event.return_id, key=f"returns.declined:{event.return_id}", meta=meta)


@on(ReturnReceived, name="returns.write_received")
def write_received(event: ReturnReceived, meta: Meta) -> None:
    """Tell the buyer that a parcel of theirs is here."""
    letters.write("received", event.return_id, key=f"returns.received:{event.return_id}-{event.receipt}", meta=meta)


@on(ReturnRefunded, name="returns.write_refunded")
def write_refunded(event: ReturnRefunded, meta: Meta) -> None:
    """Tell the buyer how much is on its way back."""
    if event.total.minor:
        key = f"returns.refunded:{event.return_id}-{event.refund}"
        letters.write("refunded", event.return_id, key=key, meta=meta, money=event.total)


def _hear(event: RefundSettled | RefundFailed, meta: Meta, *, settled: bool) -> None:
    if not RefundPart.objects.filter(payment=event.payment_id, key=event.key).exists():
        return
    data = actions.TakeInRefund(payment_id=event.payment_id, key=event.key, settled=settled)
    actions.take_in_refund(clerk("what payments announced"), data, now=meta.now)


def _follow(order_id: int, meta: Meta, *, sent: bool) -> None:
    if not Exchange.objects.filter(order=order_id).exists():
        return
    try:
        data = actions.FollowExchange(order_id=order_id, sent=sent)
        actions.follow_exchange(clerk("what became of an exchange"), data, now=meta.now)
    except Missing:
        return  # the exchange went meanwhile
