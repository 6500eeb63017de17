"""What a buyer may still do about an order: asked by its page, and again by the actions."""

from datetime import datetime, timedelta

from storecrew.kernel.actions.errors import Missing
from storecrew.shop.orders import in_hand
from storecrew.shop.orders.models import Fulfilment, Order, State
from storecrew.shop.orders.types import OwnOrder
from storecrew.shop.orders.writing.numbering import rulebook


def what_buyers_may(order_id: int, now: datetime) -> OwnOrder:
    """Return what the buyer may still do, for fronts that have proved whose order it is."""
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise Missing
    return may(order, now)


def may(order: Order, now: datetime) -> OwnOrder:
    """Return what the buyer of an order may still do about it, and until when."""
    untouched = order.state == State.OPEN and order.fulfilment == Fulfilment.NONE and not in_hand.is_in_hand(order.pk)
    hours = rulebook().buyers_cancel_h
    until = order.placed_at + timedelta(hours=hours) if hours and order.placed_at else None
    return OwnOrder(
        cancel=bool(untouched and until is not None and now < until),
        change_address=bool(untouched and order.ship_to),
        until=until if untouched else None,
    )
