"""Facts that orders announce. Subjects are `order:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event
from storecrew.kernel.money.types import Money


class OrderEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "orders"
    history: ClassVar[bool] = True

    order_id: int
    number: str


class OrderPlaced(OrderEvent):
    """A buyer agreed. Its stock is reserved, its coupons are used; its money may still be to come."""

    customer_id: int | None
    email: str
    language: str
    channel: str
    total: Money


class OrderPaid(OrderEvent):
    """All of its money has arrived, for the first time."""

    total: Money
    captured: Money


class OrderEdited(OrderEvent):
    """What was agreed has changed. `kind` as in ChangeKind; `difference` of the total, negative when it became cheaper."""

    kind: str
    difference: Money
    total: Money


class LineCancelled(OrderEvent):
    """Pieces of a line will not be sent. `amount` is by how much its total fell."""

    line_id: int
    variant_id: int | None
    quantity: int
    amount: Money


class OrderCancelled(OrderEvent):
    """Nothing of it will be sent. `reason` as in CancelReason; `notify`: whether the buyer is to be told."""

    reason: str
    notify: bool
    customer_id: int | None
    email: str
    language: str
    total: Money
    """What it had come to."""


class OrderRevived(OrderEvent):
    """A cancelled order is open again: its money came late, and the goods were still there."""

    total: Money


class OrderHeld(OrderEvent):
    """Nobody may ship it for now."""

    reason: str


class OrderReleased(OrderEvent):
    """It may go on."""


class OrderSplit(OrderEvent):
    """A part of it has become an order of its own."""

    into_id: int
    into_number: str


class OrderShipped(OrderEvent):
    """Some pieces left. `lines`: line id → quantity."""

    document: str
    lines: dict[int, int]


class OrderFulfilled(OrderEvent):
    """Everything that was to be sent has left."""


class OrderReturned(OrderEvent):
    """Some pieces came back. `lines`: line id → quantity."""

    document: str
    lines: dict[int, int]


class OrderClosed(OrderEvent):
    """Sent and paid: nothing is left to do."""


class MoneyCameLate(OrderEvent):
    """Money arrived for an order that was cancelled. `revived`: it is open again; otherwise the money goes back."""

    amount: Money
    revived: bool
