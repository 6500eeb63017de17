"""Facts that this room announces."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class OrdersImported(Event):
    """Orders of another system came in, or were brought up to date: history, so nothing else about them is announced.

    `order_ids`: those of one step. `batch_id` or `source_id` tells by which file or shop.
    """

    room = "orders_transfer"
    history: ClassVar[bool] = True

    order_ids: tuple[int, ...]
    batch_id: int | None = None
    source_id: int | None = None


class ImportUndone(Event):
    """Orders of a file were taken out again."""

    room = "orders_transfer"
    history: ClassVar[bool] = True

    batch_id: int
    gone: int
    kept: int


class OrderTold(Event):
    """A shop told us something about an order; nobody has looked at it yet."""

    room = "orders_transfer"

    incoming_id: int
