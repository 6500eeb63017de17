"""One drop shipment: its ruler, what is in it, what was said, and the next step; and its other sources."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError
from storecrew.kernel.pages import answers, links
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.dropships import actions, reads
from storecrew.shop.dropships.models import ANSWERABLE, ASKED, OPEN, Means, Reason, Settlement
from storecrew.shop.dropships.reads.plain import answers_of
from storecrew.shop.dropships.ruler import ruler_of
from storecrew.shop.dropships.types import DropView
from storecrew.shop.dropships.views.access import reader, rights
from storecrew.shop.dropships.ways.arranged import arranged_with
from storecrew.shop.dropships.wording import STEPS, SURPRISES, TONES
from storecrew.shop.shipping import carriers
from storecrew.shop.supply import reads as supply


@require_GET
@reader
def dropship(request: HttpRequest, dropship_id: int) -> HttpResponseBase:
    """Show one drop shipment."""
    return answers.page(request, "dropships/dropship.html", _context(request, dropship_id))


@require_GET
@reader
def sources(request: HttpRequest, dropship_id: int) -> HttpResponseBase:
    """Show from where else the goods could come: the new day, what it costs more, what is left."""
    asked = reads.ChoicesQuery(dropship_id=dropship_id)
    found = reads.choices(actor_of(request), asked, now=timezone.now()).items
    context = {"choices": found, **_context(request, dropship_id)}
    return answers.page(request, "dropships/sources.html", context)


@require_POST
@reader
def step(request: HttpRequest, dropship_id: int, what: str) -> HttpResponse:
    """Do the next thing with a drop shipment, or write down what its supplier said."""
    here, make = reverse("dropships:dropship", args=[dropship_id]), _STEPS.get(what)
    if make is None:
        raise Missing
    try:
        action, values, done = make(request.POST, dropship_id)
        return answers.act(request, action, parse(action.input, values), then=here, done=done)
    except ActionError as error:
        return answers.refused(request, error, then=here)


type _Asked = tuple[Action[Any, Any], dict[str, Any], str]


def _said(post: QueryDict, dropship_id: int) -> dict[str, Any]:
    """Return what every answer has, where somebody writes it down for the supplier."""
    means = post.get("means", "")
    return {
        "dropship_id": dropship_id,
        "note": post.get("note", ""),
        "means": means if means in Means.values else Means.PERSON.value,
        "contact_id": _number(post, "contact_id"),
    }


def _number(post: QueryDict, name: str) -> int | None:
    text = str(post.get(name, ""))
    return int(text) if text.isdecimal() else None


def _lines(post: QueryDict) -> list[dict[str, int]]:
    """Return the pieces of each line that were typed; none: everything."""
    typed = {name.removeprefix("line-"): _number(post, name) for name in post if name.startswith("line-")}
    return [{"line_id": int(line), "quantity": count} for line, count in typed.items() if line.isdecimal() and count]


def _send(post: QueryDict, dropship_id: int) -> _Asked:
    by_hand = post.get("by_hand") == "1"
    done = _("Noted: sent by hand.") if by_hand else _("Sent to the supplier.")
    return actions.send, {"dropship_id": dropship_id, "by_hand": by_hand}, done


def _remind(post: QueryDict, dropship_id: int) -> _Asked:
    return actions.remind, {"dropship_id": dropship_id, "text": post.get("note", "")}, _("Asked again.")


def _acknowledge(post: QueryDict, dropship_id: int) -> _Asked:
    values = _said(post, dropship_id) | {"ships_on": post.get("ships_on") or None}
    return actions.acknowledge, values, _("Noted: they send it.")


def _pack(post: QueryDict, dropship_id: int) -> _Asked:
    return actions.pack, _said(post, dropship_id), _("Noted: packed.")


def _ship(post: QueryDict, dropship_id: int) -> _Asked:
    values = _said(post, dropship_id) | {
        "carrier": post.get("carrier", ""),
        "tracking_number": post.get("tracking_number", ""),
        "sure": post.get("sure") == "1",
        "lines": _lines(post),
    }
    return actions.ship, values, _("Noted: it has left, and the buyer is told.")


def _refuse(post: QueryDict, dropship_id: int) -> _Asked:
    values = _said(post, dropship_id) | {"reason": post.get("reason", ""), "lines": _lines(post)}
    return actions.refuse, values, _("Noted: they do not send it.")


def _stopped(post: QueryDict, dropship_id: int) -> _Asked:
    return actions.agree_to_stop, _said(post, dropship_id), _("Noted: they stopped it.")


def _cancel(post: QueryDict, dropship_id: int) -> _Asked:
    values = {"dropship_id": dropship_id, "reason": post.get("reason", "")}
    return actions.cancel, values, pgettext("drop shipment", "Called off.")


def _move(post: QueryDict, dropship_id: int) -> _Asked:
    values = {"dropship_id": dropship_id, "warehouse_id": _number(post, "warehouse_id")}
    return actions.move, values, _("Moved. The new source is asked.")


def _settle(post: QueryDict, dropship_id: int) -> _Asked:
    view = _view(dropship_id)
    currency = supply.suppliers_by_id([view.supplier_id])[view.supplier_id].currency
    claim = post.get("claim", "").strip()
    try:
        money = parse_money(claim, currency) if claim else None
    except MoneyError as error:
        raise InvalidInput({"claim": str(error)}) from error
    values = {
        "drop_parcel_id": _number(post, "drop_parcel_id") or 0,
        "settlement": post.get("settlement", ""),
        "owed": {"yes": True, "no": False}.get(post.get("owed", "")),
        "claim": money,
        "note": post.get("note", ""),
    }
    return actions.settle_surprise, values, _("Settled.")


_STEPS: dict[str, Callable[[QueryDict, int], _Asked]] = {
    "send": _send,
    "remind": _remind,
    "acknowledge": _acknowledge,
    "pack": _pack,
    "ship": _ship,
    "refuse": _refuse,
    "stopped": _stopped,
    "cancel": _cancel,
    "move": _move,
    "settle": _settle,
}


def _view(dropship_id: int) -> DropView:
    view = reads.find(dropship_id)
    if view is None:
        raise Missing
    return view


def _context(request: HttpRequest, dropship_id: int) -> dict[str, object]:
    now, may = timezone.now(), rights(request)
    asked = reads.DropshipQuery(dropship_id=dropship_id)
    view = reads.dropship(actor_of(request), asked, now=now).dropship
    arranged = arranged_with(view.supplier_id)
    said = answers_of(dropship_id)
    named = links.link_many([one.actor for one in said])
    people = supply.contacts_of([view.supplier_id]).get(view.supplier_id, ())
    return {
        "row": view,
        "subject": f"dropship:{view.dropship_id}",
        "tone": TONES[view.state],
        "step": STEPS.get(view.step, ""),
        "ruler": ruler_of(view, now),
        "said": [(one, _who(one.actor, view, named)) for one in reversed(said)],
        "people": people,
        "means": [(value, label) for value, label in Means.choices if value not in {"system", "portal", "file"}],
        "reasons": Reason.choices,
        "settlements": [one for one in Settlement.choices if one[0] != Settlement.OPEN],
        "surprises": [
            (parcel, SURPRISES.get(parcel.surprise, "")) for parcel in view.parcels if parcel.settlement == "open"
        ],
        "carriers": carriers.choices(get_language() or "en"),
        "arranged": arranged,
        "by_hand": arranged.way == "hand",
        "is_new": view.state == "new",
        "is_asked": view.state in ASKED,
        "is_open": view.state in OPEN,
        "may_hear": view.state in ANSWERABLE,
        "total": _total(view),
        **may,
    }


def _who(actor: str, view: DropView, named: dict[str, Any]) -> str:
    """Return who said it: somebody of ours by name, the supplier, or nobody for what happened by itself."""
    if actor.startswith("supplier:"):
        return view.supplier
    found = named.get(actor)
    return "" if actor.startswith("system:") or found is None else str(found.name)


def _total(view: DropView) -> object:
    costs = [line.cost for line in view.lines]
    if not costs or any(cost is None for cost in costs):
        return None
    counted = [(line.cost, line.wanted - line.refused - line.cancelled) for line in view.lines]
    total = None
    for cost, pieces in counted:
        part = cost * pieces if cost is not None else None
        total = part if total is None else (total + part if part is not None else total)
    return total
