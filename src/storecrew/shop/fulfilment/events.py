"""Facts that fulfilment announces. Subjects are `parcel:<id>`; of shortages `order:<id>`."""

from datetime import date
from typing import ClassVar

from storecrew.kernel.events.types import Event


class _Fact(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "fulfilment"
    history: ClassVar[bool] = True


class ParcelEvent(_Fact):
    """Something about one parcel of an order."""

    parcel_id: int
    parcel: str
    """Its number."""
    order_id: int
    order: str
    """The order's number."""
    language: str


class ParcelShipped(ParcelEvent):
    """It was handed over. `lines`: order line id → quantity. `cost_minor` is what the pieces had cost; None: not known.

    `sent_by`: the document under which a supplier sent it, e.g. `dropship:3`, who books its cost as well; empty: from our
    own shelf.
    """

    carrier: str
    tracking_number: str
    tracking_url: str
    lines: dict[int, int]
    promised_until: date | None
    cost_minor: int | None
    cost_currency: str
    sent_by: str = ""


class ParcelDelivered(ParcelEvent):
    """It arrived. `days_late`: working days after the promised last day; negative or 0: in time; None: nothing promised."""

    carrier: str
    days_late: int | None


class ParcelInTrouble(ParcelEvent):
    """The carrier could not deliver it, lost or damaged it."""

    carrier: str
    text: str


class ParcelCameBack(ParcelEvent):
    """It was sent back to us without reaching the buyer."""

    carrier: str


class ParcelLate(ParcelEvent):
    """The last promised day is over and it has not arrived."""

    carrier: str
    promised_until: date


class PiecesMissing(_Fact):
    """Pieces that an order was promised were not there to be picked."""

    order_id: int
    order: str
    line_id: int
    variant_id: int
    warehouse_id: int
    quantity: int
    why: str
