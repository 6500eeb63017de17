"""One zone: what belongs to it, and its rates from day to day."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.taxes import actions
from storecrew.shop.taxes.forms import RateForm, ZoneForm
from storecrew.shop.taxes.models import Rate, Zone
from storecrew.shop.taxes.views.access import may_edit, reader
from storecrew.shop.taxes.wording import area_lines, class_name, percent


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponseBase:
    """Add a zone."""
    form = ZoneForm(request.POST or None)
    if request.method == "POST":
        made = form.run(actor_of(request))
        if isinstance(made, actions.ZoneSaved):
            then = reverse("taxes:zone", args=[made.zone_id])
            return answers.went(request, then, _("Zone added. Give it its rates."))
    return answers.page(request, "taxes/zone.html", {"form": form, "may_edit": may_edit(request)})


@require_http_methods(["GET", "POST"])
@reader
def zone(request: HttpRequest, zone_id: int) -> HttpResponseBase:
    """Show a zone; change its name and areas."""
    row = _load(zone_id)
    initial = {"name": row.name, "source": row.source, "areas": area_lines(row.areas.order_by("pk"))}
    form = ZoneForm(request.POST or None, initial=initial, fixed={"zone_id": row.pk})
    then = reverse("taxes:zone", args=[row.pk])
    if request.method == "POST" and (answer := answers.sent(request, form, then=then, done=_("Saved."))):
        return answer
    return _page(request, row, form)


@require_POST
@reader
def add_rate(request: HttpRequest, zone_id: int) -> HttpResponseBase:
    """Add a rate to a zone."""
    row = _load(zone_id)
    form = RateForm(request.POST, fixed={"zone_id": row.pk})
    then = reverse("taxes:zone", args=[row.pk])
    answer = answers.sent(request, form, then=then, done=_("Rate added."))
    if answer:
        return answer
    page = _page(request, row, None, rate_form=form)
    page.status_code = 422
    return page


@require_POST
@reader
def end_rate(request: HttpRequest, rate_id: int) -> HttpResponseBase:
    """End a rate on a day."""
    row = Rate.objects.filter(pk=rate_id).first()
    if row is None:
        raise Missing
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        on = timezone.localdate()
    then = reverse("taxes:zone", args=[row.zone_id])
    data = actions.EndRate(rate_id=row.pk, ends_on=on)
    return answers.act(request, actions.end_rate, data, then=then, done=_("Rate ended."))


@require_POST
@reader
def remove(request: HttpRequest, zone_id: int) -> HttpResponseBase:
    """Delete a zone."""
    row = _load(zone_id)
    try:
        actions.delete_zone(actor_of(request), actions.DeleteZone(zone_id=row.pk))
    except ActionError as error:
        return answers.refused(request, error, then=reverse("taxes:zone", args=[row.pk]))
    return answers.went(request, reverse("taxes:index"), _("Zone deleted. Orders keep their taxes."))


def _load(zone_id: int) -> Zone:
    found = Zone.objects.filter(pk=zone_id).first()
    if found is None:
        raise Missing
    return found


def _page(request: HttpRequest, row: Zone, form: ZoneForm | None, *, rate_form: RateForm | None = None) -> HttpResponse:
    initial = {"name": row.name, "source": row.source, "areas": area_lines(row.areas.order_by("pk"))}
    today = timezone.localdate()
    rates = row.rates.select_related("tax_class").order_by("tax_class__position", "priority", "starts_on", "pk")
    context = {
        "zone": row,
        "form": form or ZoneForm(initial=initial),
        "rate_form": rate_form or RateForm(),
        "rates": [(rate, class_name(rate.tax_class), percent(rate.percent), _state(rate, today)) for rate in rates],
        "today": today.isoformat(),
        "may_edit": may_edit(request),
    }
    return answers.page(request, "taxes/zone.html", context)


def _state(rate: Rate, today: date) -> str:
    """Return past, now or later."""
    if rate.ends_on is not None and rate.ends_on <= today:
        return "past"
    return "later" if rate.starts_on is not None and rate.starts_on > today else "now"
