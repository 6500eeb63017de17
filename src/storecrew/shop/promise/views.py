"""Pages of promises: how good they are, and what was known when one of them was made."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import allows
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.promise import actions, reads
from storecrew.shop.promise.grounds import Grounds, outlook_of, reckon, said_by
from storecrew.shop.promise.models import Observation, What
from storecrew.shop.promise.seats import READERS, TEACHERS
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.stock import reads as stock

SPANS: Final = (30, 90, 180, 365)
MOST: Final = 30
"""Lanes that are shown."""

reader = permitted("promise.quality", READERS)


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show how good promises were, by source, lane and month."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isdigit() and int(asked) in SPANS else 180
    now = timezone.now()
    found = reads.quality(actor_of(request), reads.QualityQuery(days=days), now=now)
    names = {f"warehouse:{place.warehouse_id}": place.name for place in stock.open_warehouses()}
    context = {
        "found": found,
        "whole": [(pgettext("promises", "All together"), found.whole)],
        "whole_caption": _("All promises"),
        "days": days,
        "spans": SPANS,
        "sources": [(names.get(score.group, score.group or _("not settled")), score) for score in found.sources],
        "lanes": [(score.group.replace("/", " "), score) for score in found.lanes[:MOST]],
        "months": [(score.group, score) for score in found.months],
        "may_teach": allows(actor_of(request), name="promise.learn", seats=TEACHERS, at=now),
    }
    return answers.page(request, "promise/index.html", context)


@require_POST
@reader
def learn(request: HttpRequest) -> HttpResponse:
    """Learn now instead of tonight."""
    done = _("Learned. Promises rest on it from now on.")
    return answers.act(request, actions.learn, actions.Learn(), then=reverse("promise:index"), done=done)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of one package, for people."""

    grounds: Grounds
    first: date
    last: date
    said_first: date
    said_last: date
    chance: int | None
    parcels: int
    method: str
    place: str
    chances: tuple[tuple[date, int], ...]
    """Of each day, how many of a hundred such parcels had come by then."""


@require_GET
@reader
def of_order(request: HttpRequest, order: str) -> HttpResponseBase:
    """Show what was known when an order was promised, and what became of it."""
    rows = list(Observation.objects.filter(order=f"order:{order}").order_by("at", "pk"))
    placed = next((row for row in rows if row.what == What.PLACED), None)
    if placed is None or not placed.grounds:
        raise Missing(_("Nothing was written down of what this order’s promise rests on."))
    methods = shipping.methods_in_short()
    names = {f"warehouse:{one.warehouse_id}": one.name for one in stock.open_warehouses()}
    packages = [_known(one["grounds"], methods, names) for one in placed.grounds.get("packages", [])]
    again = (max(one.first for one in packages), max(one.last for one in packages)) if packages else None
    context = {
        "row": placed,
        "packages": packages,
        "same": again == (placed.promised_first, placed.promised_last),
        "events": [(What(row.what).label, row) for row in rows],
        "language": get_language(),
    }
    return answers.page(request, "promise/of_order.html", context)


def _known(kept: dict[str, Any], methods: dict[int, tuple[str, str]], names: dict[str, str]) -> Known:
    grounds = Grounds.model_validate(kept)
    found, said = reckon(grounds), said_by(grounds)
    days: list[tuple[date, int]] = []
    if grounds.experience is not None:
        outlook = outlook_of(grounds, grounds.experience)
        for ahead in range((found.last - found.first).days + 5):
            on = found.first + timedelta(days=ahead - 1)
            days.append((on, round(100 * outlook.chance_by(on.toordinal()))))
    return Known(
        grounds=grounds,
        first=found.first,
        last=found.last,
        said_first=date.fromordinal(said[0]),
        said_last=date.fromordinal(said[1]),
        chance=found.chance,
        parcels=found.parcels,
        method=methods.get(grounds.method_id or 0, ("", ""))[0],
        place=names.get(grounds.source, grounds.source),
        chances=tuple(days),
    )
