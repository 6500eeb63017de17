"""Lists of a supplier: send one, say what its columns mean, see what it would do, bring it in."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.supply.lists import actions, presenting
from storecrew.shop.supply.lists.forms import ColumnsForm, SendForm
from storecrew.shop.supply.lists.models import ListState, OfferList
from storecrew.shop.supply.models import Supplier
from storecrew.shop.supply.views.access import buyer, reader, rights

SHOWN = 30


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Send a list; see those that were sent before."""
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404
    form = SendForm(request.POST or None, request.FILES or None, fixed={"supplier_id": supplier.pk})
    if request.method == "POST":
        sent = form.run(actor_of(request))
        if isinstance(sent, actions.ListId):
            return redirect("supply_lists:list", list_id=sent.list_id)
    rows = OfferList.objects.filter(supplier=supplier).order_by("-pk")[:SHOWN]
    context = {
        "supplier": supplier,
        "form": form,
        "slips": [presenting.slip_of(row) for row in rows],
        **rights(request),
    }
    return answers.page(request, "supply_lists/lists.html", context)


@require_GET
@reader
def one(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """Show a list as far as it is."""
    row = _find(list_id)
    slip = presenting.slip_of(row)
    if answers.is_partial(request) and not slip.open:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the whole page is another one now
    return _page(request, row, slip)


@require_POST
@buyer
def columns(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """Say what the columns mean, and check the list."""
    row = _find(list_id)
    form = ColumnsForm(request.POST, row=row)
    answer = answers.sent(request, form, then=_address(row), done=_("The list is being checked."))
    return answer or _page(request, row, presenting.slip_of(row), form)


@require_POST
@buyer
def go(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """Bring a checked list in."""
    data = actions.OneList(list_id=list_id)
    return answers.act(request, actions.run_list, data, then=_address(_find(list_id)), done=_("The list comes in."))


@require_POST
@buyer
def stop(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """Stop reading a list."""
    data = actions.OneList(list_id=list_id)
    return answers.act(request, actions.stop_list, data, then=_address(_find(list_id)), done=_("The list stops."))


def _page(
    request: HttpRequest, row: OfferList, slip: presenting.Slip, form: ColumnsForm | None = None
) -> HttpResponseBase:
    rows = presenting.first_rows(row) if row.state != ListState.DONE else []
    told = presenting.examples(row, rows)
    shown = form or ColumnsForm(row=row)
    context = {
        "row": row,
        "slip": slip,
        "form": shown,
        "columns": [(field, told.get(str(field.label), "")) for field in shown.bound_columns()],
        "reading": [shown[name] for name in ("currency", "decimal", "encoding")],
        "may_map": not slip.open and row.state != ListState.DONE,
        "may_go": not slip.open and row.state in {ListState.CHECKED, ListState.STOPPED},
        **rights(request),
    }
    return answers.page(request, "supply_lists/list.html", context, part="progress")


def _find(list_id: int) -> OfferList:
    row = OfferList.objects.select_related("supplier").filter(pk=list_id).first()
    if row is None:
        raise Http404
    return row


def _address(row: OfferList) -> str:
    return reverse("supply_lists:list", args=[row.pk])
