"""One purchase order: its lines, what was said, what came, what it costs, and everything that can be done with it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers, links
from storecrew.shop.buying import actions, typing, warnings
from storecrew.shop.buying.invoices import actions as invoices
from storecrew.shop.buying.invoices.models import InvoiceLine, Payment
from storecrew.shop.buying.models import (
    OPEN,
    Answer,
    CostKind,
    Discrepancy,
    LandedCost,
    PurchaseLine,
    PurchaseOrder,
    Receiving,
    Spread,
    State,
    Trouble,
    Way,
)
from storecrew.shop.buying.models.receiving import ANSWERS
from storecrew.shop.buying.paper import files, sheets
from storecrew.shop.buying.tables import expected_of, state_of
from storecrew.shop.buying.views.access import order_at, reader, rights
from storecrew.shop.buying.wording import SAID
from storecrew.shop.buying.writing.rates import own_currency
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import reads as supply

KINDS: Mapping[str, tuple[str, Callable[[sheets.Paper], bytes | str]]] = {
    "pdf": ("application/pdf", files.as_pdf),
    "csv": ("text/csv; charset=utf-8", files.as_csv),
    "xlsx": (files.XLSX, files.as_xlsx),
}


@require_GET
@reader
def order(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Show an order."""
    row = order_at(po_id)
    now = timezone.now()
    lines = list(PurchaseLine.objects.filter(order=row).order_by("position", "pk"))
    faces = catalogue.faces([line.variant_id for line in lines], get_language() or "en", now=now)
    total = sum(line.quantity * line.cost_minor for line in lines)
    paid = sum(Payment.objects.filter(order=row).values_list("amount_minor", flat=True))
    word, tone = state_of(row, supply.store_day(now))
    context = {
        "row": row,
        "word": word,
        "tone": tone,
        "expected": expected_of(row),
        "lines": [_line(row, line, faces.get(line.variant_id)) for line in lines],
        "total": row.money(total),
        "differs": any(line.differs for line in lines),
        "missing": sum(line.missing for line in lines),
        "receivings": _receivings(row),
        "troubles": _troubles(row),
        "costs": [
            _cost(one) for one in LandedCost.objects.filter(order=row, dropped_at=None).select_related("supplier")
        ],
        "answers": _answers(row),
        "invoices": _invoices(row),
        "deposit": row.money(max(0, total * row.deposit_percent // 100 - paid)),
        "paid": row.money(paid),
        "show_paid": bool(paid) or (row.state in OPEN and bool(total * row.deposit_percent)),
        "warnings": warnings.about([row.supplier_id]).get(row.supplier_id, ()),
        "reach": _reach(row),
        "open": row.state in OPEN,
        "draft": row.state == State.DRAFT,
        "came": any(line.received for line in lines),
        "cost_kinds": CostKind.choices,
        "spreads": Spread.choices,
        "currencies": sorted({row.currency, own_currency()}),
        "today": supply.store_day(now),
        **rights(request),
    }
    return answers.page(request, "buying/order.html", context)


@require_POST
@reader
def send(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Send it."""
    values = {name: request.POST.get(name, "") for name in ("way", "to")}
    return _run(
        request, po_id, actions.send_order, {**values, "version": request.POST.get("version") or None}, _("Sent.")
    )


@require_POST
@reader
def cancel(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Call it off."""
    return _run(
        request,
        po_id,
        actions.cancel_order,
        {"reason": request.POST.get("reason", "")},
        pgettext("purchase order", "Called off."),
    )


@require_POST
@reader
def answer(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Note what the supplier said."""
    row = order_at(po_id)
    here = reverse("buying:order", args=[row.pk])
    pieces, costs, days = (typing.posted(request.POST, name) for name in ("pieces", "cost", "on"))
    known = {line.pk: line for line in PurchaseLine.objects.filter(order=row)}
    try:
        said: list[dict[str, Any]] = []
        for number, line in known.items():
            count, cost = typing.pieces(pieces.get(number, "")), typing.price(costs.get(number, ""), row.currency)
            one = {"line_id": line.pk, "quantity": count, "cost": cost, "on": days.get(number) or None}
            if any(value is not None for name, value in one.items() if name != "line_id"):
                said.append(one)
    except ActionError as error:
        return answers.refused(request, error, then=here)
    values = {"lines": said, "on": request.POST.get("day") or None, "note": request.POST.get("note", "")}
    values["way"] = request.POST.get("way") or Way.PERSON.value
    return _run(request, po_id, actions.acknowledge, values, _("Noted."))


@require_POST
@reader
def decide(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Accept or decline what was answered otherwise."""
    accept = request.POST.get("accept") == "yes"
    values = {"accept": accept, "note": request.POST.get("note", ""), "line_ids": request.POST.getlist("line")}
    return _run(
        request,
        po_id,
        actions.accept_difference,
        values,
        _("Accepted.") if accept else _("Declined; they are asked again."),
    )


@require_POST
@reader
def close(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Give up what is missing."""
    values = {"reason": request.POST.get("reason", ""), "line_ids": request.POST.getlist("line")}
    return _run(request, po_id, actions.close_short, values, _("Nothing more of it is awaited."))


@require_POST
@reader
def add_cost(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Add freight, duty or fees."""
    here = reverse("buying:order", args=[po_id])
    try:
        amount = typing.price(request.POST.get("amount", ""), request.POST.get("currency", own_currency()))
    except ActionError as error:
        return answers.refused(request, error, then=here)
    values = {"kind": request.POST.get("kind", ""), "spread": request.POST.get("spread", ""), "amount": amount}
    values["note"] = request.POST.get("note", "")
    return _run(request, po_id, actions.add_cost, values, _("Laid on the goods."))


@require_POST
@reader
def drop_cost(request: HttpRequest, cost_id: int) -> HttpResponseBase:
    """Take a cost back."""
    row = LandedCost.objects.filter(pk=cost_id).first()
    if row is None:
        raise Http404
    here = reverse("buying:order", args=[row.order_id])
    return answers.act(request, actions.drop_cost, actions.OneCost(cost_id=row.pk), then=here, done=_("Taken back."))


@require_POST
@reader
def pay_ahead(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Note a deposit."""
    row = order_at(po_id)
    here = reverse("buying:order", args=[po_id])
    try:
        amount = typing.price(request.POST.get("amount", ""), row.currency)
    except ActionError as error:
        return answers.refused(request, error, then=here)
    values = {
        "amount": amount,
        "paid_on": request.POST.get("paid_on", ""),
        "reference": request.POST.get("reference", ""),
    }
    return _run(request, po_id, invoices.record_payment, values, _("Noted, and booked against the bank."))


@require_POST
@reader
def settle(request: HttpRequest, discrepancy_id: int) -> HttpResponseBase:
    """Say what becomes of pieces too many or broken."""
    row = Discrepancy.objects.filter(pk=discrepancy_id).select_related("receiving").first()
    if row is None:
        raise Http404
    here = reverse("buying:order", args=[row.receiving.order_id])
    values = {
        "discrepancy_id": row.pk,
        "outcome": request.POST.get("outcome", ""),
        "note": request.POST.get("note", ""),
    }
    try:
        data = parse(actions.Settle, values)
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.act(request, actions.settle, data, then=here, done=_("Decided."))


@require_GET
@reader
def paper(request: HttpRequest, po_id: int, kind: str) -> HttpResponseBase:
    """Hand the order out as a file, in the supplier's language."""
    if kind not in KINDS:
        raise Http404
    row = order_at(po_id)
    lines = list(PurchaseLine.objects.filter(order=row).order_by("position", "pk"))
    with override(row.language):
        made = sheets.of_order(row, lines, timezone.now())
        kind_of_file, write = KINDS[kind]
        response = HttpResponse(write(made), content_type=kind_of_file)
    shown = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{row.number}.{kind}"'
    return response


def _run(request: HttpRequest, po_id: int, action: Action[Any, Any], values: dict[str, Any], done: str) -> HttpResponse:
    here = reverse("buying:order", args=[po_id])
    try:
        data = parse(action.input, {"po_id": po_id, **values})
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.act(request, action, data, then=here, done=done)


def _line(row: PurchaseOrder, line: PurchaseLine, face: Any) -> dict[str, Any]:
    return {
        "line": line,
        "face": face,
        "cost": row.money(line.cost_minor),
        "sum": row.money(line.cost_minor * line.quantity),
        "said_cost": None if line.said_minor is None else row.money(line.said_minor),
    }


def _cost(row: LandedCost) -> dict[str, Any]:
    return {"row": row, "amount": Money(row.amount_minor, row.currency), "own": Money(row.own_minor, own_currency())}


def _receivings(row: PurchaseOrder) -> list[dict[str, Any]]:
    rows = Receiving.objects.filter(order=row).prefetch_related("lines").order_by("pk")
    who = links.link_many([one.actor for one in rows])
    return [
        {"row": one, "pieces": sum(line.quantity for line in one.lines.all()), "who": who.get(one.actor)}
        for one in rows
    ]


def _troubles(row: PurchaseOrder) -> list[dict[str, Any]]:
    rows = Discrepancy.objects.filter(line__order=row).select_related("line").order_by("pk")
    return [
        {"row": one, "choices": [(code.value, code.label) for code in ANSWERS[Trouble(one.trouble)]]} for one in rows
    ]


def _answers(row: PurchaseOrder) -> list[dict[str, Any]]:
    rows = list(Answer.objects.filter(order=row).order_by("-pk")[:30])
    who = links.link_many([one.actor for one in rows])
    return [{"row": one, "word": SAID.get(one.kind, one.kind), "who": who.get(one.actor)} for one in rows]


def _invoices(row: PurchaseOrder) -> list[Any]:
    rows = InvoiceLine.objects.filter(line__order=row).select_related("invoice").order_by("invoice_id")
    return list({one.invoice_id: one.invoice for one in rows}.values())


def _reach(row: PurchaseOrder) -> list[str]:
    people = supply.contacts_of([row.supplier_id]).get(row.supplier_id, ())
    return [channel.address for one in people for channel in one.channels if channel.kind == "email"]
