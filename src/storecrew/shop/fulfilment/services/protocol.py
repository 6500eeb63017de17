"""What a carrier's API is to this room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storecrew.kernel.money.types import Money


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the API is, and the key that opens it."""

    address: str
    key: str
    trusted: frozenset[str] = frozenset()
    """`host:port` pairs inside the own network that may be asked."""


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """A shipment. `reference` names it for ever: asking twice with the same one makes one label."""

    reference: str
    parcel: str
    sender: Mapping[str, str]
    ship_to: Mapping[str, str]
    weight_g: int
    size_mm: tuple[int, int, int] | None
    goods: Sequence[Mapping[str, object]]
    """What is inside, for customs: title, quantity, hs_code, origin."""

    def to_json(self) -> dict[str, object]:
        """Return the request as JSON keeps it."""
        return {
            "reference": self.reference,
            "parcel": self.parcel,
            "sender": dict(self.sender),
            "ship_to": dict(self.ship_to),
            "weight_g": self.weight_g,
            "size_mm": list(self.size_mm) if self.size_mm else None,
            "goods": [dict(one) for one in self.goods],
        }


@dataclass(frozen=True, slots=True)
class LabelMade:
    """The carrier's answer. `document_url` is where the printable label can be fetched; empty: print our own."""

    tracking_number: str
    document_url: str = ""
    cost: Money | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One event of a parcel. `state` is one of ours (`models.ParcelState`), `key` the carrier's own id of it."""

    state: str
    at: datetime
    text: str
    where: str
    key: str


class Carrier(Protocol):
    """One connected API. The first two raise what outward acts raise: NotReceived, Rejected, anything else is doubtful."""

    def label(self, request: LabelRequest) -> LabelMade:
        """Ask for a label."""

    def find(self, reference: str) -> LabelMade | None:
        """Return the label made for a reference; None when the carrier certainly has none. Raises StillUnknown."""

    def words(self, numbers: Sequence[str]) -> Mapping[str, Sequence[Spoken]]:
        """Return what is known of tracking numbers. Asking again is no harm. Raises OutgoingError."""
