"""What other rooms and programs may hold of drop shipments. All frozen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money


class LinePart(Input):
    """So many pieces of a line of a drop shipment (`DropLineView.line_id`)."""

    line_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class DropLineView(Output):
    """A line of a drop shipment. `open` are still to come; `stuck` were refused and have no other source yet.

    `cost` of one is None where nobody told it, or the reader may not see it.
    """

    line_id: int
    order_line_id: int
    variant_id: int
    sku: str
    title: str
    options: tuple[str, ...]
    wanted: int
    confirmed: int
    shipped: int
    refused: int
    cancelled: int
    open: int
    stuck: int
    reason: str
    cost: Money | None


class DropParcelView(Output):
    """A parcel of a drop shipment. `surprise`: cancelled, moved or held when it left all the same."""

    drop_parcel_id: int
    parcel_id: int | None
    carrier: str
    tracking_number: str
    at: datetime
    surprise: str
    settlement: str
    owed: bool
    amount: Money | None
    claim: Money | None
    booked: bool


class AnswerView(Output):
    """One thing that was said."""

    kind: str
    word: str
    at: datetime
    actor: str
    means: str
    means_word: str
    contact_id: int | None
    text: str


class DropView(Output):
    """A drop shipment. `late`: answer or parcel is overdue. `step` is what is next: send, remind, chase, choose, settle, wait, none."""

    dropship_id: int
    number: str
    order_id: int
    order: str
    supplier_id: int
    supplier: str
    site_id: int
    warehouse_id: int
    warehouse: str
    state: str
    word: str
    step: str
    late: bool
    held: bool
    way: str
    country: str
    lines: tuple[DropLineView, ...]
    parcels: tuple[DropParcelView, ...]
    made_at: datetime
    sent_at: datetime | None
    ack_by: datetime | None
    ack_at: datetime | None
    ship_by: datetime | None
    ships_on: date | None
    packed_at: datetime | None
    shipped_at: datetime | None
    closed_at: datetime | None
    cancel_asked_at: datetime | None
    cancel_agreed_at: datetime | None
    promised_until: date | None
    reference: str
    trouble: str
    version: int

    @property
    def open(self) -> int:
        """Return how many pieces are still to come."""
        return sum(line.open for line in self.lines)

    @property
    def stuck(self) -> int:
        """Return how many pieces wait for somebody to find another source."""
        return sum(line.stuck for line in self.lines)


class Choice(Output):
    """Another source for what is to be moved: from where, at what extra cost, until when it leaves and arrives.

    `extra` is what it costs more than here in all, negative: less; None: a cost is not known. `margin` is what is left of
    what the buyer pays for the goods; None: not known. `days_later` against what was promised. `fits`: enough is there.
    """

    warehouse_id: int
    warehouse: str
    supplier_id: int | None
    can: int
    fits: bool
    cost: Money | None
    extra: Money | None
    margin: Money | None
    first: date | None
    last: date | None
    days_later: int | None
    within_limits: bool
    why: tuple[str, ...] = ()


class Owed(Output):
    """What a supplier may bill: pieces that left and are not billed. `unpriced`: of so many pieces no cost is known."""

    supplier_id: int
    amounts: tuple[Money, ...]
    pieces: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One drop shipment as scorecards count it. `wanted` without what we called off ourselves."""

    dropship_id: int
    number: str
    supplier_id: int
    site_id: int
    order_id: int
    made_at: datetime
    sent_at: datetime | None
    ack_by: datetime | None
    ack_at: datetime | None
    ship_by: datetime | None
    ships_on: date | None
    shipped_at: datetime | None
    state: str
    wanted: int
    shipped: int
    refused: int
