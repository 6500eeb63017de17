"""What is written to buyers when something becomes true. Each fact is written about once, whatever is delivered twice."""

from typing import Any

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.orders import reads
from storecrew.shop.orders.events import MoneyCameLate, OrderCancelled, OrderEdited, OrderEvent, OrderPaid, OrderPlaced
from storecrew.shop.orders.letters.telling import tell, was_told
from storecrew.shop.orders.types import OrderView
from storecrew.shop.payments import reads as payments
from storecrew.shop.payments.events import PaymentAuthorised, RefundSettled

BY_HAND = "transfer"
WORTH_A_LETTER = frozenset({"edit", "address", "shipping", "cancel"})
"""Kinds of change that a buyer is told; a split shows on the page of the order."""


@on(OrderPlaced, name="orders_letters.placed")
def placed(event: OrderPlaced, meta: Meta) -> None:
    """Write at once where the money comes later; who pays at once is written when the money is there."""
    order = reads.find(event.order_id)
    if order is not None and order.balance.minor > 0 and _pays_later(order):
        _tell("placed", event, meta)


@on(OrderPaid, name="orders_letters.paid")
def paid(event: OrderPaid, meta: Meta) -> None:
    """Confirm an order whose money has arrived; at the door nobody needs a letter for that."""
    order = reads.find(event.order_id)
    if order is not None and not order.ships_unpaid and order.state != "cancelled":
        _tell("paid", event, meta, facts={"told_before": was_told("placed", event.order_id)})


@on(PaymentAuthorised, name="orders_letters.set_aside")
def set_aside(event: PaymentAuthorised, meta: Meta) -> None:
    """Confirm an order whose money the bank has set aside, to be taken when it leaves."""
    order = _order_of(event.payable)
    if order is not None and order.state == "open":
        facts = {"told_before": was_told("placed", order.order_id)}
        tell("paid", order.order_id, facts=facts, cause=meta.cause, happened_at=meta.at, now=meta.now)


@on(OrderEdited, name="orders_letters.changed")
def changed(event: OrderEdited, meta: Meta) -> None:
    """Tell what an order is now."""
    if event.kind not in WORTH_A_LETTER:
        return
    facts = {"kind": event.kind, "difference_minor": event.difference.minor, **_going_back(event.order_id)}
    _tell("changed", event, meta, key=str(meta.id), facts=facts)


@on(OrderCancelled, name="orders_letters.cancelled")
def cancelled(event: OrderCancelled, meta: Meta) -> None:
    """Tell that nothing will be sent, unless whoever cancelled it said not to."""
    if event.notify:
        facts = {"reason": event.reason, **_going_back(event.order_id)}
        _tell("cancelled", event, meta, key=str(meta.id), facts=facts)


@on(MoneyCameLate, name="orders_letters.came_late")
def came_late(event: MoneyCameLate, meta: Meta) -> None:
    """Tell what became of money that came too late."""
    facts = {"minor": event.amount.minor, "currency": event.amount.currency, "revived": event.revived}
    _tell("came_late", event, meta, key=str(meta.id), facts=facts)


@on(RefundSettled, name="orders_letters.refunded")
def refunded(event: RefundSettled, meta: Meta) -> None:
    """Tell that money went back."""
    order = _order_of(event.payable)
    if order is not None:
        facts = {"minor": event.amount.minor, "currency": event.amount.currency}
        key = str(event.refund_id)
        tell("refunded", order.order_id, key=key, facts=facts, cause=meta.cause, happened_at=meta.at, now=meta.now)


def _tell(code: str, event: OrderEvent, meta: Meta, *, key: str = "", facts: dict[str, Any] | None = None) -> None:
    tell(code, event.order_id, key=key, facts=facts, cause=meta.cause, happened_at=meta.at, now=meta.now)


def _pays_later(order: OrderView) -> bool:
    if order.ships_unpaid or order.channel != "web":
        return True
    country = order.ship_to.country if order.ship_to else ""
    offers = payments.methods_for(order.balance, country)
    return any(offer.provider == order.provider and offer.kind == BY_HAND for offer in offers)


def _order_of(payable: str) -> OrderView | None:
    kind, _sep, number = payable.partition(":")
    return reads.find(int(number)) if kind == "order" and number.isdecimal() else None


def _going_back(order_id: int) -> dict[str, Any]:
    """Return what is on its way back at the moment, as facts of a letter."""
    sums = [(view.refunding.minor, view.amount.currency) for view in payments.payments_of(f"order:{order_id}")]
    going = [(minor, currency) for minor, currency in sums if minor]
    return {"back_minor": sum(minor for minor, _ in going), "currency": going[0][1]} if going else {}
