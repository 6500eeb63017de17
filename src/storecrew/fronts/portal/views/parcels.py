"""Drop shipments: the list, and one of them, with everything there is to say about it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from storecrew.fronts.portal import goods, shipping, stale
from storecrew.fronts.portal.visits import LANGUAGES, Visit, page
from storecrew.fronts.portal.wording import REFUSALS, TOLD
from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.types import Input
from storecrew.kernel.actions.validation import parse
from storecrew.shop.dropships import actions, reads
from storecrew.shop.dropships.types import DropView
from storecrew.shop.fulfilment.labels import code128
from storecrew.shop.shipping import carriers

DONE_SHOWN = 60


@page
def index(visit: Visit) -> HttpResponse:
    """List what is to be sent, or (`?show=done`) what was asked for before."""
    done = visit.request.GET.get("show") == "done"
    views = reads.of_supplier(visit.supplier_id, open_only=not done, now=visit.now, limit=DONE_SHOWN if done else 200)
    return visit.show(
        "portal/parcels.html",
        _("Parcels to send"),
        "parcels",
        done=done,
        rows=[
            (view, *shipping.word_of(view), shipping.until(view, visit.now), shipping.inside(view)) for view in views
        ],
        sendable=sum(1 for view in views if shipping.answerable(view)),
    )


@page
def one(visit: Visit, number: str) -> HttpResponse:
    """Show one; a post (`do`) says something about it."""
    view = _find(visit, int(number))
    if visit.request.method != "POST":
        return _page(visit, view)
    here = visit.to.parcel(view.dropship_id)
    if (said := stale.done_before(visit)) is not None:
        return visit.went(here, said)
    act = ACTS.get(visit.request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        stale.check(visit, view.version)
        said = act(visit, view)
    except ActionError as error:
        return _page(visit, _find(visit, view.dropship_id), error=error)
    return visit.went(here, stale.remember(visit, said))


@page
def slip(visit: Visit, number: str) -> HttpResponse:
    """Show the packing slip that goes into the parcel, in the buyer's language, with the address for the label."""
    view = _find(visit, int(number))
    found = reads.slips_of([view.dropship_id]).get(view.dropship_id)
    if found is None or not shipping.shows_address(view, visit.now):
        raise Http404
    return visit.show(
        "portal/slip.html",
        found.number,
        "parcels",
        slip=found,
        spoken=found.language if found.language in LANGUAGES else "en",
        address=reads.address_lines(found, shipping.label_language(found.ship_to, visit.opened.language)),
        barcode=code128.svg(found.number),
        back=visit.to.parcel(view.dropship_id),
    )


def _find(visit: Visit, number: int) -> DropView:
    """Return a drop shipment of theirs that they were told of."""
    view = reads.find(number, visit.now)
    if view is None or view.supplier_id != visit.supplier_id or view.sent_at is None:
        raise Http404
    return view


def _page(visit: Visit, view: DropView, *, error: ActionError | None = None) -> HttpResponse:
    language, sent = visit.opened.language, visit.request.POST
    slips = reads.slips_of([view.dropship_id]) if shipping.shows_address(view, visit.now) else {}
    found = slips.get(view.dropship_id)
    word, tone = shipping.word_of(view)
    looks = goods.looks((line.variant_id for line in view.lines), language, visit.now)
    status = 409 if error is not None and error.code == "portal.stale" else 200
    return visit.show(
        "portal/parcel.html",
        view.number,
        "parcels",
        status=status,
        error=error,
        it=view,
        word=word,
        tone=tone,
        until=shipping.until(view, visit.now),
        stopping=shipping.stopping(view),
        answerable=shipping.answerable(view),
        slip=found,
        address=reads.address_lines(found, shipping.label_language(found.ship_to, language)) if found else (),
        lines=[
            (line, looks.get(line.variant_id), sent.get(f"q.{line.line_id}", ""), sent.get(f"r.{line.line_id}", ""))
            for line in view.lines
        ],
        parcels=[
            (one, carriers.name_of(one.carrier, language), carriers.tracking_url(one.carrier, one.tracking_number))
            for one in view.parcels
        ],
        days=shipping.days_ahead(visit.now, view.ship_by),
        carriers=shipping.carrier_choices(language),
        reasons=REFUSALS,
        told=[(TOLD[one.kind], one) for one in reads.answers_of(view.dropship_id) if one.kind in TOLD],
        typed=sent,
        doing=sent.get("do", ""),
        odd=error is not None and sent.get("do") == "ship",
    )


def _said(visit: Visit, view: DropView, **more: Any) -> dict[str, Any]:
    return {
        "dropship_id": view.dropship_id,
        "note": visit.request.POST.get("note", "")[:400],
        "means": actions.Means.PORTAL,
        "contact_id": visit.opened.contact_id,
        **more,
    }


def _do(visit: Visit, act: Any, form: type[Input], data: dict[str, Any]) -> None:
    act(visit.actor, parse(form, data), key=visit.key, now=visit.now)


def _accept(visit: Visit, view: DropView) -> str:
    sent = visit.request.POST
    try:
        day = shipping.day_of(sent.get("other") or sent.get("ships_on", ""))
    except ValueError as error:
        raise InvalidInput({"ships_on": _("There is no such day.")}) from error
    lines = _parts(visit, view, "q")
    _do(visit, actions.acknowledge, actions.Acknowledge, _said(visit, view, ships_on=day, lines=lines))
    return "accepted"


def _refuse(visit: Visit, view: DropView) -> str:
    sent = visit.request.POST
    lines = _parts(visit, view, "r")
    if sent.get("which") == "some" and not lines:
        raise InvalidInput({"lines": _("Say how many of what you cannot send.")})
    data = _said(visit, view, lines=lines if sent.get("which") == "some" else (), reason=sent.get("reason", ""))
    _do(visit, actions.refuse, actions.Refuse, data)
    return "refused"


def _pack(visit: Visit, view: DropView) -> str:
    _do(visit, actions.pack, actions.MarkPacked, _said(visit, view))
    return "packed"


def _ship(visit: Visit, view: DropView) -> str:
    sent = visit.request.POST
    number = carriers.normal(sent.get("tracking_number", ""))
    if not number:
        raise InvalidInput({"tracking_number": _("Scan or type the tracking number.")})
    data = _said(
        visit,
        view,
        lines=_parts(visit, view, "q"),
        carrier=sent.get("carrier", "") or shipping.guess(number),
        tracking_number=number,
        sure=bool(sent.get("sure")),
    )
    _do(visit, actions.ship, actions.Ship, data)
    return "shipped"


def _stop(visit: Visit, view: DropView) -> str:
    _do(visit, actions.agree_to_stop, actions.AgreeToStop, _said(visit, view))
    return "agreed"


ACTS: dict[str, Callable[[Visit, DropView], str]] = {
    "accept": _accept,
    "refuse": _refuse,
    "pack": _pack,
    "ship": _ship,
    "stop": _stop,
}


def _parts(visit: Visit, view: DropView, name: str) -> tuple[dict[str, int], ...]:
    """Return so many of each line as were typed; nothing where all is meant: every field empty, or as it stands."""
    sent, found, whole = visit.request.POST, [], True
    for line in view.lines:
        text = sent.get(f"{name}.{line.line_id}", "").strip()
        if text and not (text.isdecimal() and len(text) < 7):
            raise InvalidInput({f"{name}.{line.line_id}": _("Write how many pieces, as a number.")})
        quantity = int(text) if text else (0 if name == "r" else line.open)
        whole = whole and quantity == line.open
        if quantity:
            found.append({"line_id": line.line_id, "quantity": quantity})
    return () if whole else tuple(found)
