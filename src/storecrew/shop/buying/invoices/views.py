"""Suppliers' invoices: the list, entering one, laying it beside orders and deliveries, paying it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError, Parked, SignedOut
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers, links, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.forms import form_of
from storecrew.shop.buying import billable, typing
from storecrew.shop.buying.invoices import actions
from storecrew.shop.buying.invoices.models import InvoiceLine, InvoiceState, Payment, Problem, SupplierInvoice
from storecrew.shop.buying.models import LandedCost, PurchaseLine, State
from storecrew.shop.buying.tables import invoice_rows, invoice_state, invoices_table
from storecrew.shop.buying.views.access import reader, rights
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SupplierView

ToleranceForm = form_of(
    actions.set_tolerance,
    labels={
        "price_percent": gettext_lazy("Price of one piece, in per cent"),
        "line_minor": gettext_lazy("And no more than this for a line, in cents"),
        "sum_minor": gettext_lazy("Lines and total may miss each other by, in cents"),
    },
)
FREE_LINES = 3


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List invoices."""
    table, rows = invoices_table(supply.store_day(timezone.now())), invoice_rows()
    return tables.export(table, request, rows) or answers.page(
        request, "buying_invoices/index.html", {"page": tables.show(table, request, rows), **rights(request)}
    )


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter an invoice: first whose, then what stands on it, beside what is here and not billed."""
    chosen = _chosen(request)
    trouble, sure = "", False
    rows = _billable(chosen, request) if chosen else []
    if request.method == "POST" and chosen is not None:
        try:
            made = actions.record_invoice(
                actor_of(request), parse(actions.RecordInvoice, _entered(request, chosen, rows))
            )
        except (SignedOut, Parked):
            raise
        except ActionError as error:
            trouble = error.message
            sure = "sure" in getattr(error, "fields", {})
        else:
            said = _("It fits and is to be paid.") if made.state != "differs" else _("Entered. Something differs.")
            return answers.went(request, reverse("buying:invoice", args=[made.invoice_id]), said)
    asked = supply.SuppliersQuery.model_validate({"limit": 500})
    context = {
        "suppliers": sorted(
            supply.suppliers(actor_of(request), asked, now=timezone.now()).items, key=lambda one: one.name
        ),
        "chosen": chosen,
        "rows": rows,
        "free": [
            {name: request.POST.get(f"free_{name}-{number}", "") for name in ("title", "amount")} | {"number": number}
            for number in range(FREE_LINES)
        ],
        "typed": {
            name: request.POST.get(name, "") for name in ("number", "dated_on", "due_on", "total", "tax", "note")
        },
        "currency": request.POST.get("currency") or (chosen.currency if chosen else ""),
        "trouble": trouble,
        "ask_sure": sure,
        **rights(request),
    }
    response = answers.page(request, "buying_invoices/new.html", context)
    response.status_code = 422 if trouble else 200
    return response


def _chosen(request: HttpRequest) -> SupplierView | None:
    number = request.POST.get("supplier") or request.GET.get("supplier", "")
    return supply.suppliers_by_id([int(number)]).get(int(number)) if number.isdecimal() else None


def _billable(supplier: SupplierView, request: HttpRequest) -> list[dict[str, Any]]:
    """Return what this supplier may bill: lines here and not billed, costs, what other rooms know."""
    lines = PurchaseLine.objects.filter(
        order__supplier_id=supplier.supplier_id,
        order__currency=supplier.currency,
        order__sent_at__isnull=False,
    ).exclude(order__state__in=[State.CLOSED, State.CANCELLED])
    wanted = request.GET.get("po", "") or request.POST.get("po", "")
    if wanted.isdecimal():
        lines = lines.filter(order_id=int(wanted))
    found = []
    for line in lines.select_related("order").order_by("order_id", "position", "pk")[:400]:
        rest = line.kept - line.billed
        if line.billed < max(line.kept, line.quantity - line.waived):
            found.append(
                _row(
                    f"line-{line.pk}", line.order.number, line.title, line.sku, rest, line.order.money(line.cost_minor)
                )
            )
    costs = LandedCost.objects.filter(billed_minor=None, dropped_at=None, currency=supplier.currency)
    mine = costs.filter(supplier_id=supplier.supplier_id) | costs.filter(
        supplier=None, order__supplier_id=supplier.supplier_id
    )
    for cost in mine.select_related("order").order_by("pk")[:100]:
        title = str(cost.get_kind_display())
        found.append(_row(f"cost-{cost.pk}", cost.order.number, title, "", 1, Money(cost.amount_minor, cost.currency)))
    for name, rows in billable.of_supplier(supplier.supplier_id).items():
        for number, one in enumerate(rows[:200]):
            row = _row(
                f"{name}-{number}",
                links.link(one.subject).name if one.subject else "",
                str(one.label),
                one.sku,
                one.quantity,
                one.cost,
            )
            found.append({**row, "source": name, "reference": one.reference})
    return sorted(found, key=lambda row: row["rest"] <= 0)  # what is here first


def _row(key: str, document: str, title: str, sku: str, rest: int, cost: Money) -> dict[str, Any]:
    return {"key": key, "document": document, "title": title, "sku": sku, "rest": rest, "cost": cost}


def _entered(request: HttpRequest, supplier: SupplierView, rows: list[dict[str, Any]]) -> dict[str, Any]:
    currency = supplier.currency
    lines: list[dict[str, Any]] = []
    for row in rows:
        count = typing.pieces(request.POST.get(f"pieces-{row['key']}", ""))
        if not count:
            continue
        unit = typing.price(request.POST.get(f"unit-{row['key']}", ""), currency) or row["cost"]
        line = {"quantity": count, "unit": unit, "title": row["title"]}
        head, _dash, number = row["key"].rpartition("-")
        if "source" in row:
            line |= {"source": row["source"], "reference": row["reference"]}
        else:
            line["line_id" if head == "line" else "cost_id"] = int(number)
        lines.append(line)
    for number in range(FREE_LINES):
        if amount := typing.price(request.POST.get(f"free_amount-{number}", ""), currency):
            lines.append({"unit": amount, "title": request.POST.get(f"free_title-{number}", "")})
    return {
        "supplier_id": supplier.supplier_id,
        "number": request.POST.get("number", ""),
        "dated_on": request.POST.get("dated_on") or None,
        "due_on": request.POST.get("due_on") or None,
        "total": typing.price(request.POST.get("total", ""), currency),
        "tax": typing.price(request.POST.get("tax", ""), currency),
        "note": request.POST.get("note", ""),
        "sure": request.POST.get("sure") == "1",
        "lines": lines,
    }


@require_GET
@reader
def invoice(request: HttpRequest, invoice_id: int) -> HttpResponseBase:
    """Show an invoice beside what was ordered and what came."""
    row = _at(invoice_id)
    lines = list(
        InvoiceLine.objects.filter(invoice=row).select_related("line__order", "cost__order").order_by("position", "pk")
    )
    word, tone = invoice_state(row, supply.store_day(timezone.now()))
    context = {
        "row": row,
        "word": word,
        "tone": tone,
        "lines": [_shown(row, line) for line in lines],
        "waits": sum(line.waits for line in lines),
        "net": row.money(row.total_minor - row.tax_minor),
        "tax": row.money(row.tax_minor),
        "total": row.money(row.total_minor),
        "rest": row.money(row.open_minor),
        "payments": [(one, row.money(one.amount_minor)) for one in Payment.objects.filter(invoice=row)],
        "ahead": row.money(
            row.paid_minor - sum(Payment.objects.filter(invoice=row).values_list("amount_minor", flat=True))
        ),
        "who": links.link(row.entered_by),
        "differs": row.state == InvoiceState.DIFFERS,
        "payable": row.state == InvoiceState.MATCHED,
        "today": supply.store_day(timezone.now()),
        **rights(request),
    }
    return answers.page(request, "buying_invoices/invoice.html", context)


def _shown(row: SupplierInvoice, line: InvoiceLine) -> dict[str, Any]:
    order = line.line.order if line.line else line.cost.order if line.cost else None
    return {
        "line": line,
        "order": order,
        "ordered": line.line.quantity if line.line else None,
        "came": line.line.kept if line.line else None,
        "unit": row.money(line.unit_minor),
        "agreed": None if line.agreed_minor is None else row.money(line.agreed_minor),
        "amount": row.money(line.amount_minor),
        "excess": row.money(line.excess_minor),
        "problem": Problem(line.problem).label if line.problem else "",
        "who": links.link(line.accepted_by) if line.accepted_by else None,
    }


@require_POST
@reader
def accept(request: HttpRequest, invoice_id: int) -> HttpResponseBase:
    """Accept what differs."""
    values = {"line_ids": request.POST.getlist("line"), "note": request.POST.get("note", "")}
    values["version"] = request.POST.get("version") or None  # type: ignore[assignment]
    return _run(request, invoice_id, actions.accept_difference, values, _("Accepted."))


@require_POST
@reader
def match(request: HttpRequest, invoice_id: int) -> HttpResponseBase:
    """Match again."""
    return _run(request, invoice_id, actions.match, {}, _("Laid beside orders and deliveries again."))


@require_POST
@reader
def reject(request: HttpRequest, invoice_id: int) -> HttpResponseBase:
    """Send it back."""
    return _run(request, invoice_id, actions.reject, {"reason": request.POST.get("reason", "")}, _("Sent back."))


@require_POST
@reader
def pay(request: HttpRequest, invoice_id: int) -> HttpResponseBase:
    """Note a payment."""
    row = _at(invoice_id)
    try:
        amount = typing.price(request.POST.get("amount", ""), row.currency)
    except ActionError as error:
        return answers.refused(request, error, then=reverse("buying:invoice", args=[row.pk]))
    values = {"amount": amount, "paid_on": request.POST.get("paid_on") or None}
    values["reference"] = request.POST.get("reference", "")
    return _run(request, invoice_id, actions.record_payment, values, _("Noted, and booked against the bank."))


@require_http_methods(["GET", "POST"])
@reader
def tolerance(request: HttpRequest) -> HttpResponseBase:
    """Say how far bills may differ."""
    row = actions.current_tolerance()
    initial = {name: getattr(row, name) for name in ("price_percent", "line_minor", "sum_minor")}
    form = ToleranceForm(request.POST or None, initial=initial)
    here = reverse("buying:tolerance")
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("From now on."))):
        return answer
    return answers.page(request, "buying_invoices/tolerance.html", {"form": form, **rights(request)})


def _run(
    request: HttpRequest, invoice_id: int, action: Action[Any, Any], values: dict[str, Any], done: str
) -> HttpResponse:
    here = reverse("buying:invoice", args=[invoice_id])
    try:
        data = parse(action.input, {"invoice_id": invoice_id, **values})
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.act(request, action, data, then=here, done=done)


def _at(invoice_id: int) -> SupplierInvoice:
    row: SupplierInvoice | None = invoice_rows().filter(pk=invoice_id).first()
    if row is None:
        raise Http404
    return row
