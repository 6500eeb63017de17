"""What other rooms and programs may hold of fulfilment. All frozen."""

from datetime import date, datetime

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money


class ReadyOrder(Output):
    """What of an order is to leave one warehouse. `there` of the `pieces` lie there; `packed` wait for the carrier.

    `due_at`: when it has to leave. `group`: overdue, today, next, later, or waiting (for goods).
    """

    order_id: int
    number: str
    warehouse_id: int | None
    warehouse: str
    country: str
    lines: int
    pieces: int
    there: int
    packed: int
    method: str
    carrier: str
    placed_at: datetime
    due_at: datetime | None
    group: str
    wave_id: int | None
    short: bool


class ToPack(Output):
    """A line as the packing table sees it: so many are open, so many lie there, so many were picked into the tote."""

    line_id: int
    key: str
    variant_id: int | None
    sku: str
    barcode: str
    title: str
    options: tuple[str, ...]
    open: int
    there: int
    picked: int | None
    """None: it was not in a wave."""
    weight_g: int | None
    parts: tuple[tuple[str, int], ...] = ()
    """Of a bundle: name and number of what one of it is made of."""


class TrackingView(Output):
    """One word of a carrier."""

    state: str
    word: str
    at: datetime
    text: str
    where: str
    source: str


class InParcel(Output):
    """So many of a line in a parcel, in the buyer's words."""

    line_id: int
    sku: str
    title: str
    options: tuple[str, ...]
    quantity: int


class ParcelView(Output):
    """A parcel as it stands. `weight_off`: it weighs more or less than expected by more than the tolerance."""

    parcel_id: int
    number: str
    order_id: int
    order: str
    state: str
    word: str
    warehouse_id: int | None
    carrier: str
    carrier_name: str
    tracking_number: str
    tracking_url: str
    box: str
    expected_g: int | None
    weight_g: int | None
    weight_off: bool
    contents: tuple[InParcel, ...]
    events: tuple[TrackingView, ...]
    due_at: datetime | None
    promised_from: date | None
    promised_until: date | None
    packed_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    late: bool
    trouble: str
    label_cost: Money | None = None
    version: int


class TrackedParcel(Output):
    """A parcel as its buyer sees it."""

    number: str
    state: str
    word: str
    carrier_name: str
    tracking_number: str
    tracking_url: str
    contents: tuple[InParcel, ...]
    events: tuple[TrackingView, ...]
    shipped_at: datetime | None
    delivered_at: datetime | None


class Tracked(Output):
    """Where an order is: promised then, expected now.

    `state`: preparing, part_shipped, shipped, delivered, late, trouble, cancelled. `expected_until` is when the rest should
    be there by what is known now; it differs from what was promised where something is late; None: nobody can say.
    """

    order: str
    state: str
    promised_from: date | None
    promised_until: date | None
    expected_until: date | None
    late: bool
    parcels: tuple[TrackedParcel, ...]
    waiting: tuple[InParcel, ...]
    """What has not left yet."""
