"""What suppliers get of us."""

from collections import defaultdict
from datetime import date, datetime

from storecrew.kernel.money.types import Money
from storecrew.shop.buying import billable
from storecrew.shop.buying.invoices.models import InvoiceState, Payment, SupplierInvoice
from storecrew.shop.buying.models import OPEN, PurchaseLine, State
from storecrew.shop.buying.types import Owed
from storecrew.shop.supply import reads as supply


def owed(supplier_id: int, now: datetime) -> tuple[Owed, ...]:
    """Return what a supplier gets: deposits due, goods here without a bill, bills open and overdue, by currency."""
    today = supply.store_day(now)
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    paid = _deposits_paid(supplier_id)
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    currencies: dict[int, str] = {}
    lines = PurchaseLine.objects.filter(order__supplier_id=supplier_id, order__state__in=[*OPEN, State.RECEIVED])
    for line in lines.select_related("order"):
        order = line.order
        sums[order.currency]["unbilled"] += max(0, line.kept - line.billed) * line.cost_minor
        totals[order.pk][0] += line.quantity * line.cost_minor
        totals[order.pk][1] = order.deposit_percent if order.state in OPEN else 0
        currencies[order.pk] = order.currency
    for pk, (total, percent) in totals.items():
        sums[currencies[pk]]["deposits"] += max(0, total * percent // 100 - paid.get(pk, 0))
    for rows in billable.of_supplier(supplier_id).values():
        for row in rows:
            sums[row.cost.currency]["unbilled"] += row.quantity * row.cost.minor
    due: dict[str, date] = {}
    for invoice in SupplierInvoice.objects.filter(supplier_id=supplier_id, state__in=InvoiceState.owing()):
        sums[invoice.currency]["billed"] += invoice.open_minor
        sums[invoice.currency]["overdue"] += invoice.open_minor if invoice.due_on < today else 0
        due[invoice.currency] = min(due.get(invoice.currency, invoice.due_on), invoice.due_on)
    return tuple(
        Owed(
            currency=currency,
            **{name: Money(one[name], currency) for name in ("deposits", "unbilled", "billed", "overdue")},
            next_due=due.get(currency),
        )
        for currency, one in sorted(sums.items())
        if any(one.values())
    )


def _deposits_paid(supplier_id: int) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for order_id, minor in Payment.objects.filter(supplier_id=supplier_id, order__isnull=False).values_list(
        "order_id", "amount_minor"
    ):
        found[order_id or 0] += minor
    return found
