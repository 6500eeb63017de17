"""A sale of the past: what was agreed, how it was paid, how it travelled, what came back."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storecrew.config.trade.people import Person
from storecrew.config.trade.senders import Sender, Story
from storecrew.shop.fulfilment.demo import Word
from storecrew.shop.pricing.types import Quote, QuoteQuery
from storecrew.shop.stock.demo.past import Left


class Fate(StrEnum):
    """What became of an order."""

    SENT = "sent"
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    OPEN = "open"
    """Paid for, and not sent yet: it waits in the warehouse today."""


@dataclass(slots=True)
class Way:
    """How the money comes. `failed`: why the first try did not work; empty: it worked at once."""

    provider: str
    method: str = ""
    failed: str = ""
    paid_at: datetime | None = None


@dataclass(slots=True)
class Coming:
    """Pieces of a line that come back, or are paid back without. `disposition` None: they stay where they are."""

    key: str
    quantity: int
    reason: str
    disposition: str | None


@dataclass(slots=True)
class Back:
    """A return, or a claim. `received_at` None: nothing comes back."""

    kind: str
    lines: list[Coming]
    requested_at: datetime
    received_at: datetime | None
    refunded_at: datetime
    refunded_minor: int = 0


@dataclass(slots=True)
class Travel:
    """How a parcel travelled. `warehouse_id`: from where."""

    shipped_at: datetime
    tracking_number: str
    words: list[Word]
    delivered_at: datetime | None
    late_told_at: datetime | None = None
    settled_at: datetime | None = None


@dataclass(slots=True)
class Sale:
    """One order, whole. `name` is its checkout, unique for ever."""

    name: str
    at: datetime
    person: Person
    asked: QuoteQuery
    quote: Quote
    channel: str
    way: Way
    warehouse_id: int
    fate: Fate = Fate.SENT
    cancelled_at: datetime | None = None
    lefts: dict[str, Left] = field(default_factory=dict)
    travel: Travel | None = None
    back: Back | None = None
    sender: Sender | None = None
    """The supplier who sends it; None: it leaves from our own shelves."""
    sent_by: Story | None = None
    refused_by: Story | None = None

    @property
    def total_minor(self) -> int:
        """Return what the buyer agreed to pay."""
        return self.quote.totals.total.minor

    @property
    def document(self) -> str:
        """Return how other rooms name what came back of it."""
        return f"return:{self.name}"
