"""Every write of suppliers' invoices."""

from storecrew.shop.buying.invoices.actions.deciding import (
    AcceptLines,
    Reject,
    SetTolerance,
    accept_difference,
    reject,
    set_tolerance,
)
from storecrew.shop.buying.invoices.actions.entering import BilledLine, OneInvoice, RecordInvoice, match, record_invoice
from storecrew.shop.buying.invoices.actions.paying import PaymentId, RecordPayment, record_payment
from storecrew.shop.buying.invoices.writing.matching import InvoiceId, current_tolerance

__all__ = [
    "AcceptLines",
    "BilledLine",
    "InvoiceId",
    "OneInvoice",
    "PaymentId",
    "RecordInvoice",
    "RecordPayment",
    "Reject",
    "SetTolerance",
    "accept_difference",
    "current_tolerance",
    "match",
    "record_invoice",
    "record_payment",
    "reject",
    "set_tolerance",
]
