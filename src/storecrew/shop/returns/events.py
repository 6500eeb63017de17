"""Facts about returns. Subjects are `return:<id>`; `kind` is return, exchange or claim."""

from typing import ClassVar

from storecrew.kernel.events.types import Event
from storecrew.kernel.money.types import Money


class ReturnEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "returns"
    history: ClassVar[bool] = True

    return_id: int
    number: str
    order_id: int
    kind: str


class ReturnRequested(ReturnEvent):
    """Somebody wants to give something back, or have it made good. `reasons`: order line id → code."""

    reasons: dict[int, str]


class ReturnApproved(ReturnEvent):
    """It may come back, or need not. `by_rule`: the policy said so."""

    by_rule: bool
    nothing_back: bool


class ReturnDeclined(ReturnEvent):
    """It may not; its buyer reads why."""

    reason: str


class ReturnCancelled(ReturnEvent):
    """It is called off: nothing comes, nothing is paid."""


class ReturnSent(ReturnEvent):
    """Its buyer says that it has left."""

    carrier: str
    tracking_number: str


class ReturnReceived(ReturnEvent):
    """Pieces came in. `lines`: order line id → pieces in this receipt; `complete`: nothing more is awaited."""

    receipt: int
    lines: dict[int, int]
    dispositions: dict[str, int]
    complete: bool


class ReturnRefunded(ReturnEvent):
    """Money was set on its way back. `goods`, `shipping`, `fee`, `goodwill` compose it, for whoever books it."""

    refund: int
    total: Money
    goods: Money
    shipping: Money
    fee: Money
    goodwill: Money


class ExchangePlaced(ReturnEvent):
    """What is sent instead has become an order of its own. `due`: what its buyer still has to pay."""

    exchange_order_id: int
    exchange_order: str
    due: Money


class ReturnClosed(ReturnEvent):
    """Nothing is left to do."""
