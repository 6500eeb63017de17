"""What a matched invoice does: pieces are billed, the books owe it, what was paid ahead is taken off."""

from collections import defaultdict

from django.utils.translation import gettext as _

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.buying import actions as buying
from storecrew.shop.buying import billable
from storecrew.shop.buying.invoices.models import InvoiceLine, Payment, SupplierInvoice
from storecrew.shop.buying.models import Outcome, PurchaseLine, ReceivingLine
from storecrew.shop.buying.writing import booking
from storecrew.shop.buying.writing.booking import INPUT_TAX, PAYABLE, PREPAID, UNBILLED, VARIANCE, Side

CALLS = (buying.note_billed, buying.bill_cost)


def settle(run: Run, invoice: SupplierInvoice, lines: list[InvoiceLine]) -> int:
    """Bill what the lines are for and note the entry; returns by how much the bill misses what was agreed. Needs `CALLS`."""
    cleared: list[Side] = []
    net = 0
    by_order: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    others: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        net += line.amount_minor
        if line.line is not None:
            cleared.append(Side(UNBILLED, invoice.money(_accrued(line.line, line.quantity, invoice))))
            by_order[line.line.order_id].append((line.line.pk, line.quantity, line.amount_minor))
            line.line.billed += line.quantity  # the same line again on this bill is reckoned after it
        elif line.cost is not None:
            own = run.call(
                buying.bill_cost, buying.BillCost(cost_id=line.cost.pk, amount=invoice.money(line.amount_minor))
            )
            cleared += _cost_sides(invoice, line, own.own)
        elif line.source:
            cleared.append(Side(UNBILLED, invoice.money(line.expected * (line.agreed_minor or 0))))
            others[line.source][line.reference] += line.quantity
    for order_id, some in by_order.items():
        run.call(buying.note_billed, buying.NoteBilled(po_id=order_id, lines=tuple(some)))
    for name, billed in others.items():
        billable.settle(run, name, dict(billed))
    same = sum(
        side.amount.minor for side in cleared if side.account == UNBILLED and side.amount.currency == invoice.currency
    )
    same += sum(side.amount.minor for side in cleared if side.account != UNBILLED)
    variance = invoice.total_minor - invoice.tax_minor - same
    booking.note(
        run,
        f"{invoice.subject}:matched",
        _("Invoice %(number)s of %(name)s") % {"number": invoice.number, "name": invoice.supplier.name},
        invoice.subject,
        [
            *cleared,
            Side(VARIANCE, invoice.money(variance)),
            Side(INPUT_TAX, invoice.money(invoice.tax_minor)),
            Side(PAYABLE, invoice.money(-invoice.total_minor)),
        ],
        on=invoice.dated_on,
    )
    return variance


def use_deposits(run: Run, invoice: SupplierInvoice, lines: list[InvoiceLine]) -> None:
    """Take what was paid ahead for the billed orders off the invoice; `invoice` is saved by the caller."""
    order_ids = {line.line.order_id for line in lines if line.line is not None}
    ahead = Payment.objects.select_for_update().filter(order__in=order_ids, left_minor__gt=0, currency=invoice.currency)
    for payment in ahead.order_by("paid_on", "pk"):
        used = min(payment.left_minor, invoice.open_minor)
        if not used:
            break
        payment.left_minor -= used
        payment.save(update_fields=["left_minor"])
        invoice.paid_minor += used
        booking.note(
            run,
            f"{invoice.subject}:deposit:{payment.pk}",
            _("Paid ahead, taken off invoice %(number)s") % {"number": invoice.number},
            invoice.subject,
            [Side(PAYABLE, invoice.money(used)), Side(PREPAID, invoice.money(-used))],
        )


def _cost_sides(invoice: SupplierInvoice, line: InvoiceLine, own: Money) -> list[Side]:
    """Clear what was booked for a cost, in the store's currency; the exchange account balances a foreign bill."""
    if own.currency == invoice.currency:
        return [Side(UNBILLED, own)]
    return [
        Side(UNBILLED, own),
        Side(booking.EXCHANGE, Money(-own.minor, own.currency)),
        Side(booking.EXCHANGE, invoice.money(line.amount_minor)),
    ]


def _accrued(line: PurchaseLine, pieces: int, invoice: SupplierInvoice) -> int:
    """Return what the books owe for so many pieces that are billed next: what they had been received at."""
    total = sum(
        quantity * cost
        for quantity, cost in ReceivingLine.objects.filter(line=line).values_list("quantity", "cost_minor")
    )
    for row in line.discrepancies.exclude(outcome__in=["", Outcome.KEPT]):
        total -= row.quantity * ReceivingLine.objects.get(receiving_id=row.receiving_id, line=line).cost_minor
    kept = line.kept
    if not kept:
        return 0
    known = min(line.billed + pieces, kept)
    return total * known // kept - total * min(line.billed, kept) // kept
