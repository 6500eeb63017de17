"""What a supplier's API is to this room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the API is, and the key that opens it."""

    address: str
    key: str
    trusted: frozenset[str] = frozenset()
    """`host:port` pairs inside the own network that may be asked."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The supplier has it. `number` is what they call it."""

    number: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing a supplier's API says of a drop shipment. `lines`: line of the drop shipment → pieces; empty: all of it."""

    state: str
    """acknowledged, packed, shipped, refused, stopped."""
    key: str
    at: datetime | None = None
    ships_on: date | None = None
    carrier: str = ""
    tracking_number: str = ""
    reason: str = ""
    note: str = ""
    lines: Mapping[int, int] | None = None


class Program(Protocol):
    """One connected API. The first two raise what outward acts raise: NotReceived, Rejected, anything else is doubtful."""

    def tell(self, reference: str, body: Mapping[str, Any]) -> Taken:
        """Hand over a drop shipment, a change of it, or that it is to be stopped; the reference makes it harmless twice."""

    def find(self, reference: str) -> Taken | None:
        """Return what became of it where the answer was lost; None: they certainly have none. Raises StillUnknown."""

    def words(self, numbers: Sequence[str]) -> Mapping[str, Sequence[Spoken]]:
        """Return what they say of drop shipments, by our number. Asking again is no harm. Raises OutgoingError."""
