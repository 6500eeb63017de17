"""Parcels: the table with its bulk acts, one parcel with its story, and what is printed."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.fulfilment import actions, reads
from storecrew.shop.fulfilment.labels import sheets
from storecrew.shop.fulfilment.models import GONE, HERE, ON_THE_WAY, Label, Parcel, ParcelState, Service
from storecrew.shop.fulfilment.tables import parcels_table
from storecrew.shop.fulfilment.views.access import reader, rights
from storecrew.shop.fulfilment.wording import TONES
from storecrew.shop.shipping import carriers

AT_ONCE = 200


@require_http_methods(["GET", "POST"])
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """List parcels; bulk: print labels, print slips, hand over."""
    may = rights(request)
    table = parcels_table(may_pack=may["may_pack"])
    rows = Parcel.objects.exclude(state=ParcelState.UNDONE)
    if request.method == "POST":
        chosen = list(tables.chosen(table, request, rows).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        return _bulk(request, request.POST.get("bulk", ""), chosen)
    exported = tables.export(table, request, rows)
    return exported or answers.page(
        request, "fulfilment/parcels.html", {"page": tables.show(table, request, rows), **may}
    )


@require_GET
@reader
def parcel(request: HttpRequest, parcel_id: int) -> HttpResponseBase:
    """Show one parcel: contents, label, carrier, and its way."""
    return answers.page(request, "fulfilment/parcel.html", _context(request, parcel_id))


@require_POST
@reader
def step(request: HttpRequest, parcel_id: int, what: str) -> HttpResponse:
    """Do the next thing with a parcel: number, label, hand over, unpack, what the carrier said, settle."""
    here = reverse("fulfilment:parcel", args=[parcel_id])
    try:
        return _step(request, parcel_id, what, here)
    except ActionError as error:
        return answers.refused(request, error, then=here)


@require_GET
@reader
def labels(request: HttpRequest) -> HttpResponseBase:
    """Show labels to be printed."""
    rows = _asked(request)
    found = sheets.labels(rows, actor_of(request), timezone.now(), get_language() or "en")
    return answers.page(request, "fulfilment/print_labels.html", {"sheets": found})


@require_GET
@reader
def slips(request: HttpRequest) -> HttpResponseBase:
    """Show packing slips to be printed, each in its buyer's language."""
    store = current()
    pages = []
    for slip in sheets.slips(_asked(request), timezone.now()):
        with override(slip.language):
            part = answers.page(request, "fulfilment/parts/slip.html", {"slip": slip, "store": store})
            pages.append(part.content.decode())
    return answers.page(request, "fulfilment/print_slips.html", {"pages": pages})


def _bulk(request: HttpRequest, what: str, ids: list[int]) -> HttpResponse:
    here = reverse("fulfilment:parcels")
    if not ids:
        return answers.went(request, here, _("Tick some parcels first."))
    address = ",".join(str(number) for number in ids)
    if what == "slips":
        return answers.see(f"{reverse('fulfilment:slips')}?ids={address}")
    if what == "print":
        then = f"{reverse('fulfilment:labels')}?ids={address}"
        data = actions.MakeLabels(parcel_ids=tuple(ids))
        return answers.act(request, actions.make_labels, data, then=then, done=_("Labels made. Print this page."))
    done, refused = _ship_all(request, ids)
    said = ngettext("%(n)d parcel handed over.", "%(n)d parcels handed over.", done) % {"n": done}
    if refused:
        return answers.refused(request, ActionError(" ".join([said, *refused[:5]])), then=here)
    return answers.went(request, here, said)


def _ship_all(request: HttpRequest, ids: Iterable[int]) -> tuple[int, list[str]]:
    """Hand over one after the other: one that cannot leave does not hold up the others."""
    done, refused = 0, []
    for parcel_id in ids:
        try:
            done += actions.ship(actor_of(request), actions.Ship(parcel_id=parcel_id)).counted
        except ActionError as error:
            refused.append(error.message)
    return done, refused


def _step(request: HttpRequest, parcel_id: int, what: str, here: str) -> HttpResponse:
    one = actions.OneParcel(parcel_id=parcel_id)
    number = {
        "parcel_id": parcel_id,
        "carrier": request.POST.get("carrier", ""),
        "tracking_number": request.POST.get("tracking_number", ""),
        "sure": request.POST.get("sure") == "1",
    }
    match what:
        case "tracking":
            data = parse(actions.SetTracking, number)
            return answers.act(request, actions.set_tracking, data, then=here, done=_("Number noted."))
        case "label":
            made = actions.MakeLabels(parcel_ids=(parcel_id,))
            then = f"{reverse('fulfilment:labels')}?ids={parcel_id}"
            return answers.act(request, actions.make_labels, made, then=then, done=_("Label made. Print this page."))
        case "ask":
            chosen = request.POST.get("service", "")
            asked = actions.AskLabel(parcel_id=parcel_id, service_id=int(chosen) if chosen.isdecimal() else None)
            return answers.act(request, actions.ask_label, asked, then=here, done=_("Asked the carrier for a label."))
        case "ship":
            leaving = parse(actions.Ship, number)
            return answers.act(request, actions.ship, leaving, then=here, done=_("Handed over to the carrier."))
        case "unpack":
            done = _("Unpacked. Its pieces are to be packed again.")
            return answers.act(request, actions.unpack, one, then=here, done=done)
        case "settle":
            note = parse(actions.Settle, {"parcel_id": parcel_id, "note": request.POST.get("note", "")})
            then = answers.back(request, here)
            return answers.act(request, actions.settle_trouble, note, then=then, done=_("Settled."))
        case "word":
            heard = parse(actions.RecordTracking, {"parcel_id": parcel_id, "words": [_word(request)]})
            return answers.act(request, actions.record_tracking, heard, then=here, done=_("Noted."))
    raise Missing


def _word(request: HttpRequest) -> dict[str, object]:
    typed = request.POST.get("at", "")
    at: datetime | str = timezone.now()
    if typed:
        try:
            at = timezone.make_aware(datetime.fromisoformat(typed))
        except ValueError:
            at = typed  # the input says what is wrong with it
    return {
        "state": request.POST.get("state", ""),
        "at": at,
        "text": request.POST.get("text", ""),
        "where": request.POST.get("where", ""),
    }


def _context(request: HttpRequest, parcel_id: int) -> dict[str, object]:
    view = reads.parcel(actor_of(request), reads.OneParcel(parcel_id=parcel_id), now=timezone.now())
    row = Parcel.objects.get(pk=parcel_id)
    labels_ = list(Label.objects.filter(parcel=row).select_related("service").order_by("-pk"))
    heard = [(state.value, state.label) for state in ParcelState if state in GONE and state != ParcelState.SHIPPED]
    return {
        "parcel": view,
        "subject": row.subject,
        "tone": TONES[ParcelState(view.state)],
        "here": view.state in HERE,
        "gone": view.state in GONE,
        "moving": view.state in ON_THE_WAY,
        "settled": row.settled_at,
        "printed": row.printed_at,
        "labels": labels_,
        "services": list(Service.objects.filter(active=True).order_by("name", "pk")),
        "carriers": carriers.choices(get_language() or "en"),
        "states": heard,
        **rights(request),
    }


def _asked(request: HttpRequest) -> list[Parcel]:
    """Return the parcels that the address names, in that order."""
    ids = [int(text) for text in request.GET.get("ids", "").split(",") if text.isdecimal()][:AT_ONCE]
    rows = {row.pk: row for row in Parcel.objects.filter(pk__in=ids).select_related("order", "package_kind")}
    found = [rows[number] for number in dict.fromkeys(ids) if number in rows]
    if not found:
        raise Missing
    return found
