"""Carry out what a buyer chose, through the acts of the rooms that it concerns, in the transaction of the answer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.delays.choosing import VOUCHER_DAYS
from storecrew.shop.delays.models import Delay, Offer
from storecrew.shop.delays.types import Choice, Code
from storecrew.shop.discounts import actions as discounts
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments.reads import payments_of

CALLS = (orders.cancel, orders.edit, orders.tag, orders.note, discounts.create, payments.refund)
"""What actions that carry a choice out declare."""
EMITS = orders.cancel.emits
SEND_NOW = "send-now"
"""The tag by which the warehouse finds orders of which what is there leaves at once."""
ROUNDING = 1
"""By so many minor units an order may fall otherwise than was shown, where tax stands beside the price."""


def carry_out(run: Run, delay: Delay, offer: Offer, order: OrderView, choice: Choice) -> dict[str, Any]:
    """Do what was chosen; returns what followed, as evidence. Raises Refused where it cannot be done as it was shown."""
    match choice.code:
        case Code.WAIT:
            return _voucher(run, offer, order, choice) if choice.voucher else {}
        case Code.PART:
            return _give_part(run, offer, order, choice)
        case Code.SUBSTITUTE:
            return _substitute(run, delay, order, choice)
        case Code.SPLIT:
            return _split(run, order, choice)
        case Code.DROP:
            waiting = _waiting(delay, order)
            pieces = tuple(orders.Pieces(line_id=line.line_id, quantity=line.open) for line in waiting)
            return _cancel(run, order, choice, pieces)
    return _cancel(run, order, choice, ())


def _waiting(delay: Delay, order: OrderView) -> list[LineView]:
    late = set(delay.lines)
    return [line for line in order.lines if line.line_id in late and line.open]


def _voucher(run: Run, offer: Offer, order: OrderView, choice: Choice) -> dict[str, Any]:
    """Make a code of its own that holds once: half a year, for anything."""
    assert choice.voucher is not None  # noqa: S101  asked before
    code = f"SORRY-{uuid4().hex[:10].upper()}"
    run.call(
        discounts.create,
        discounts.CouponDraft(
            title=_("For waiting: order %(number)s") % {"number": order.number},
            kind="amount",
            amounts={order.currency: choice.voucher.minor},
            codes=(code,),
            ends_at=run.now + timedelta(days=VOUCHER_DAYS),
            total_limit=1,
            note=offer.subject,
        ),
    )
    offer.code = code
    return {"voucher_minor": choice.voucher.minor, "currency": order.currency}


def _give_part(run: Run, offer: Offer, order: OrderView, choice: Choice) -> dict[str, Any]:
    rest = choice.theirs.minor
    for view in sorted(payments_of(f"order:{order.order_id}"), key=lambda one: -one.payment_id):
        part = min(rest, view.refundable.minor) if view.amount.currency == order.currency else 0
        if part > 0:
            amount = Money(part, order.currency)
            data = payments.RefundMoney(
                payment_id=view.payment_id, amount=amount, reason=order.number, key=offer.subject
            )
            run.call(payments.refund, data)
            rest -= part
    if rest:
        raise Refused(_("So much cannot be given back any more. Look at it again."), code="delays.changed")
    return {"refund_minor": choice.theirs.minor, "currency": order.currency}


def _substitute(run: Run, delay: Delay, order: OrderView, choice: Choice) -> dict[str, Any]:
    assert choice.variant_id is not None  # noqa: S101  every substitute has one
    (line,) = _waiting(delay, order)
    done = run.call(
        orders.edit,
        orders.Edit(
            order_id=order.order_id,
            version=order.version,
            quantities=(orders.NewQuantity(line_id=line.line_id, quantity=line.quantity - line.cancelled - line.open),),
            add=(orders.NewLine(variant_id=choice.variant_id, quantity=line.open, unit_price=choice.unit),),
            reason=_("Instead of what would be late"),
        ),
    )
    if done.difference.minor > 0 or abs(done.difference.minor + choice.theirs.minor) > ROUNDING * line.open:
        raise Refused(_("It comes to another sum by now. Look at it again."), code="delays.changed")
    return {"order_version": done.version, "refund_minor": done.refunding.minor, "currency": order.currency}


def _split(run: Run, order: OrderView, choice: Choice) -> dict[str, Any]:
    run.call(orders.tag, orders.TagThem(order_ids=(order.order_id,), add=(SEND_NOW,)))
    goods = ", ".join(choice.lines)
    text = _("The buyer wants what is there at once: %(goods)s. The rest follows.") % {"goods": goods}
    run.call(orders.note, orders.AddNote(order_id=order.order_id, text=text))
    return {"tag": SEND_NOW}


def _cancel(run: Run, order: OrderView, choice: Choice, pieces: tuple[orders.Pieces, ...]) -> dict[str, Any]:
    done = run.call(
        orders.cancel,
        orders.Cancel(
            order_id=order.order_id,
            lines=pieces,
            reason=orders.CancelReason.OTHER,
            note=_("It would have been late; the buyer chose so."),
            version=order.version,
        ),
    )
    if done.refunding.minor < choice.theirs.minor:
        raise Refused(_("It comes to another sum by now. Look at it again."), code="delays.changed")
    return {"fell_minor": done.fell.minor, "refund_minor": done.refunding.minor, "currency": order.currency}
