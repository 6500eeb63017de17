"""Sources from which nothing comes: which there are, all orders that wait for one, and deciding for many at once."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.delays import actions, fallbacks, reckoning
from storecrew.shop.delays.fallbacks import Fallback
from storecrew.shop.delays.gathering import Setting, cases_of
from storecrew.shop.delays.models import Delay, Outage, State, What, rulebook
from storecrew.shop.delays.presenting import Preview, preview_of
from storecrew.shop.delays.tables import tone_of
from storecrew.shop.delays.troubled import troubled
from storecrew.shop.delays.types import Affected, Code
from storecrew.shop.delays.views.access import numbers_of, reader, rights
from storecrew.shop.delays.wording import DECISIONS
from storecrew.shop.delays.writing import looking
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView

AT_ONCE = 100


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponse:
    """List the sources that need looking after."""
    past = Outage.objects.filter(over_at__isnull=False).select_related("site__warehouse", "site__supplier")
    context = {"rows": troubled(timezone.now()), "past": past.order_by("-over_at", "-pk")[:10], **rights(request)}
    return answers.page(request, "delays/sources.html", context)


@require_GET
@reader
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """Show all that waits for a source: order by order what was decided, and that it adds up."""
    place, now = _site_at(site_id), timezone.now()
    found = reckoning.stricken(site_id, now)
    cause = next((one for one in troubled(now, only=[place.supplier_id]) if one.site.site_id == site_id), None)
    people = supply.contacts_of([place.supplier_id]).get(place.supplier_id, ())
    context = {
        "site": place,
        "supplier": supply.suppliers_by_id([place.supplier_id])[place.supplier_id],
        "cause": cause,
        "found": found,
        "rows": [
            (one, tone_of(one.chance) if one.chance is not None else "", DECISIONS[one.what]) for one in found.items
        ],
        "parts": [(part, DECISIONS[part.what]) for part in found.parts],
        "undecided": sum(1 for one in found.items if not one.what and not one.over),
        "at_once": AT_ONCE,
        "people": people,
        "outage": Outage.objects.filter(pk=found.outage_id).first() if found.outage_id else None,
        **rights(request),
    }
    return answers.page(request, "delays/site.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """An order with what would be done."""

    one: Affected
    offer: Preview | None = None
    fallback: Fallback | None = None
    trouble: str = ""


@require_http_methods(["GET", "POST"])
@reader
def decide(request: HttpRequest, site_id: int) -> HttpResponseBase:
    """Show, order by order, what a decision would do; a post does it."""
    place = _site_at(site_id)
    what = request.GET.get("what", "")
    ids = numbers_of(",".join(request.GET.getlist("order")), most=AT_ONCE)
    here = reverse("delays:site", args=[site_id])
    if what not in What.values or not ids:
        return answers.went(request, here, _("Tick some orders first."))
    if request.method == "POST":
        words = request.POST.get("words", "").strip()
        data = actions.Decide(site_id=site_id, what=What(what), order_ids=ids, words=words)
        try:
            done = actions.decide(actor_of(request), data)
        except ActionError as error:
            return answers.refused(request, error, then=here)
        return answers.went(request, here, _counted(done))
    found = {one.order_id: one for one in reckoning.stricken(site_id, timezone.now()).items}
    here_still = [found[pk] for pk in ids if pk in found and not found[pk].over]
    delays = _delays(here_still) if what == What.TELL else {}
    rows = [_row(What(what), one, place, delays.get(one.order_id)) for one in here_still]
    context: dict[str, Any] = {
        "site": place,
        "what": what,
        "word": What(what).label,
        "rows": rows,
        "ready": sum(1 for row in rows if not row.trouble and not row.one.what),
        "whole": [
            (part, ", ".join(format_money(sum_) for sum_ in part.stake))
            for part in reckoning.sums([row.one for row in rows if not row.trouble and not row.one.what])
        ],
        **rights(request),
    }
    return answers.page(request, "delays/decide.html", context)


@require_POST
@reader
def take_back(request: HttpRequest, site_id: int) -> HttpResponse:
    """Take back what was decided for orders."""
    here = reverse("delays:site", args=[site_id])
    ids = numbers_of(",".join(request.POST.getlist("order")), most=AT_ONCE)
    if not ids:
        return answers.went(request, here, _("Tick some orders first."))
    try:
        done = actions.take_back(actor_of(request), actions.TakeBack(site_id=site_id, order_ids=ids))
    except ActionError as error:
        return answers.refused(request, error, then=here)
    return answers.went(request, here, _counted(done))


@require_POST
@reader
def end(request: HttpRequest, site_id: int) -> HttpResponse:
    """Say that a source is back."""
    then = reverse("delays:sources")
    data = actions.EndOutage(site_id=site_id)
    return answers.act(request, actions.end_outage, data, then=then, done=_("Looked after no longer."))


def _site_at(site_id: int) -> SiteView:
    found = supply.sites_by_id([site_id]).get(site_id)
    if found is None:
        raise Missing
    return found


def _delays(items: list[Affected]) -> dict[int, Delay]:
    """Return the delays of orders; for those that nobody had foreseen, the ones that they would have."""
    known = [one.delay_id for one in items if one.delay_id is not None]
    found = {row.order_id: row for row in Delay.objects.filter(pk__in=known).select_related("order")}
    others = [one.order_id for one in items if one.order_id not in found and not one.what]
    now, rules = timezone.now(), rulebook()
    for case in cases_of(others, Setting(now)) if others else ():
        if case.verdict is not None:
            found[case.order.order_id] = looking.sketch(case, case.verdict, rules, now)
    return found


def _row(what: What, one: Affected, place: SiteView, delay: Delay | None) -> Row:
    if one.what:
        return Row(one, trouble=str(DECISIONS[one.what]))
    if what == What.TELL:
        if delay is None:
            return Row(one, trouble=_("No day was promised, so there is none to be kept."))
        offer = preview_of(delay, None, tuple(Code), timezone.now())
        if delay.state == State.OFFERED:
            return Row(one, trouble=_("The buyer has been asked already."))
        return Row(one, offer=offer, trouble=offer.trouble)
    if what == What.MOVE:
        fallback = fallbacks.find(one.order_id, place, timezone.now())
        return Row(
            one, fallback=fallback, trouble="" if fallback else fallbacks.why_not(one.order_id, place, timezone.now())
        )
    return Row(one)


def _counted(done: actions.Decided) -> str:
    said = ngettext("Done for %(n)d order.", "Done for %(n)d orders.", done.done) % {"n": done.done}
    return " ".join([said, *done.left])
