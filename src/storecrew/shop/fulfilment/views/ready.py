"""What is to leave, and the walks through the warehouse."""

from collections.abc import Sequence

from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.pages.types import Tone
from storecrew.shop.fulfilment import actions, reads
from storecrew.shop.fulfilment.models import Parcel, Wave, WaveState
from storecrew.shop.fulfilment.models.parcels import HERE
from storecrew.shop.fulfilment.types import ReadyOrder
from storecrew.shop.fulfilment.views.access import reader, rights
from storecrew.shop.fulfilment.weighing import current_habits
from storecrew.shop.fulfilment.wording import GROUPS
from storecrew.shop.stock import reads as stock

WAVE_TONES = {WaveState.OPEN: Tone.HALF, WaveState.DONE: Tone.GOOD, WaveState.CANCELLED: Tone.NEUTRAL}


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show what may leave, the most urgent first; a post puts the ticked orders into a wave."""
    if request.method == "POST":
        return _plan(request)
    actor, now = actor_of(request), timezone.now()
    wanted = request.GET.get("warehouse", "")
    warehouse_id = int(wanted) if wanted.isdecimal() else None
    found = reads.ready(actor, reads.ReadyQuery(warehouse_id=warehouse_id), now=now)
    places = stock.warehouses(actor, stock.WarehousesQuery(), now=now).items
    context = {
        "groups": _grouped(found.items),
        "count": len(found.items),
        "more": found.more,
        "places": places,
        "place": warehouse_id,
        "here": Parcel.objects.filter(state__in=HERE).count(),
        "most": current_habits().totes_in_wave,
        "now": now,
        **rights(request),
    }
    return answers.page(request, "fulfilment/ready.html", context)


@require_GET
@reader
def waves(request: HttpRequest) -> HttpResponseBase:
    """List the walks, open ones first."""
    rows = Wave.objects.select_related("warehouse", "picker").annotate(
        orders=Count("totes", distinct=True),
    )
    found = list(rows.order_by("state", "-pk").filter(Q(state=WaveState.OPEN) | Q(ended_at__isnull=False))[:100])
    sums = {
        row["wave"]: row
        for row in Wave.objects.filter(pk__in=[wave.pk for wave in found])
        .order_by()
        .values(wave=F("pk"))
        .annotate(wanted=Sum("picks__quantity"), picked=Sum("picks__picked"), short=Sum("picks__short"))
    }
    found.sort(key=lambda wave: (wave.state != WaveState.OPEN, -wave.pk))
    context = {
        "rows": [
            (wave, sums.get(wave.pk, {}), WaveState(wave.state).label, WAVE_TONES[WaveState(wave.state)])
            for wave in found
        ],
        **rights(request),
    }
    return answers.page(request, "fulfilment/waves.html", context)


@require_GET
@reader
def wave(request: HttpRequest, wave_id: int) -> HttpResponseBase:
    """Show a walk: its totes, what was picked, what is missing."""
    view = reads.wave(actor_of(request), reads.OneWave(wave_id=wave_id), now=timezone.now())
    state = WaveState(view.state)
    context = {"wave": view, "word": state.label, "tone": WAVE_TONES[state], **rights(request)}
    return answers.page(request, "fulfilment/wave.html", context)


@require_POST
@reader
def end(request: HttpRequest, wave_id: int, how: str) -> HttpResponse:
    """Finish a walk, or call it off."""
    here = reverse("fulfilment:wave", args=[wave_id])
    data = actions.OneWave(wave_id=wave_id)
    if how == "done":
        return answers.act(request, actions.finish_wave, data, then=here, done=_("Walk finished. Now pack the totes."))
    done = _("Wave called off. Put back what was picked.")
    return answers.act(request, actions.call_off_wave, data, then=here, done=done)


def _plan(request: HttpRequest) -> HttpResponse:
    """Put the ticked orders into waves, one for each warehouse that they leave from."""
    here = reverse("fulfilment:ready")
    chosen: dict[int, list[int]] = {}
    for text in request.POST.getlist("order"):
        order, _dot, place = text.partition(".")
        if order.isdecimal() and place.isdecimal():
            chosen.setdefault(int(place), []).append(int(order))
    if not chosen:
        return answers.went(request, here, _("Tick the orders that one walk should take."))
    last = 0
    try:
        for warehouse_id, orders in sorted(chosen.items()):
            data = actions.PlanWave(warehouse_id=warehouse_id, order_ids=tuple(orders[:100]))
            last = actions.plan_wave(actor_of(request), data).wave_id
    except ActionError as error:
        return answers.refused(request, error, then=here)
    count = sum(len(orders) for orders in chosen.values())
    done = ngettext("Wave planned for %(n)d order.", "Wave planned for %(n)d orders.", count) % {"n": count}
    return answers.went(request, reverse("fulfilment:pick", args=[last]), done)


def _grouped(rows: Sequence[ReadyOrder]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name, title in GROUPS.items():
        mine = [row for row in rows if row.group == name]
        if mine:
            found.append({"name": name, "title": title, "rows": mine, "pieces": sum(row.pieces for row in mine)})
    return found
