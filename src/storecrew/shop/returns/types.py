"""What other rooms, fronts and programs may hold of returns. All frozen."""

from datetime import date, datetime
from typing import Literal

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money

type WhyNot = Literal["", "not_sent", "all_spoken_for", "too_late", "final_sale"]


class Returnable(Output):
    """A line of an order, and how much of it may be sent back.

    `left` pieces may be asked for. `why_not` says why only claims are taken (`too_late`, `final_sale`) or nothing at all;
    empty: for any reason. `until`: the last day for that; `claim_until`: the last day when something was wrong.
    """

    line_id: int
    variant_id: int | None
    sku: str
    title: str
    options: str
    sent: int
    left: int
    unit: Money
    until: date | None
    claim_until: date | None
    why_not: WhyNot
    claims_only: bool


class Returnables(Output):
    """What may be sent back of an order."""

    order_id: int
    number: str
    currency: str
    language: str
    lines: tuple[Returnable, ...]
    open: int
    """Returns of this order that are not over."""


class SumLine(Output):
    """The price of so many pieces of an order's line, as it was paid."""

    line_id: int
    title: str
    quantity: int
    amount: Money


class Sum(Output):
    """What goes back, and what it is made of: goods + shipping − fee − credit − earlier + goodwill = total.

    `fee`: kept for restocking and our label. `credit`: used up by what is sent in exchange. `earlier`: has gone back
    already in another way, or never came in. `refundable`: the most that the payments of the order can give.
    """

    lines: tuple[SumLine, ...]
    goods: Money
    shipping: Money
    shipping_rule: str
    fee: Money
    credit: Money
    earlier: Money
    goodwill: Money
    total: Money
    refundable: Money


class NewGoods(Output):
    """What is sent instead of a line; `sku` and `title` in the reader's language."""

    variant_id: int
    quantity: int
    title: str
    options: str


class LineOfReturn(Output):
    """A line of a return."""

    return_line_id: int
    line_id: int
    variant_id: int | None
    sku: str
    title: str
    options: str
    quantity: int
    reason: str
    reason_word: str
    received: int
    missing: int
    refunded: int
    instead: tuple[NewGoods, ...]


class RefundOfReturn(Output):
    """Money that was set on its way back."""

    ordinal: int
    state: str
    total: Money
    goods: Money
    shipping: Money
    fee: Money
    credit: Money
    earlier: Money
    goodwill: Money
    at: datetime
    by: str
    settled_at: datetime | None


class ExchangeView(Output):
    """What is sent instead, and the order by which it leaves."""

    state: str
    word: str
    order_id: int | None
    order_number: str
    credit: Money
    due: Money


class ReturnView(Output):
    """A return as the crew sees it. Texts that the buyer reads are in the reader's language."""

    return_id: int
    number: str
    order_id: int
    order: str
    kind: str
    kind_word: str
    state: str
    word: str
    wish: str
    wish_word: str
    words: str
    language: str
    customer_id: int | None
    nothing_back: bool
    payer: str
    way: str
    warehouse_id: int | None
    label_url: str
    note: str
    send_by: date | None
    carrier: str
    carrier_name: str
    tracking_number: str
    tracking_url: str
    decline_reason: str
    decline_words: str
    by_rule: bool
    requested_at: datetime
    requested_by: str
    decided_at: datetime | None
    decided_by: str
    sent_at: datetime | None
    received_at: datetime | None
    settled_at: datetime | None
    closed_at: datetime | None
    lines: tuple[LineOfReturn, ...]
    refunds: tuple[RefundOfReturn, ...]
    exchange: ExchangeView | None
    photos: tuple[int, ...]
    version: int


class OwnReturn(Output):
    """A return as its buyer sees it. `instructions`: how to pack it and where to send it."""

    return_id: int
    number: str
    kind: str
    state: str
    word: str
    wish: str
    words: str
    nothing_back: bool
    payer: str
    way: str
    label_url: str
    note: str
    send_by: date | None
    carrier_name: str
    tracking_number: str
    tracking_url: str
    decline: str
    decline_words: str
    requested_at: datetime
    decided_at: datetime | None
    sent_at: datetime | None
    received_at: datetime | None
    settled_at: datetime | None
    closed_at: datetime | None
    lines: tuple[LineOfReturn, ...]
    refunds: tuple[RefundOfReturn, ...]
    exchange: ExchangeView | None
    exchange_token: str
    """Opens the order of the exchange; empty while there is none."""
    address: tuple[str, ...]
    instructions: str
    may_send: bool
    may_cancel: bool


class OwnReturns(Output):
    """The returns of one order, the newest first."""

    items: tuple[OwnReturn, ...]


class ReasonCount(Output):
    """How many pieces came back for a reason, and which share of those sent that is.

    `low` and `high`: Wilson's interval at 95 %, None with the share while too few pieces were sent to say anything.
    """

    reason: str
    word: str
    pieces: int
    share: float | None
    low: float | None
    high: float | None


class Reasons(Output):
    """Why goods came back. `sent` pieces left in the time; `returned` of them were asked to be taken back.

    `enough`: False below 20 pieces sent; then there are no shares.
    """

    sent: int
    returned: int
    enough: bool
    share: float | None
    low: float | None
    high: float | None
    items: tuple[ReasonCount, ...]


class Hint(Output):
    """What to mind about the policy. `law`: a statute says so, named in `source`; `broken`: the policy is below it."""

    text: str
    source: str
    law: bool
    broken: bool
