"""Write a purchase order by hand, and change one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.kernel.actions.errors import ActionError, Parked, SignedOut
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.buying import actions, typing, warnings
from storecrew.shop.buying.models import PurchaseLine
from storecrew.shop.buying.views.access import order_at, reader, rights
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply

SUPPLIER_KIND = "supplier"


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponseBase:
    """Write an order: first whose, then what."""
    actor, now = actor_of(request), timezone.now()
    asked = supply.SuppliersQuery.model_validate({"state": "active", "limit": 500})
    suppliers = sorted(supply.suppliers(actor, asked, now=now).items, key=lambda one: one.name)
    chosen = next((one for one in suppliers if str(one.supplier_id) == _given(request, "supplier")), None)
    trouble = ""
    if request.method == "POST" and chosen is not None:
        try:
            typed = typing.lines(request.POST.get("more", ""), chosen.currency)
            values = {"supplier_id": chosen.supplier_id, "lines": typing.as_lines(typed), **_common(request)}
            values["warehouse_id"] = request.POST.get("warehouse") or 0
            made = actions.make_order(actor, parse(actions.MakeOrder, values))
        except (Parked, SignedOut):
            raise
        except ActionError as error:
            trouble = error.message
        else:
            return answers.went(request, reverse("buying:order", args=[made.po_id]), _("The draft is there."))
    context = {
        "suppliers": suppliers,
        "chosen": chosen,
        "warnings": warnings.about([chosen.supplier_id]).get(chosen.supplier_id, ()) if chosen else (),
        "places": [one for one in stock.open_warehouses() if one.kind != SUPPLIER_KIND],
        "more": request.POST.get("more", "") or request.GET.get("sku", ""),
        "note": request.POST.get("note", ""),
        "wanted_on": request.POST.get("wanted_on", ""),
        "trouble": trouble,
        **rights(request),
    }
    response = answers.page(request, "buying/new.html", context)
    response.status_code = 422 if trouble else 200
    return response


@require_http_methods(["GET", "POST"])
@reader
def edit(request: HttpRequest, po_id: int) -> HttpResponseBase:
    """Change the lines of an order."""
    row = order_at(po_id)
    lines = list(PurchaseLine.objects.filter(order=row).order_by("position", "pk"))
    trouble = ""
    if request.method == "POST":
        answered = _change(request, row.pk, row.currency, lines)
        if isinstance(answered, HttpResponse):
            return answered
        trouble = answered
    faces = catalogue.faces([line.variant_id for line in lines], get_language() or "en", now=timezone.now())
    context = {
        "row": row,
        "lines": [(line, faces.get(line.variant_id), row.money(line.cost_minor)) for line in lines],
        "more": request.POST.get("more", ""),
        "trouble": trouble,
        **rights(request),
    }
    response = answers.page(request, "buying/edit.html", context)
    response.status_code = 422 if trouble else 200
    return response


def _change(request: HttpRequest, po_id: int, currency: str, lines: list[PurchaseLine]) -> HttpResponse | str:
    """Return where to go, or what is wrong."""
    there = reverse("buying:order", args=[po_id])
    try:
        kept = []
        costs = typing.posted(request.POST, "cost")
        for number, text in typing.posted(request.POST, "pieces").items():
            line = next((one for one in lines if one.pk == number), None)
            count = typing.pieces(text)
            if line is not None and count:
                kept.append(typing.Typed(line.variant_id, count, typing.price(costs.get(number, ""), currency)))
        more = typing.lines(request.POST.get("more", ""), currency)
        values = {"po_id": po_id, "lines": typing.as_lines([*kept, *more]), **_common(request)}
        values["version"] = request.POST.get("version") or None
        actions.change_order(actor_of(request), parse(actions.ChangeOrder, values))
    except SignedOut:
        raise
    except ActionError as error:
        return error.message
    return answers.went(request, there, _("Changed."))


def _common(request: HttpRequest) -> dict[str, Any]:
    return {"wanted_on": request.POST.get("wanted_on") or None, "note": request.POST.get("note", "")}


def _given(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "") or request.GET.get(name, "")
