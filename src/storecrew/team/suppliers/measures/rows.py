"""Facts as the measures take them, whichever room they come from."""

from dataclasses import dataclass, field
from datetime import datetime

from storecrew.kernel.money.types import Money


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something they were asked to send. `kind`: dropship or purchase; leads are compared within a kind only.

    `due_at` None: no day was named. `done_at`: when all of it was there (or gone); `got` of `wanted` pieces came of it.
    `over`: nothing more comes. `lead_days` until all was done, `ack_hours` until they confirmed (or until now): without
    their days of rest.
    """

    subject: str
    name: str
    kind: str
    asked_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    wanted: int
    got: int
    over: bool
    acked_at: datetime | None = None
    answered: bool = True
    """False: they still owe us an answer."""
    lead_days: float | None = None
    ack_hours: float | None = None

    def counts(self, now: datetime) -> bool:
        """Tell whether it can be judged: it is over, all there, or its day has passed."""
        return self.due_at is not None and (self.over or self.done_at is not None or self.due_at < now)

    @property
    def in_time(self) -> bool:
        """Tell whether all of it was there by its day."""
        return self.done_at is not None and self.due_at is not None and self.done_at <= self.due_at

    @property
    def in_full(self) -> bool:
        """Tell whether all of it came."""
        return self.got >= self.wanted


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a feed should have spoken. `missed`: how many words are missing since the one before."""

    subject: str
    name: str
    at: datetime
    missed: int


@dataclass(frozen=True, slots=True)
class Found:
    """What an order found of what they had said they have."""

    subject: str
    name: str
    at: datetime
    said: int
    wanted: int
    had: int


@dataclass(frozen=True, slots=True)
class Complained:
    """Pieces that buyers complained about."""

    subject: str
    name: str
    at: datetime
    pieces: int
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A problem they were told of. `days` until they answered, or until now."""

    subject: str
    name: str
    at: datetime
    days: float
    answered: bool


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of theirs that was billed: what had been agreed for a piece, and what it came to."""

    subject: str
    name: str
    at: datetime
    agreed: Money
    invoiced: Money

    @property
    def off(self) -> float:
        """Return by which share it was billed otherwise, dearer above 0."""
        return (self.invoiced.minor - self.agreed.minor) / self.agreed.minor if self.agreed.minor else 0.0


@dataclass(slots=True)
class Facts:
    """Everything known of one supplier in a time."""

    deliveries: list[Delivery] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    complained: list[Complained] = field(default_factory=list)
    sent: int = 0
    """Pieces of theirs that reached buyers: what complaints are counted against."""
    answers: list[Answer] = field(default_factory=list)
    billed: list[Billed] = field(default_factory=list)
