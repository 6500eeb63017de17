"""Find an invoice, match it, close it: what several actions do."""

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Output
from storecrew.shop.buying.events import InvoiceMatched, InvoicePaid
from storecrew.shop.buying.invoices.models import InvoiceLine, InvoiceState, SupplierInvoice, Tolerance
from storecrew.shop.buying.invoices.writing import settling
from storecrew.shop.buying.invoices.writing.comparing import compare


class InvoiceId(Output):
    """Names an invoice. `differs`: how many lines somebody has to decide about."""

    invoice_id: int
    state: str
    differs: int


def matched(run: Run, invoice: SupplierInvoice) -> InvoiceId:
    """Lay an invoice beside orders and deliveries; with nothing left to decide it is to be paid."""
    rows = list(
        InvoiceLine.objects.filter(invoice=invoice).select_related("line__order", "cost").order_by("position", "pk")
    )
    compare(invoice, rows, current_tolerance())
    waiting = [row for row in rows if row.waits]
    if waiting:
        save(invoice)
        return InvoiceId(invoice_id=invoice.pk, state=invoice.state, differs=len(waiting))
    run.changed(invoice.subject, "state", old=invoice.state, new=InvoiceState.MATCHED.value)
    invoice.state, invoice.matched_at = InvoiceState.MATCHED, run.now
    variance = settling.settle(run, invoice, rows)
    settling.use_deposits(run, invoice, rows)
    run.emit(
        InvoiceMatched(
            invoice_id=invoice.pk,
            supplier_id=invoice.supplier_id,
            total_minor=invoice.total_minor,
            currency=invoice.currency,
            variance_minor=variance,
            due_on=invoice.due_on,
        ),
        subject=invoice.subject,
    )
    close_when_paid(run, invoice)
    save(invoice)
    return InvoiceId(invoice_id=invoice.pk, state=invoice.state, differs=0)


def close_when_paid(run: Run, invoice: SupplierInvoice) -> None:
    """Note that an invoice is paid, once nothing of it is open; saving is the caller's."""
    if invoice.open_minor or invoice.state != InvoiceState.MATCHED:
        return
    run.changed(invoice.subject, "state", old=invoice.state, new=InvoiceState.PAID.value)
    invoice.state, invoice.paid_at = InvoiceState.PAID, run.now
    run.emit(InvoicePaid(invoice_id=invoice.pk, supplier_id=invoice.supplier_id), subject=invoice.subject)


def invoice_of(
    run: Run, invoice_id: int, *, version: int | None = None, states: tuple[InvoiceState, ...] = ()
) -> SupplierInvoice:
    """Return an invoice, locked. `version`: as the asker saw it; `states`: those in which this can be done."""
    rows = SupplierInvoice.objects.select_for_update(of=("self",)).select_related("supplier")
    row = rows.filter(pk=invoice_id).first()
    if row is None:
        raise Missing(_("There is no such invoice."))
    run.about(row.subject, row.supplier.subject)
    if version is not None and version != row.version:
        raise Refused(_("Somebody changed this invoice meanwhile. Look at it again."), code="buying.changed")
    if states and row.state not in states:
        said = InvoiceState(row.state).label
        raise Refused(_("This cannot be done now: the invoice is “%(state)s”.") % {"state": said}, code="buying.state")
    return row


def save(invoice: SupplierInvoice) -> None:
    """Save an invoice as its next version."""
    invoice.version += 1
    invoice.save()


def current_tolerance() -> Tolerance:
    """Return how far bills may differ."""
    return Tolerance.objects.filter(pk=1).first() or Tolerance()
