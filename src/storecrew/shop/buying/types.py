"""What other rooms and programs may hold of purchases. All frozen."""

from datetime import date, datetime

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money


class PurchaseLineView(Output):
    """A line of a purchase order, as agreed now.

    `said_…`: what the supplier answered otherwise and nobody has decided about; None: nothing. `missing`: awaited yet.
    `billed_cost`: what was billed for `billed` pieces together.
    """

    line_id: int
    variant_id: int
    offer_id: int | None
    sku: str
    title: str
    ordered: int
    quantity: int
    cost: Money
    asked: Money
    promised_on: date | None
    said_quantity: int | None
    said_cost: Money | None
    said_on: date | None
    received: int
    damaged: int
    returned: int
    missing: int
    billed: int
    billed_cost: Money


class PurchaseView(Output):
    """A purchase order. `promised_on` None: the supplier has named no day; `wanted_on` None: nobody said by when."""

    po_id: int
    number: str
    supplier_id: int
    site_id: int | None
    warehouse_id: int
    state: str
    currency: str
    language: str
    total: Money
    made_at: datetime
    sent_at: datetime | None
    acked_at: datetime | None
    done_at: datetime | None
    wanted_on: date | None
    promised_on: date | None
    note: str
    differs: bool
    version: int
    lines: tuple[PurchaseLineView, ...]


class PurchaseFact(Output):
    """What happened to one line that was sent to a supplier: rows for scorecards.

    `promised` is the first day they named, else the day that was wanted; None: neither. `received_at` None: nothing came
    yet, or not all that was wanted (see `received`). `invoiced` is of one piece; None: not billed.
    """

    po_id: int
    number: str
    supplier_id: int
    line_id: int
    variant_id: int
    state: str
    ordered_at: datetime
    acked_at: datetime | None
    promised: date | None
    first_received_at: datetime | None
    received_at: datetime | None
    wanted: int
    received: int
    damaged: int
    agreed: Money
    invoiced: Money | None


class Owed(Output):
    """What a supplier gets of us, in one currency. `unbilled`: here, no bill yet. `overdue` is a part of `billed`."""

    currency: str
    deposits: Money
    unbilled: Money
    billed: Money
    overdue: Money
    next_due: date | None


class Arrival(Output):
    """What is awaited of an order on a day. `on` None: nobody knows when. `late`: the day is over."""

    po_id: int
    number: str
    supplier_id: int
    warehouse_id: int
    on: date | None
    pieces: int
    lines: int
    worth: Money
    late: bool


class PoId(Output):
    """Names a purchase order, and says how far it is."""

    po_id: int
    number: str
    state: str
    version: int
