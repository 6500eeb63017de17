"""Facts that carts announce. Subjects are `cart:<uid>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class CartEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "carts"
    history: ClassVar[bool] = True


class CartAbandoned(CartEvent):
    """A cart with a way to reach its shopper was left alone for an hour. `customer_id` is None for guests."""

    cart_uid: str
    customer_id: int | None


class CheckoutCompleted(CartEvent):
    """A cart has become an order."""

    cart_uid: str
    order_id: int
