"""Questions about suppliers' invoices."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.invoices.models import InvoiceState, SupplierInvoice
from storecrew.shop.buying.seats import EVERYWHERE, READERS


class InvoicesQuery(Input):
    """Which: by state, of a supplier, due by a day."""

    state: InvoiceState | None = None
    supplier_id: int | None = None
    due_by: date | None = None
    before: int | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class InvoiceRow(Output):
    """A supplier's bill and what of it is open."""

    invoice_id: int
    supplier_id: int
    number: str
    state: str
    total: Money
    open: Money
    dated_on: date
    due_on: date


class Invoices(Output):
    """The newest first."""

    items: tuple[InvoiceRow, ...]


@read("buying_invoices.invoices", label=_("Suppliers’ invoices"), seats=READERS, surfaces=EVERYWHERE)
def invoices(ask: Ask, data: InvoicesQuery) -> Invoices:
    """List suppliers' bills: what differs, what is to be paid and when, what is paid."""
    rows = SupplierInvoice.objects.order_by("-pk")
    rows = rows.filter(state=data.state) if data.state else rows
    rows = rows.filter(supplier_id=data.supplier_id) if data.supplier_id else rows
    rows = rows.filter(due_on__lte=data.due_by) if data.due_by else rows
    rows = rows.filter(pk__lt=data.before) if data.before else rows
    return Invoices(items=tuple(row_of(row) for row in rows[: data.limit]))


def bills_of(supplier_id: int, *, limit: int = 100) -> tuple[InvoiceRow, ...]:
    """Return a supplier's bills, the newest first: for their own pages, which check who asks. One question."""
    rows = SupplierInvoice.objects.filter(supplier_id=supplier_id).order_by("-pk")
    return tuple(row_of(row) for row in rows[:limit])


def row_of(row: SupplierInvoice) -> InvoiceRow:
    """Return a bill and what of it is open."""
    return InvoiceRow(
        invoice_id=row.pk,
        supplier_id=row.supplier_id,
        number=row.number,
        state=row.state,
        total=row.money(row.total_minor),
        open=row.money(row.open_minor),
        dated_on=row.dated_on,
        due_on=row.due_on,
    )
