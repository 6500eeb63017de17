"""Issue invoices and credit notes; say whose name stands on them."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Personal
from storecrew.shop.orders.documents.composing import credit_paper, paper_of
from storecrew.shop.orders.documents.events import DocumentIssued
from storecrew.shop.orders.documents.models import Document, Kind, Letterhead, Sequence
from storecrew.shop.orders.documents.types import Paper
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.seats import BOOKKEEPERS, EVERYWHERE, RULERS


class IssueInvoice(Input):
    """Of which order."""

    order_id: int


class PiecesBack(Input):
    """So many pieces of a line."""

    line_id: int
    quantity: Annotated[int, Field(ge=1)]


class IssueCreditNote(Input):
    """Which invoice is taken back; without `lines` whatever of it stands still."""

    document_id: int
    lines: tuple[PiecesBack, ...] = ()
    reason: Annotated[str, Personal, Field(max_length=200)] = ""


class Issued(Output):
    """What was issued."""

    document_id: int
    number: str


@action(
    "orders_documents.issue_invoice",
    label=gettext_lazy("Issue an invoice"),
    seats=BOOKKEEPERS,
    surfaces=EVERYWHERE,
    emits=(DocumentIssued,),
)
def issue_invoice(run: Run, data: IssueInvoice) -> Issued:
    """Issue the invoice of an order as it stands. Numbers follow one another without gaps; nothing of it changes afterwards."""
    order = _order_of(run, data.order_id)
    if order.state == State.DRAFT:
        raise Refused(_("This is still a draft. Place it first, or print a pro forma."), code="orders.draft")
    open_one = next((one for one in _invoices(order) if standing(one)), None)
    if open_one is not None:
        raise Refused(
            _("Invoice %(number)s stands already. Take it back with a credit note first.")
            % {"number": open_one.number},
            code="orders.invoiced",
        )
    if order.total_minor == 0:
        raise Refused(_("There is nothing to invoice: the order comes to nothing."), code="orders.empty")
    paper = paper_of(order, Kind.INVOICE, run.now)
    return _issue(run, order, Kind.INVOICE, paper)


@action(
    "orders_documents.issue_credit_note",
    label=gettext_lazy("Issue a credit note"),
    seats=BOOKKEEPERS,
    surfaces=EVERYWHERE,
    emits=(DocumentIssued,),
)
def issue_credit_note(run: Run, data: IssueCreditNote) -> Issued:
    """Take an invoice back, whole or by pieces of its lines. More than stands of it is refused."""
    invoice = Document.objects.filter(pk=data.document_id, kind=Kind.INVOICE).first()
    if invoice is None:
        raise Missing(_("There is no such invoice."))
    order = _order_of(run, invoice.order_id)
    left = standing(invoice)
    if not left:
        raise Refused(_("Nothing of this invoice stands any more."), code="orders.credited")
    wanted = {one.line_id: one.quantity for one in data.lines} if data.lines else None
    for line_id, quantity in (wanted or {}).items():
        if quantity > left.get(line_id, 0):
            raise Refused(_("Only %(n)d of this line still stand on the invoice.") % {"n": left.get(line_id, 0)})
    printed = Paper.model_validate(invoice.content)
    touched = invoice.credit_notes.exists()
    pieces = wanted if wanted is not None else ({k: n for k, n in left.items() if k and n} if touched else None)
    paper = credit_paper(printed, pieces, run.now, number="", reason=data.reason, order=order)
    if pieces is not None and wanted is None:
        paper = _with_charges(paper, printed, invoice)
    return _issue(run, order, Kind.CREDIT_NOTE, paper, corrects=invoice)


def standing(invoice: Document) -> dict[int, int]:
    """Return how many pieces of each line of an invoice were not taken back; key 0: its charges. Empty: nothing stands."""
    left: dict[int, int] = {}
    for row in Paper.model_validate(invoice.content).lines:
        key = row.line_id or 0
        left[key] = left.get(key, 0) + row.quantity
    for note in invoice.credit_notes.order_by("pk"):
        for row in Paper.model_validate(note.content).lines:
            left[row.line_id or 0] -= row.quantity
    return {key: pieces for key, pieces in left.items() if pieces}


def _with_charges(paper: Paper, invoice: Paper, row: Document) -> Paper:
    """Add the invoice's charges to a credit note that takes back all the rest, unless an earlier one had them."""
    told = {
        line.charge_id
        for note in row.credit_notes.all()
        for line in Paper.model_validate(note.content).lines
        if line.charge_id
    }
    charges = tuple(line for line in invoice.lines if line.charge_id and line.charge_id not in told)
    rows = (*paper.lines, *charges)
    whole = sum(line.total.minor for line in rows)
    tax = sum(line.tax.minor for line in rows)
    zero = paper.total.__class__
    return paper.model_copy(
        update={
            "lines": rows,
            "total": zero(whole, paper.currency),
            "tax": zero(tax, paper.currency),
            "subtotal": zero(whole - tax, paper.currency),
            "taxes": (*paper.taxes, *(part for line in charges for part in line.taxes)),
        }
    )


def _issue(run: Run, order: Order, kind: Kind, paper: Paper, *, corrects: Document | None = None) -> Issued:
    series, ordinal = _next(kind, run)
    number = f"{series}{ordinal:05d}"
    whole = paper.model_copy(update={"number": number})
    document = Document.objects.create(
        order=order,
        kind=kind,
        number=number,
        series=series,
        ordinal=ordinal,
        corrects=corrects,
        on=whole.on,
        issued_at=run.now,
        by=run.actor.ref,
        language=whole.language,
        currency=whole.currency,
        total_minor=whole.total.minor,
        tax_minor=whole.tax.minor,
        content=whole.model_dump(mode="json"),
    )
    run.about(order.subject, document.subject)
    run.changed(order.subject, "document", old=None, new=number)
    issued = DocumentIssued(
        document_id=document.pk,
        order_id=order.pk,
        kind=kind,
        number=number,
        total=whole.total,
        tax=whole.tax,
        language=whole.language,
    )
    run.emit(issued, subject=order.subject)
    return Issued(document_id=document.pk, number=number)


def _next(kind: Kind, run: Run) -> tuple[str, int]:
    """Give out the next number of a series. The lock is held until the commit: who fails gives the number back."""
    head = Letterhead.objects.filter(pk=1).first() or Letterhead()
    prefix = head.invoice_prefix if kind == Kind.INVOICE else head.credit_prefix
    series = f"{prefix}{timezone.localdate(run.now).year}-" if head.by_year else prefix
    Sequence.objects.get_or_create(series=series)
    row = Sequence.objects.select_for_update().get(series=series)
    row.given += 1
    row.save(update_fields=["given"])
    return series, row.given


def _order_of(run: Run, order_id: int) -> Order:
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise Missing(_("There is no such order."))
    run.about(order.subject)
    return order


def _invoices(order: Order) -> list[Document]:
    return list(Document.objects.filter(order=order, kind=Kind.INVOICE).order_by("-pk"))


Text = Annotated[str, Field(max_length=200)]
Prefix = Annotated[str, Field(max_length=12, pattern=r"^[A-Za-z0-9/_-]*$")]


class SetLetterhead(Input):
    """Who issues documents. `lines`: the address. `by_year`: numbers begin at 1 each year."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    lines: Annotated[tuple[Text, ...], Field(max_length=6)] = ()
    tax_number: Annotated[str, Field(max_length=60)] = ""
    registration: Annotated[str, Field(max_length=120)] = ""
    contact: Text = ""
    bank: Text = ""
    footer: Annotated[str, Field(max_length=400)] = ""
    invoice_prefix: Prefix = "INV-"
    credit_prefix: Prefix = "CN-"
    by_year: bool = True


@action(
    "orders_documents.set_letterhead",
    label=gettext_lazy("Set the letterhead"),
    seats=RULERS,
    surfaces=EVERYWHERE,
)
def set_letterhead(run: Run, data: SetLetterhead) -> Nothing:
    """Say whose name, address and numbers stand on documents from now on. What was issued stays as it is."""
    if data.invoice_prefix == data.credit_prefix:
        raise Refused(_("Invoices and credit notes need series of their own."))
    row = Letterhead.objects.select_for_update().filter(pk=1).first() or Letterhead()
    for name, value in data.model_dump().items():
        new = list(value) if isinstance(value, tuple) else value
        run.changed("letterhead:1", name, old=getattr(row, name), new=new)
        setattr(row, name, new)
    row.version += 1
    row.save()
    run.about("letterhead:1")
    return Nothing()
