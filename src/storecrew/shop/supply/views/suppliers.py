"""Suppliers: the list, one of them, and what is agreed with them."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.addresses.types import country_name
from storecrew.shop.supply import actions, presenting
from storecrew.shop.supply.forms import EditSupplierForm, StateForm, SupplierForm, WatchForm
from storecrew.shop.supply.models import State, Supplier, Watch
from storecrew.shop.supply.reads import store_day
from storecrew.shop.supply.tables import state_of, supplier_rows, suppliers_table
from storecrew.shop.supply.views.access import buyer, reader, rights
from storecrew.shop.supply.wording import terms_said

_SAME = (
    *("name", "code", "legal_name", "country", "language", "tier", "currency", "deposit_percent", "net_days"),
    *("keeper_id", "tax_number", "website", "note"),
)
BULK = {"pause": State.PAUSED, "activate": State.ACTIVE}


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List suppliers; a post pauses or takes up the chosen ones."""
    may = rights(request)
    table, rows = suppliers_table(may_buy=may["may_buy"]), supplier_rows()
    if request.method == "POST":
        return _bulk(request, tuple(tables.chosen(table, request, rows).values_list("pk", flat=True)[:500]))
    return tables.export(table, request, rows) or answers.page(
        request, "supply/suppliers.html", {"page": tables.show(table, request, rows), **may}
    )


def _bulk(request: HttpRequest, ids: tuple[int, ...]) -> HttpResponseBase:
    here = reverse("supply:suppliers")
    wanted = BULK.get(request.POST.get("bulk", ""))
    if not ids or wanted is None:
        return answers.see(here)
    done = {
        State.PAUSED: ngettext("%(n)d supplier is paused.", "%(n)d suppliers are paused.", len(ids)),
        State.ACTIVE: ngettext("%(n)d supplier is active.", "%(n)d suppliers are active.", len(ids)),
    }[wanted] % {"n": len(ids)}
    data = actions.SetState(supplier_ids=ids, state=wanted)
    return answers.act(request, actions.set_state, data, then=answers.back(request, here), done=done)


@require_http_methods(["GET", "POST"])
@buyer
def add(request: HttpRequest) -> HttpResponseBase:
    """Add a supplier."""
    initial = {"country": "CN", "language": "zh-hans", "currency": "CNY"}
    form = SupplierForm(request.POST or None, initial=initial, actor=actor_of(request))
    if request.method == "POST":
        made = form.run(actor_of(request))
        if isinstance(made, actions.SupplierId):
            there = reverse("supply:supplier", args=[made.supplier_id])
            return answers.went(request, there, _("The supplier is there. Add their warehouse next."))
    context = {"form": form, "title": _("Add a supplier"), "label": _("Add the supplier")}
    return answers.page(request, "supply/form.html", context)


@require_GET
@reader
def supplier(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Show everything about a supplier."""
    row = supplier_rows().filter(pk=supplier_id).first()
    if row is None:
        raise Http404
    now = timezone.now()
    word, tone = state_of(row)
    context = {
        "row": row,
        "word": word,
        "tone": tone,
        "terms": terms_said(row),
        "country": country_name(row.country, get_language() or "en"),
        "sites": presenting.sites(row, now),
        "contacts": presenting.contacts(row),
        "documents": presenting.documents(row, store_day(now)),
        "offers": presenting.some_offers(row, now),
        "dearer": presenting.dearer(row, now),
        "extras": presenting.extras(row, now),
        "state_form": StateForm(auto_id="state_%s"),
        **rights(request),
    }
    return answers.page(request, "supply/supplier.html", context)


@require_http_methods(["GET", "POST"])
@buyer
def edit(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Change a supplier."""
    row = _find(supplier_id)
    form = EditSupplierForm(
        request.POST or None,
        initial={name: getattr(row, name) for name in _SAME},
        fixed={"supplier_id": row.pk},
        actor=actor_of(request),
    )
    there = reverse("supply:supplier", args=[row.pk])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Saved."))):
        return answer
    context = {"form": form, "title": row.name, "label": _("Save the supplier"), "back": there, "name": row.name}
    return answers.page(request, "supply/form.html", context)


@require_POST
@buyer
def state(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Pause, end or take up a supplier."""
    row = _find(supplier_id)
    there = reverse("supply:supplier", args=[row.pk])
    form = StateForm(request.POST, fixed={"supplier_ids": (row.pk,), "state": request.POST.get("state", "")})
    if answer := answers.sent(request, form, then=there, done=_("Done: %(name)s.") % {"name": row.name}):
        return answer
    context = {"form": form, "title": row.name, "label": _("Save"), "back": there, "name": row.name}
    return answers.page(request, "supply/form.html", context | {"hidden": {"state": request.POST.get("state", "")}})


@require_POST
@buyer
def seen(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Note that dearer costs were seen."""
    data = actions.OneSupplier(supplier_id=supplier_id)
    there = reverse("supply:supplier", args=[supplier_id])
    return answers.act(request, actions.see_costs, data, then=there, done=_("Noted."))


@require_http_methods(["GET", "POST"])
@buyer
def watch(request: HttpRequest) -> HttpResponseBase:
    """Say when you are told."""
    row = Watch.objects.filter(pk=1).first() or Watch()
    initial = {name: getattr(row, name) for name in ("rise_percent", "document_days", "offer_days")}
    form = WatchForm(request.POST or None, initial=initial)
    there = reverse("supply:suppliers")
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Saved."))):
        return answer
    context = {"form": form, "title": _("When you are told"), "label": _("Save")}
    return answers.page(request, "supply/form.html", context)


def _find(supplier_id: int) -> Supplier:
    row = Supplier.objects.filter(pk=supplier_id).first()
    if row is None:
        raise Http404
    return row
