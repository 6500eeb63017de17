"""Facts that stock announces. Subjects are `variant:<id>`, `receipt:<id>`, `transfer:<id>`, `warehouse:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class StockEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "stock"
    history: ClassVar[bool] = True


class AvailabilityChanged(StockEvent):
    """What can be sold has come down to nothing, or is there again; None: without limit."""

    variant_id: int
    sellable: int | None
    was: int | None


class StockReceived(StockEvent):
    """Goods came from a supplier into a warehouse; `cost_minor` None: nobody knows what some of them cost."""

    receipt_id: int
    warehouse_id: int
    supplier: str
    pieces: int
    cost_minor: int | None
    currency: str


class StockDispatched(StockEvent):
    """Goods left for a customer; `cost_minor` None: nobody knows what they had cost."""

    document: str
    owner: str
    pieces: int
    cost_minor: int | None
    currency: str


class StockReturned(StockEvent):
    """Goods came back from a customer."""

    document: str
    pieces: int


class StockAdjusted(StockEvent):
    """What lies there was found to be more or less than the books said; `cost_minor` is negative for a loss."""

    variant_id: int
    warehouse_id: int
    change: int
    reason: str
    cost_minor: int | None
    currency: str


class StockTransferred(StockEvent):
    """Goods arrived from another warehouse of the shop."""

    transfer_id: int
    source_id: int
    target_id: int
    pieces: int
    lost: int
