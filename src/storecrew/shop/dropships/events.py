"""Facts that drop shipments announce. Subjects are `dropship:<id>`."""

from datetime import date, datetime
from typing import ClassVar

from storecrew.kernel.events.types import Event
from storecrew.kernel.money.types import Money


class DropshipEvent(Event):
    """Something about one drop shipment; kept as history until another room acts on it."""

    room = "dropships"
    history: ClassVar[bool] = True

    dropship_id: int
    number: str
    order_id: int
    supplier_id: int


class DropshipSent(DropshipEvent):
    """The supplier was asked. `way`: mail, api, hand."""

    way: str
    ack_by: datetime | None
    ship_by: datetime | None


class DropshipAcknowledged(DropshipEvent):
    """The supplier said yes; `ships_on` is the day they named."""

    ships_on: date | None
    ship_by: datetime | None


class DropshipRefused(DropshipEvent):
    """The supplier will not send these. `lines`: line of the drop shipment → pieces."""

    lines: dict[int, int]
    reason: str
    note: str


class DropshipShipped(DropshipEvent):
    """Something left. `parcel_id` is fulfilment's. `lines`: line of the drop shipment → pieces; `owed`: for them."""

    drop_parcel_id: int
    parcel_id: int | None
    lines: dict[int, int]
    owed: Money | None
    late: bool
    """After the site's own deadline."""


class DropshipMoved(DropshipEvent):
    """Pieces were taken away and given to another source. `to_id`: the drop shipment there; None: our own shelf."""

    lines: dict[int, int]
    warehouse_id: int
    to_id: int | None
    by_itself: bool


class DropshipCancelled(DropshipEvent):
    """Nothing of it is wanted any more. `asked`: the supplier had been asked already."""

    reason: str
    asked: bool


class DropshipSurprised(DropshipEvent):
    """The supplier shipped what had been called off, moved or held back. `why`: cancelled, moved, held."""

    drop_parcel_id: int
    why: str


class SurpriseSettled(DropshipEvent):
    """What becomes of such a parcel. `owed`: the supplier is paid for it; `claim`: what they are to make good."""

    drop_parcel_id: int
    settlement: str
    owed: bool
    claim: Money | None
