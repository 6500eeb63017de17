"""Note what was paid to suppliers: for a bill, or ahead for an order."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.events import InvoicePaid
from storecrew.shop.buying.invoices.models import InvoiceState, Payment
from storecrew.shop.buying.invoices.writing.matching import close_when_paid, invoice_of, save
from storecrew.shop.buying.models import PurchaseLine, PurchaseOrder, State
from storecrew.shop.buying.seats import BILLERS, EVERYWHERE
from storecrew.shop.buying.writing import booking
from storecrew.shop.buying.writing.booking import BANK, PAYABLE, PREPAID, Side
from storecrew.shop.buying.writing.loading import today


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
    invoice = invoice_of(run, data.invoice_id or 0, states=(InvoiceState.MATCHED,))
    if data.amount.currency != invoice.currency or data.amount.minor > invoice.open_minor:
        most = format_money(invoice.money(invoice.open_minor))
        raise InvalidInput({"amount": _("%(most)s of it is open.") % {"most": most}})
    payment = _payment(run, data, supplier_id=invoice.supplier_id)
    invoice.paid_minor += data.amount.minor
    run.changed(invoice.subject, "paid", old=invoice.paid_minor - data.amount.minor, new=invoice.paid_minor)
    _note_payment(run, payment, PAYABLE, _("Invoice %(number)s paid") % {"number": invoice.number}, invoice.subject)
    close_when_paid(run, invoice)
    save(invoice)
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
