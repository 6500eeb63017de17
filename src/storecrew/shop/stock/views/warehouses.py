"""Warehouses: which there are, who is asked first, where they are, which bins they have."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.pages import answers
from storecrew.shop.stock import actions
from storecrew.shop.stock.forms import BinsForm, EditWarehouseForm, WarehouseForm
from storecrew.shop.stock.models import Bin, Warehouse
from storecrew.shop.stock.views.access import keeper, reader, rights

BINS_SHOWN = 500


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List warehouses in the order in which they are asked; a post opens one."""
    form = WarehouseForm(request.POST or None)
    here = reverse("stock:warehouses")
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=here, done=_("The warehouse is open."))
    ):
        return answer
    rows = list(
        Warehouse.objects.annotate(
            pieces=Sum("levels__on_hand"), kinds=Count("levels", filter=Q(levels__on_hand__gt=0), distinct=True)
        ).order_by("closed_at", "priority", "pk")
    )
    return answers.page(request, "stock/warehouses.html", {"rows": rows, "form": form, **rights(request)})


@require_http_methods(["GET", "POST"])
@reader
def warehouse(request: HttpRequest, warehouse_id: int) -> HttpResponseBase:
    """Show a warehouse with its bins; a post changes it."""
    row = Warehouse.objects.filter(pk=warehouse_id).first()
    if row is None:
        raise Http404
    initial = {name: getattr(row, name) for name in ("name", "code", "kind", "cut_off", "sells")}
    initial |= {name: row.address.get(name, "") for name in row.address if name != "name"}
    fixed = {"warehouse_id": row.pk, "calendar": row.calendar.code if row.calendar else ""}
    form = EditWarehouseForm(
        request.POST or None, initial=initial | {"contact": row.address.get("name", "")}, fixed=fixed
    )
    here = reverse("stock:warehouse", args=[row.pk])
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("Saved."))):
        return answer
    bins = Bin.objects.filter(warehouse=row, closed_at=None).annotate(pieces=Sum("piles__quantity"))
    context = {
        "row": row,
        "form": form,
        "bins_form": BinsForm(auto_id="bins_%s"),
        "bins": list(bins.order_by("code", "pk")[:BINS_SHOWN]),
        **rights(request),
    }
    return answers.page(request, "stock/warehouse.html", context)


@require_POST
@keeper
def bins(request: HttpRequest, warehouse_id: int) -> HttpResponseBase:
    """Add bins to a warehouse."""
    here = reverse("stock:warehouse", args=[warehouse_id])
    form = BinsForm(request.POST, fixed={"warehouse_id": warehouse_id})
    answer = answers.sent(request, form, then=here, done=_("The bins are there."))
    return answer or answers.page(request, "stock/bins.html", {"form": form, "here": here})


@require_POST
@keeper
def first(request: HttpRequest, warehouse_id: int) -> HttpResponseBase:
    """Ask this warehouse before all others."""
    ids = list(Warehouse.objects.order_by("priority", "pk").values_list("pk", flat=True))
    ordered = sorted(ids, key=lambda number: number != warehouse_id)
    return _act(
        request, actions.arrange_warehouses, actions.Arrange(warehouse_ids=tuple(ordered)), _("It is asked first now.")
    )


@require_POST
@keeper
def close(request: HttpRequest, warehouse_id: int) -> HttpResponseBase:
    """Give a warehouse up."""
    return _act(
        request, actions.close_warehouse, actions.OneWarehouse(warehouse_id=warehouse_id), _("The warehouse is closed.")
    )


def _act(request: HttpRequest, action: Any, data: Any, done: str) -> HttpResponseBase:
    return answers.act(request, action, data, then=reverse("stock:warehouses"), done=done)
