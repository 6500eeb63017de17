"""Facts that buying announces. Subjects are `purchase:<id>` and `supplier_invoice:<id>`."""

from datetime import date
from typing import ClassVar

from storecrew.kernel.events.types import Event


class PurchaseEvent(Event):
    """A fact about a purchase order."""

    room = "buying"
    history: ClassVar[bool] = True
    po_id: int
    supplier_id: int


class PurchaseSent(PurchaseEvent):
    """An order went to its supplier, or went again because it was changed."""

    total_minor: int
    currency: str
    again: bool = False


class PurchaseAcknowledged(PurchaseEvent):
    """The supplier answered. `differs`: not as it was ordered; somebody has to decide. `promised`: their latest day."""

    differs: bool
    promised: date | None


class PurchaseReceived(PurchaseEvent):
    """Goods of an order came. `missing`: pieces awaited yet; `late_days` against the first day they named, None: none was."""

    history: ClassVar[bool] = False
    receiving_id: int
    variant_ids: tuple[int, ...]
    pieces: int
    damaged: int
    missing: int
    late_days: int | None


class PurchaseClosed(PurchaseEvent):
    """Nothing more is awaited and everything is billed, or the rest was given up."""

    reason: str


class PurchaseCancelled(PurchaseEvent):
    """An order was called off before anything came."""

    reason: str


class InvoiceMatched(Event):
    """A supplier's invoice was laid beside orders and deliveries and is good to be paid, differences accepted."""

    room = "buying"
    history: ClassVar[bool] = True
    invoice_id: int
    supplier_id: int
    total_minor: int
    currency: str
    variance_minor: int
    due_on: date


class InvoicePaid(Event):
    """An invoice is paid in full."""

    room = "buying"
    history: ClassVar[bool] = True
    invoice_id: int
    supplier_id: int
