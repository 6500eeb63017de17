"""Enter, match, accept, send back and pay suppliers' invoices."""

from datetime import date, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Weight
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.events import InvoiceMatched, InvoicePaid
from storecrew.shop.buying.invoices.matching import number_key
from storecrew.shop.buying.invoices.models import InvoiceLine, InvoiceState, Payment, SupplierInvoice, Tolerance
from storecrew.shop.buying.invoices.writing import settling
from storecrew.shop.buying.invoices.writing.comparing import compare
from storecrew.shop.buying.models import LandedCost, PurchaseLine, PurchaseOrder, State
from storecrew.shop.buying.seats import BILLERS, BUYERS, EVERYWHERE
from storecrew.shop.buying.writing import booking
from storecrew.shop.buying.writing.booking import BANK, PAYABLE, PREPAID, Side
from storecrew.shop.buying.writing.loading import today
from storecrew.shop.supply import reads as supply

LINES_AT_MOST = 500
LIKE = timedelta(days=10)
"""A bill of the same sum within this time is asked about: it may be the same one under another number."""


class BilledLine(Input):
    """A line of a bill. It is for one of: a line ordered, a cost of an order, what another room knows, or nothing known."""

    quantity: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    unit: Money
    line_id: int | None = None
    cost_id: int | None = None
    source: Annotated[str, Field(max_length=40)] = ""
    reference: Annotated[str, Field(max_length=80)] = ""
    title: Annotated[str, Field(max_length=300)] = ""


class RecordInvoice(Input):
    """A supplier's bill as it stands on paper. `total` is with tax. `due_on` None: by the terms of the order.

    `sure`: it is another bill, though one of the same sum came days ago.
    """

    supplier_id: int
    number: Annotated[str, Field(min_length=1, max_length=60)]
    dated_on: date
    total: Money
    tax: Money | None = None
    due_on: date | None = None
    lines: Annotated[tuple[BilledLine, ...], Field(min_length=1, max_length=LINES_AT_MOST)]
    note: Annotated[str, Field(max_length=300)] = ""
    asset_id: int | None = None
    sure: bool = False


class InvoiceId(Output):
    """Names an invoice. `differs`: how many lines somebody has to decide about."""

    invoice_id: int
    state: str
    differs: int


@action(
    "buying_invoices.record_invoice",
    label=gettext_lazy("Enter a supplier’s invoice"),
    seats=BILLERS,
    surfaces=EVERYWHERE,
    emits=(InvoiceMatched, InvoicePaid),
    calls=settling.CALLS,
    previews=True,
)
def record_invoice(run: Run, data: RecordInvoice) -> InvoiceId:
    """Enter a supplier's bill and lay it beside what was ordered and what came. What fits is to be paid at once.

    Refused where the same number of this supplier is known, or where lines and tax do not add up to the total.
    """
    supplier = supply.suppliers_by_id([data.supplier_id]).get(data.supplier_id)
    if supplier is None:
        raise Missing(_("There is no such supplier."))
    _refuse_known(data)
    rows = _lines(data)
    tolerance = current_tolerance()
    _adds_up(data, tolerance)
    invoice = SupplierInvoice(
        supplier_id=data.supplier_id,
        number=data.number,
        number_key=number_key(data.number),
        currency=data.total.currency,
        total_minor=data.total.minor,
        tax_minor=data.tax.minor if data.tax else 0,
        dated_on=data.dated_on,
        due_on=data.due_on or _due_on(data, rows, supplier.net_days),
        note=data.note,
        asset_id=data.asset_id,
        entered_by=run.actor.ref,
        entered_at=run.now,
    )
    invoice.save()
    for row in rows:
        row.invoice = invoice
    InvoiceLine.objects.bulk_create(rows)
    run.about(invoice.subject, f"supplier:{data.supplier_id}")
    run.changed(invoice.subject, "total", old=None, new={"minor": data.total.minor, "currency": data.total.currency})
    return _matched(run, invoice)


class OneInvoice(Input):
    """Names an invoice."""

    invoice_id: int


@action(
    "buying_invoices.match",
    label=gettext_lazy("Match an invoice again"),
    seats=BILLERS | BUYERS,
    surfaces=EVERYWHERE,
    emits=(InvoiceMatched, InvoicePaid),
    calls=settling.CALLS,
    previews=True,
)
def match(run: Run, data: OneInvoice) -> InvoiceId:
    """Lay an invoice beside orders and deliveries again: what was missing may have come since."""
    invoice = _invoice(run, data.invoice_id)
    if invoice.state != InvoiceState.DIFFERS:
        return InvoiceId(invoice_id=invoice.pk, state=invoice.state, differs=0)
    return _matched(run, invoice)


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
    invoice = _invoice(run, data.invoice_id, version=data.version, states=(InvoiceState.DIFFERS,))
    rows = list(InvoiceLine.objects.filter(invoice=invoice))
    chosen = [row for row in rows if row.waits and (not data.line_ids or row.pk in data.line_ids)]
    if not chosen:
        raise Refused(_("Nothing of it differs any more."), code="buying.no_difference")
    for row in chosen:
        row.accepted_at, row.accepted_by, row.note = run.now, run.actor.ref, data.note
        row.save()
        run.changed(invoice.subject, f"accepted:{row.position + 1}", old=row.problem, new=row.excess_minor)
    return _matched(run, invoice)


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
    invoice = _invoice(run, data.invoice_id, states=(InvoiceState.DIFFERS,))
    run.changed(invoice.subject, "state", old=invoice.state, new=InvoiceState.REJECTED.value)
    invoice.state, invoice.reason = InvoiceState.REJECTED, data.reason
    _save(invoice)
    return InvoiceId(invoice_id=invoice.pk, state=invoice.state, differs=0)


class RecordPayment(Input):
    """Money that went out: for a bill, or ahead for an order; one of the two."""

    invoice_id: int | None = None
    po_id: int | None = None
    amount: Money
    paid_on: date
    reference: Annotated[str, Field(max_length=80)] = ""


class PaymentId(Output):
    """Names a payment; `open`: what is left of the bill, or of the deposit."""

    payment_id: int
    open: Money


@action(
    "buying_invoices.record_payment",
    label=gettext_lazy("Note a payment to a supplier"),
    seats=BILLERS,
    surfaces=EVERYWHERE,
    emits=(InvoicePaid,),
    previews=True,
)
def record_payment(run: Run, data: RecordPayment) -> PaymentId:
    """Note that money went to a supplier, for an invoice or ahead for an order, and book it against the bank.

    Never more than is open. What was paid ahead is taken off the order's bills by itself.
    """
    if (data.invoice_id is None) == (data.po_id is None):
        raise InvalidInput({"invoice_id": _("Say which invoice or which order was paid.")})
    if data.amount.minor <= 0:
        raise InvalidInput({"amount": _("A payment is more than nothing.")})
    if data.paid_on > today(run.now):
        raise InvalidInput({"paid_on": _("This day is yet to come.")})
    return _pay_invoice(run, data) if data.invoice_id is not None else _pay_ahead(run, data)


def _pay_invoice(run: Run, data: RecordPayment) -> PaymentId:
    invoice = _invoice(run, data.invoice_id or 0, states=(InvoiceState.MATCHED,))
    if data.amount.currency != invoice.currency or data.amount.minor > invoice.open_minor:
        most = format_money(invoice.money(invoice.open_minor))
        raise InvalidInput({"amount": _("%(most)s of it is open.") % {"most": most}})
    payment = _payment(run, data, supplier_id=invoice.supplier_id)
    invoice.paid_minor += data.amount.minor
    run.changed(invoice.subject, "paid", old=invoice.paid_minor - data.amount.minor, new=invoice.paid_minor)
    _note_payment(run, payment, PAYABLE, _("Invoice %(number)s paid") % {"number": invoice.number}, invoice.subject)
    _close_when_paid(run, invoice)
    _save(invoice)
    return PaymentId(payment_id=payment.pk, open=invoice.money(invoice.open_minor))


def _pay_ahead(run: Run, data: RecordPayment) -> PaymentId:
    order = PurchaseOrder.objects.select_for_update().filter(pk=data.po_id or 0).first()
    if order is None:
        raise Missing(_("There is no such purchase order."))
    run.about(order.subject)
    if order.state in (State.CANCELLED, State.CLOSED, State.DRAFT):
        raise Refused(_("Nothing is paid ahead for this order now."), code="buying.state")
    total = sum(line.quantity * line.cost_minor for line in PurchaseLine.objects.filter(order=order))
    paid = sum(Payment.objects.filter(order=order).values_list("amount_minor", flat=True))
    if data.amount.currency != order.currency or data.amount.minor > total - paid:
        most = format_money(order.money(max(0, total - paid)))
        raise InvalidInput({"amount": _("At most %(most)s can be paid ahead.") % {"most": most}})
    payment = _payment(run, data, supplier_id=order.supplier_id)
    run.changed(order.subject, "paid_ahead", old=paid, new=paid + data.amount.minor)
    _note_payment(run, payment, PREPAID, _("Paid ahead for %(number)s") % {"number": order.number}, order.subject)
    return PaymentId(payment_id=payment.pk, open=order.money(total - paid - data.amount.minor))


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


def current_tolerance() -> Tolerance:
    """Return how far bills may differ."""
    return Tolerance.objects.filter(pk=1).first() or Tolerance()


def _matched(run: Run, invoice: SupplierInvoice) -> InvoiceId:
    rows = list(
        InvoiceLine.objects.filter(invoice=invoice).select_related("line__order", "cost").order_by("position", "pk")
    )
    compare(invoice, rows, current_tolerance())
    waiting = [row for row in rows if row.waits]
    if waiting:
        _save(invoice)
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
    _close_when_paid(run, invoice)
    _save(invoice)
    return InvoiceId(invoice_id=invoice.pk, state=invoice.state, differs=0)


def _refuse_known(data: RecordInvoice) -> None:
    if not number_key(data.number):
        raise InvalidInput({"number": _("Type the number as it stands on the bill.")})
    known = SupplierInvoice.objects.filter(supplier_id=data.supplier_id).exclude(state=InvoiceState.REJECTED)
    if known.filter(number_key=number_key(data.number)).exists():
        raise InvalidInput({"number": _("A bill with this number of theirs is here already.")})
    like = known.filter(
        total_minor=data.total.minor,
        currency=data.total.currency,
        dated_on__range=(data.dated_on - LIKE, data.dated_on + LIKE),
    ).first()
    if like is not None and not data.sure:
        raise InvalidInput(
            {
                "sure": _("Bill %(number)s of the same sum is here already. Say that this is another one.")
                % {"number": like.number}
            }
        )


def _lines(data: RecordInvoice) -> list[InvoiceLine]:
    ordered = {
        line.pk: line
        for line in PurchaseLine.objects.select_related("order").filter(
            pk__in=[one.line_id for one in data.lines if one.line_id], order__supplier_id=data.supplier_id
        )
    }
    costs = {
        row.pk: row for row in LandedCost.objects.filter(pk__in=[one.cost_id for one in data.lines if one.cost_id])
    }
    rows = []
    for position, one in enumerate(data.lines):
        if one.unit.currency != data.total.currency:
            raise InvalidInput({"lines": _("All amounts of a bill are in one currency.")})
        line, cost = ordered.get(one.line_id or 0), costs.get(one.cost_id or 0)
        if one.line_id and (line is None or line.order.currency != data.total.currency):
            raise InvalidInput({"lines": _("A line is not of an order of this supplier in this currency.")})
        if one.cost_id and cost is None:
            raise InvalidInput({"lines": _("There is no such cost.")})
        title = one.title or (line.title if line else "") or (str(cost.get_kind_display()) if cost else "")
        rows.append(
            InvoiceLine(
                position=position,
                line=line,
                cost=cost,
                source=one.source,
                reference=one.reference,
                title=title or _("Not named"),
                sku=line.sku if line else "",
                quantity=one.quantity,
                unit_minor=one.unit.minor,
            )
        )
    return rows


def _adds_up(data: RecordInvoice, tolerance: Tolerance) -> None:
    if data.tax is not None and (data.tax.currency != data.total.currency or data.tax.minor < 0):
        raise InvalidInput({"tax": _("All amounts of a bill are in one currency.")})
    net = sum(one.quantity * one.unit.minor for one in data.lines)
    together = net + (data.tax.minor if data.tax else 0)
    if abs(together - data.total.minor) > tolerance.sum_minor:
        said = format_money(Money(together, data.total.currency))
        raise InvalidInput({"total": _("Lines and tax come to %(said)s. Look at the bill again.") % {"said": said}})


def _due_on(data: RecordInvoice, rows: list[InvoiceLine], net_days: int) -> date:
    """Return the day by the terms: so many days after the goods came, or after the bill where it is later."""
    orders = [row.line.order for row in rows if row.line is not None]
    came = [row.line.received_at for row in rows if row.line is not None and row.line.received_at is not None]
    days = max((order.net_days for order in orders), default=net_days)
    start = max([data.dated_on, *(supply.store_day(at) for at in came)])
    return start + timedelta(days=days)


def _payment(run: Run, data: RecordPayment, *, supplier_id: int) -> Payment:
    payment = Payment(
        supplier_id=supplier_id,
        invoice_id=data.invoice_id,
        order_id=data.po_id,
        amount_minor=data.amount.minor,
        left_minor=data.amount.minor if data.po_id else 0,
        currency=data.amount.currency,
        paid_on=data.paid_on,
        reference=data.reference,
        recorded_by=run.actor.ref,
        recorded_at=run.now,
    )
    payment.save()
    return payment


def _note_payment(run: Run, payment: Payment, account: str, text: str, source: str) -> None:
    amount = Money(payment.amount_minor, payment.currency)
    sides = [Side(account, amount), Side(BANK, -amount)]
    booking.note(run, f"supplier_payment:{payment.pk}", text, source, sides, on=payment.paid_on)


def _close_when_paid(run: Run, invoice: SupplierInvoice) -> None:
    if invoice.open_minor or invoice.state != InvoiceState.MATCHED:
        return
    run.changed(invoice.subject, "state", old=invoice.state, new=InvoiceState.PAID.value)
    invoice.state, invoice.paid_at = InvoiceState.PAID, run.now
    run.emit(InvoicePaid(invoice_id=invoice.pk, supplier_id=invoice.supplier_id), subject=invoice.subject)


def _invoice(
    run: Run, invoice_id: int, *, version: int | None = None, states: tuple[InvoiceState, ...] = ()
) -> SupplierInvoice:
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


def _save(invoice: SupplierInvoice) -> None:
    invoice.version += 1
    invoice.save()
