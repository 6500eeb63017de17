"""What the ledger announces. Reports, bank matching and closing lists of rooms above will listen; the facts stay."""

from datetime import date
from typing import ClassVar

from storecrew.kernel.events.types import Event


class EntryPosted(Event):
    """Something was booked; `reverses` is the number of the entry it takes back."""

    room = "ledger"
    history: ClassVar[bool] = True
    number: int
    on: date
    source: str
    reverses: int | None = None


class EntriesPosted(Event):
    """Many entries were booked at once: those numbered from `first` to `last`."""

    room = "ledger"
    history: ClassVar[bool] = True
    first: int
    last: int


class PeriodLocked(Event):
    """A month was closed; `digest` is its seal."""

    room = "ledger"
    history: ClassVar[bool] = True
    month: date
    digest: str


class PeriodUnlocked(Event):
    """A closed month was opened again."""

    room = "ledger"
    history: ClassVar[bool] = True
    month: date
    reason: str
