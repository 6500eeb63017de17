"""Enter suppliers' invoices, and match them again."""

from datetime import date, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.events import InvoiceMatched, InvoicePaid
from storecrew.shop.buying.invoices.matching import number_key
from storecrew.shop.buying.invoices.models import InvoiceLine, InvoiceState, SupplierInvoice, Tolerance
from storecrew.shop.buying.invoices.writing import settling
from storecrew.shop.buying.invoices.writing.matching import InvoiceId, current_tolerance, invoice_of, matched
from storecrew.shop.buying.models import LandedCost, PurchaseLine
from storecrew.shop.buying.seats import BILLERS, BUYERS, EVERYWHERE
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
    return matched(run, invoice)


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
    invoice = invoice_of(run, data.invoice_id)
    if invoice.state != InvoiceState.DIFFERS:
        return InvoiceId(invoice_id=invoice.pk, state=invoice.state, differs=0)
    return matched(run, invoice)


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
