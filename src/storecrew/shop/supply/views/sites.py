"""Warehouses of suppliers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.clock.hours import write_hours
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.pages import answers
from storecrew.shop.supply import actions
from storecrew.shop.supply.forms import PLACE, ClosureForm, EditSiteForm, SiteForm
from storecrew.shop.supply.models import Closure, Site, Supplier
from storecrew.shop.supply.views.access import buyer, reader, rights


@require_http_methods(["GET", "POST"])
@buyer
def add(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """Add a warehouse of a supplier."""
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404
    form = SiteForm(request.POST or None, initial={"country": supplier.country}, fixed={"supplier_id": supplier.pk})
    there = reverse("supply:supplier", args=[supplier.pk])
    if request.method == "POST" and (
        answer := answers.sent(request, form, then=there, done=_("The warehouse is there."))
    ):
        return answer
    context = {"form": form, "title": _("Add a warehouse"), "label": _("Add the warehouse")}
    return answers.page(request, "supply/form.html", context | {"back": there, "name": supplier.name})


@require_http_methods(["GET", "POST"])
@reader
def edit(request: HttpRequest, site_id: int) -> HttpResponseBase:
    """Show a warehouse, when it works and when it is closed; a post changes it."""
    row = Site.objects.select_related("supplier", "warehouse__calendar").filter(pk=site_id).first()
    if row is None:
        raise Http404
    form = EditSiteForm(request.POST or None, initial=_initial(row), fixed={"site_id": row.pk})
    there = reverse("supply:site", args=[row.pk])
    if request.method == "POST" and (answer := answers.sent(request, form, then=there, done=_("Saved."))):
        return answer
    context = {
        "row": row,
        "form": form,
        "closures": list(Closure.objects.filter(site=row).order_by("-first", "-pk")[:50]),
        "closure_form": ClosureForm(auto_id="closure_%s"),
        **rights(request),
    }
    return answers.page(request, "supply/site.html", context)


def _initial(row: Site) -> dict[str, Any]:
    warehouse = row.warehouse
    calendar = work_calendar(warehouse.calendar.code) if warehouse.calendar else None
    week = [write_hours(hours) for hours in calendar.week] if calendar else []
    return {
        **{name: warehouse.address.get(name, "") for name in PLACE},
        **{name: getattr(row, name) for name in ("handling_days", "rest_before", "rest_after")},
        "name": warehouse.name,
        "code": warehouse.code,
        "cut_off": warehouse.cut_off,
        "days": str(sum(bool(hours) for hours in week) or 6),
        "hours": next((hours for hours in week if hours), ""),
        "make_up": calendar.make_up if calendar else True,
    }


@require_POST
@buyer
def close_on(request: HttpRequest, site_id: int) -> HttpResponseBase:
    """Note days on which a warehouse is closed."""
    form = ClosureForm(request.POST, fixed={"site_ids": (site_id,)})
    there = reverse("supply:site", args=[site_id])
    answer = answers.sent(request, form, then=there, done=_("Noted: closed on these days."))
    context = {
        "form": form,
        "title": _("Closed on"),
        "label": _("Note the days"),
        "back": there,
        "name": _("Warehouse"),
    }
    return answer or answers.page(request, "supply/form.html", context)


@require_POST
@buyer
def open_again(request: HttpRequest, closure_id: int) -> HttpResponseBase:
    """Take days back."""
    row = Closure.objects.filter(pk=closure_id).first()
    there = reverse("supply:site", args=[row.site_id]) if row else reverse("supply:suppliers")
    data = actions.OneClosure(closure_id=closure_id)
    return answers.act(request, actions.open_again, data, then=there, done=_("It works on these days again."))


@require_POST
@buyer
def give_up(request: HttpRequest, site_id: int) -> HttpResponseBase:
    """Give a warehouse up."""
    data, there = actions.OneSite(site_id=site_id), reverse("supply:site", args=[site_id])
    return answers.act(request, actions.give_up_site, data, then=there, done=_("The warehouse is given up."))
