"""Accept what bills say otherwise, or send them back; how far they may differ."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Weight
from storecrew.shop.buying.events import InvoiceMatched, InvoicePaid
from storecrew.shop.buying.invoices.actions.entering import LINES_AT_MOST
from storecrew.shop.buying.invoices.models import InvoiceLine, InvoiceState, SupplierInvoice
from storecrew.shop.buying.invoices.writing import settling
from storecrew.shop.buying.invoices.writing.matching import InvoiceId, current_tolerance, invoice_of, matched, save
from storecrew.shop.buying.seats import BILLERS, BUYERS, EVERYWHERE


class AcceptLines(Input):
    """Which differences are taken as they are, and why. `line_ids` empty: all of the invoice."""

    invoice_id: int
    line_ids: Annotated[tuple[int, ...], Field(max_length=LINES_AT_MOST)] = ()
    note: Annotated[str, Field(min_length=2, max_length=300)]
    version: int | None = None


def weigh_accept(data: AcceptLines) -> Weight:
    """Weigh what is paid beyond what was agreed."""
    invoice = SupplierInvoice.objects.filter(pk=data.invoice_id).first()
    if invoice is None:
        return Weight()
    rows = [row for row in InvoiceLine.objects.filter(invoice=invoice) if row.waits]
    excess = sum(abs(row.excess_minor) for row in rows if not data.line_ids or row.pk in data.line_ids)
    return Weight(amount_minor=excess, currency=invoice.currency, versions={invoice.subject: invoice.version})


@action(
    "buying_invoices.accept_difference",
    label=gettext_lazy("Accept what a bill says otherwise"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(InvoiceMatched, InvoicePaid),
    calls=settling.CALLS,
    previews=True,
    weigh=weigh_accept,
)
def accept_difference(run: Run, data: AcceptLines) -> InvoiceId:
    """Accept differences of a bill line by line, by whoever buys: who enters bills does not accept them.

    Once nothing is left to decide, the invoice is to be paid. From which amount somebody else has to agree is a rule of
    approvals.
    """
    invoice = invoice_of(run, data.invoice_id, version=data.version, states=(InvoiceState.DIFFERS,))
    rows = list(InvoiceLine.objects.filter(invoice=invoice))
    chosen = [row for row in rows if row.waits and (not data.line_ids or row.pk in data.line_ids)]
    if not chosen:
        raise Refused(_("Nothing of it differs any more."), code="buying.no_difference")
    for row in chosen:
        row.accepted_at, row.accepted_by, row.note = run.now, run.actor.ref, data.note
        row.save()
        run.changed(invoice.subject, f"accepted:{row.position + 1}", old=row.problem, new=row.excess_minor)
    return matched(run, invoice)


class Reject(Input):
    """Why a bill is sent back."""

    invoice_id: int
    reason: Annotated[str, Field(min_length=2, max_length=300)]


@action(
    "buying_invoices.reject",
    label=gettext_lazy("Send an invoice back"),
    seats=BILLERS | BUYERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def reject(run: Run, data: Reject) -> InvoiceId:
    """Send a bill back that is wrong. Nothing of it is owed; the same number may be entered again once it is right."""
    invoice = invoice_of(run, data.invoice_id, states=(InvoiceState.DIFFERS,))
    run.changed(invoice.subject, "state", old=invoice.state, new=InvoiceState.REJECTED.value)
    invoice.state, invoice.reason = InvoiceState.REJECTED, data.reason
    save(invoice)
    return InvoiceId(invoice_id=invoice.pk, state=invoice.state, differs=0)


class SetTolerance(Input):
    """How far bills may differ without a word; amounts are minor units of the bill's currency."""

    price_percent: Annotated[int, Field(ge=0, le=100)]
    line_minor: Annotated[int, Field(ge=0, le=10**9)]
    sum_minor: Annotated[int, Field(ge=0, le=10**6)]


@action(
    "buying_invoices.set_tolerance",
    label=gettext_lazy("Say how far bills may differ"),
    seats=frozenset({"director"}),
    surfaces=EVERYWHERE,
)
def set_tolerance(run: Run, data: SetTolerance) -> Nothing:
    """Set by how much a bill may differ from what was agreed without anybody deciding about it."""
    row = current_tolerance()
    for name, value in data.model_dump().items():
        run.changed(row.subject, name, old=getattr(row, name), new=value)
        setattr(row, name, value)
    row.save()
    run.about(row.subject)
    return Nothing()
