"""The walk on a phone: where to, what, how many, into which tote; the scan field keeps the focus."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.media import reads as media
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.fulfilment import actions, reads
from storecrew.shop.fulfilment.models import ShortWhy
from storecrew.shop.fulfilment.reads.walking import StopView, WaveView
from storecrew.shop.fulfilment.views.access import reader, rights


@require_GET
@reader
def walk(request: HttpRequest, wave_id: int) -> HttpResponseBase:
    """Show the stop that is next, or the one that was asked for."""
    view = reads.wave(actor_of(request), reads.OneWave(wave_id=wave_id), now=timezone.now())
    left = [stop for stop in view.stops if stop.left]
    wanted = request.GET.get("stop", "")
    current = next((stop for stop in view.stops if key_of(stop) == wanted), None) or next(iter(left), None)
    context = {
        "wave": view,
        "stop": current,
        "stop_key": key_of(current) if current else "",
        "into": next((tote.slot for tote in current.totes if tote.quantity > tote.picked + tote.short), "")
        if current
        else "",
        "coming": [(stop, key_of(stop)) for stop in left if stop is not current][:8],
        "done": [(stop, key_of(stop)) for stop in view.stops if not stop.left][-5:],
        "share": 100 * (view.picked + view.short) / view.pieces if view.pieces else 100,
        "thumb": _thumb(current),
        "rest": 100 - (100 * (view.picked + view.short) / view.pieces if view.pieces else 100),
        "reasons": ShortWhy.choices,
        **rights(request),
    }
    return answers.page(request, "fulfilment/pick.html", context)


@require_POST
@reader
def take(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Take what was scanned, or a number of pieces of the stop on the page."""
    view = reads.wave(actor_of(request), reads.OneWave(wave_id=wave_id), now=timezone.now())
    stop = _stop(view, request.POST.get("stop", ""))
    code = request.POST.get("code", "").strip()
    act = request.POST.get("act", "scan")
    here = reverse("fulfilment:pick", args=[wave_id])
    if act == "scan":
        scanned = _scanned(view, stop, code)
        if scanned is None:
            return _says(request, here, stop, _("“%(code)s” is not wanted on this walk. Put it back.") % {"code": code})
        stop, quantity = scanned
        if not quantity:
            return answers.see(f"{here}?stop={key_of(stop)}")
    else:
        typed = request.POST.get("quantity", "")
        quantity = int(typed) if typed.isdecimal() and 0 < int(typed) < 100_000 else 0
    if stop is None or not quantity:
        return _says(request, here, stop, _("Scan a piece, or type how many."))
    where = {"wave_id": wave_id, "variant_id": stop.variant_id, "bin_id": stop.bin_id, "quantity": quantity}
    try:
        if act == "short":
            why = request.POST.get("why", ShortWhy.MISSING)
            missed = actions.report_short(actor_of(request), actions.Short.model_validate({**where, "why": why}))
            said = ngettext(
                "Noted: %(n)d order lacks pieces now.", "Noted: %(n)d orders lack pieces now.", missed.orders
            ) % {"n": missed.orders}
            return answers.went(request, here, said)
        if act == "back":
            actions.put_back(actor_of(request), actions.Stop.model_validate(where))
            return answers.went(request, f"{here}?stop={key_of(stop)}", _("Taken back."))
        taken = actions.pick(actor_of(request), actions.Stop.model_validate(where))
    except ActionError as error:
        return answers.refused(request, error, then=f"{here}?stop={key_of(stop)}")
    then = f"{here}?stop={key_of(stop)}" if taken.left_here else here
    return answers.went(request, then, _("Into tote %(slot)s.") % {"slot": taken.slot})


def _thumb(stop: StopView | None) -> str:
    """Return where the small picture of a stop is; empty when it has none."""
    asset_id = stop.picture.asset_id if stop and stop.picture else None
    found = media.pictures([asset_id]) if asset_id else {}
    return media.thumb_url(found[asset_id]) if asset_id in found else ""


def key_of(stop: StopView | None) -> str:
    """Return how an address names a stop: bin and variant."""
    return f"{stop.bin_id or 0}.{stop.variant_id}" if stop else ""


def _stop(view: WaveView, key: str) -> StopView | None:
    return next((stop for stop in view.stops if key_of(stop) == key), None)


def _scanned(view: WaveView, current: StopView | None, code: str) -> tuple[StopView, int] | None:
    """Return the stop that a scan means and one piece, or the number that was typed instead of scanning."""
    if not code:
        return None
    if current is not None and code.isdecimal() and len(code) <= 4 and code not in {current.barcode, current.sku}:
        return current, int(code)
    folded = code.casefold()
    rows = [current] if current is not None else []
    rows += [stop for stop in view.stops if stop is not current and stop.left]
    for stop in rows:
        if folded in {stop.barcode.casefold(), stop.sku.casefold()} - {""}:
            return stop, 1
    for stop in rows:
        if stop.place and folded == stop.place.casefold():  # the bin's own label was scanned: go there
            return stop, 0
    return None


def _says(request: HttpRequest, here: str, stop: StopView | None, sentence: str) -> HttpResponse:
    return answers.refused(request, ActionError(sentence), then=f"{here}?stop={key_of(stop)}" if stop else here)
