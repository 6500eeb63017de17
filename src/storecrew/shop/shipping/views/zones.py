"""Zones, their methods, and the box to try them."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.addresses.types import country_name
from storecrew.shop.shipping import actions, carriers, world
from storecrew.shop.shipping.forms import NewZoneForm, ZoneForm, area_lines
from storecrew.shop.shipping.models import Area, Method, Zone
from storecrew.shop.shipping.naming import in_language
from storecrew.shop.shipping.trying import TryForm
from storecrew.shop.shipping.views.access import may_edit, reader
from storecrew.shop.shipping.wording import days, prices_in_words


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show every zone with its methods; a query tries the rules."""
    form = TryForm(request.GET if request.GET.get("country") else None)
    tried = form.ask(actor_of(request), timezone.now()) if form.is_bound and form.is_valid() else None
    context = {"zones": _overview(), "form": form, "tried": tried, "may_edit": may_edit(request)}
    return answers.page(request, "shipping/index.html", context)


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponseBase:
    """Add a zone."""
    form = NewZoneForm(request.POST or None)
    if request.method == "POST":
        answer = form.run(actor_of(request))
        if isinstance(answer, actions.ZoneSaved):
            here = reverse("shipping:zone", args=[answer.zone_id])
            return answers.went(request, here, _("Zone added. Now say how things are sent there."))
    return answers.page(request, "shipping/zone.html", {"form": form, **_countries(request.POST.getlist("country"))})


@require_http_methods(["GET", "POST"])
@reader
def zone(request: HttpRequest, zone_id: int) -> HttpResponseBase:
    """Show and change one zone."""
    row = _load(zone_id)
    areas = list(row.areas.order_by("country", "region", "postal_from", "pk"))
    initial = {"name": row.name, "everywhere_else": row.everywhere_else, "areas": area_lines(areas)}
    version = request.POST.get("version", "")
    fixed: dict[str, Any] = {"zone_id": row.pk, "version": int(version) if version.isdigit() else row.version}
    form = ZoneForm(request.POST or None, initial=initial, fixed=fixed)
    if request.method == "POST":
        answer = answers.sent(request, form, then=reverse("shipping:zone", args=[row.pk]), done=_("Saved."))
        if answer:
            return answer
    whole = [area.country for area in areas if not area.region and not area.postal_from]
    context = {
        "zone": row,
        "form": form,
        "methods": [_method_row(method) for method in _methods([row.pk])],
        "may_edit": may_edit(request),
        **_countries(request.POST.getlist("country") if request.method == "POST" else whole),
    }
    return answers.page(request, "shipping/zone.html", context)


@require_POST
@reader
def remove(request: HttpRequest, zone_id: int) -> HttpResponseBase:
    """Delete a zone with its methods."""
    row = _load(zone_id)
    try:
        actions.remove_zone(actor_of(request), actions.OneZone(zone_id=row.pk))
    except ActionError as error:
        return answers.refused(request, error, then=reverse("shipping:zone", args=[row.pk]))
    done = _("“%(name)s” is deleted. Orders keep what they were promised.") % {"name": row.name}
    return answers.went(request, reverse("shipping:index"), done)


def _load(zone_id: int) -> Zone:
    found = Zone.objects.filter(pk=zone_id).first()
    if found is None:
        raise Missing
    return found


def _overview() -> list[dict[str, Any]]:
    zones = list(Zone.objects.order_by("position", "pk"))
    areas: dict[int, list[Area]] = {}
    for area in Area.objects.order_by("country", "region", "postal_from", "pk"):
        areas.setdefault(area.zone_id, []).append(area)
    methods: dict[int, list[dict[str, Any]]] = {}
    for method in _methods([zone.pk for zone in zones]):
        methods.setdefault(method.zone_id, []).append(_method_row(method))
    return [
        {"zone": zone, "where": _where(zone, areas.get(zone.pk, [])), "methods": methods.get(zone.pk, [])}
        for zone in zones
    ]


def _methods(zones: list[int]) -> list[Method]:
    rows = Method.objects.filter(zone__in=zones).prefetch_related("tiers", "thresholds")
    return list(rows.order_by("position", "pk"))


def _method_row(method: Method) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "method": method,
        "name": in_language(method.names, language),
        "carrier": carriers.name_of(method.carrier, language),
        "prices": prices_in_words(method),
        "days": days(method.handling_min + method.transit_min, method.handling_max + method.transit_max),
    }


def _where(zone: Zone, areas: list[Area]) -> str:
    """Return where a zone is, in a line: countries by name, the finer ones as they are written."""
    if zone.everywhere_else:
        return _("Everything else")
    language = get_language() or "en"
    names = [
        country_name(area.country, language) + "".join(f" {part}" for part in (area.region, _range(area)) if part)
        for area in areas
    ]
    if len(names) > 8:
        return _("%(names)s and %(n)d more") % {"names": ", ".join(names[:7]), "n": len(names) - 7}
    return ", ".join(names)


def _range(area: Area) -> str:
    return area.postal_from if area.postal_from == area.postal_to else f"{area.postal_from}-{area.postal_to}"


def _countries(chosen: list[str]) -> dict[str, Any]:
    ticked = set(chosen)
    groups = [
        {
            "title": title,
            "countries": [(code, name, code in ticked) for code, name in countries],
            "ticked": sum(code in ticked for code, _name in countries),
        }
        for title, countries in world.grouped(get_language() or "en")
    ]
    return {"groups": groups}
