"""Lay an invoice beside orders and deliveries, and note what differs."""

from collections import defaultdict

from storecrew.shop.buying import billable
from storecrew.shop.buying.invoices.matching import Limits, judge
from storecrew.shop.buying.invoices.models import InvoiceLine, SupplierInvoice, Tolerance


def compare(invoice: SupplierInvoice, lines: list[InvoiceLine], tolerance: Tolerance) -> None:
    """Judge every line anew and save what was found; what was accepted stays so while it is the same."""
    limits = Limits(tolerance.price_percent, tolerance.line_minor)
    others = _others(invoice, lines)
    taken: dict[str, int] = defaultdict(int)
    for line in lines:
        here, agreed = _known(invoice, line, others)
        name = _name(line)
        verdict = judge(line.quantity, line.unit_minor, here=here - taken[name], agreed_minor=agreed, limits=limits)
        taken[name] += line.quantity
        before = (line.problem, line.expected, line.agreed_minor)
        line.expected, line.agreed_minor, line.problem = verdict.expected, verdict.agreed_minor, verdict.problem
        if before != (line.problem, line.expected, line.agreed_minor):
            line.accepted_at, line.accepted_by = None, ""
        line.save()


def _known(
    invoice: SupplierInvoice, line: InvoiceLine, others: dict[tuple[str, str], tuple[int, int]]
) -> tuple[int, int | None]:
    """Return how many pieces of it are here and not billed, and what one was agreed at; None: nobody ordered it."""
    if line.line is not None:
        return line.line.kept - line.line.billed, line.line.cost_minor
    if line.cost is not None and line.cost.billed_minor is None and line.cost.currency == invoice.currency:
        return 1, line.cost.amount_minor
    if line.source and (found := others.get((line.source, line.reference))):
        return found
    return 0, None


def _others(invoice: SupplierInvoice, lines: list[InvoiceLine]) -> dict[tuple[str, str], tuple[int, int]]:
    if not any(line.source for line in lines):
        return {}
    return {
        (name, row.reference): (row.quantity, row.cost.minor)
        for name, rows in billable.of_supplier(invoice.supplier_id).items()
        for row in rows
        if row.cost.currency == invoice.currency
    }


def _name(line: InvoiceLine) -> str:
    if line.line_id:
        return f"line:{line.line_id}"
    return (
        f"cost:{line.cost_id}"
        if line.cost_id
        else f"{line.source}:{line.reference}"
        if line.source
        else f"own:{line.pk}"
    )
