"""Many tracking numbers at once: typed beside the parcels, or pasted as a table; looked at, then told."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.fronts.portal import shipping, stale, tables
from storecrew.fronts.portal.shipping import Found, Numbers
from storecrew.fronts.portal.visits import Visit, page
from storecrew.kernel.actions.errors import ActionError, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.sentences import sentence_of
from storecrew.shop.dropships import actions, reads
from storecrew.shop.dropships.types import DropView
from storecrew.shop.shipping import carriers

MOST = 200


@page
def many(visit: Visit) -> HttpResponse:
    """Show the parcels with a field beside each; a post shows what is understood, or tells it (`do=say`)."""
    views = [view for view in reads.of_supplier(visit.supplier_id, now=visit.now) if shipping.answerable(view)]
    if visit.request.method != "POST" or visit.request.POST.get("do") == "change":
        return _form(visit, views)
    if visit.request.POST.get("do") == "say":
        return _say(visit, views)
    try:
        found = _understood(visit, views)
    except Unreadable as trouble:
        return _form(visit, views, error=Refused(sentence_of(trouble.code, trouble.params), code=trouble.code))
    if not found.found and not found.wrong:
        nothing = _("Nothing is filled in yet. Type a tracking number beside at least one parcel.")
        return _form(visit, views, error=Refused(nothing, code="portal.nothing"))
    return _preview(visit, found)


def _form(visit: Visit, views: list[DropView], *, error: ActionError | None = None) -> HttpResponse:
    sent = visit.request.POST
    way = sent.get("way") or visit.request.GET.get("way", "type")
    return visit.show(
        "portal/many.html",
        _("Many tracking numbers"),
        "parcels",
        error=error,
        way="paste" if way == "paste" else "type",
        rows=[
            (view, shipping.until(view, visit.now), shipping.inside(view), sent.get(f"t.{view.dropship_id}", ""))
            for view in views
        ],
        pasted=sent.get("pasted", ""),
    )


def _understood(visit: Visit, views: list[DropView]) -> Numbers:
    sent = visit.request.POST
    if sent.get("way") == "paste":
        return shipping.numbers(tables.read_text(sent.get("pasted", "")), views, visit.opened.language)
    answer = Numbers()
    for line, view in enumerate(views, start=1):
        number = carriers.normal(sent.get(f"t.{view.dropship_id}", ""))[: shipping.LONGEST]
        if number:
            answer.found.append(Found(line, view, number, shipping.guess(number)))
    return answer


def _preview(visit: Visit, found: Numbers, *, failed: dict[int, str] | None = None) -> HttpResponse:
    language, sent = visit.opened.language, visit.request.POST
    error = None
    if failed:
        words = ngettext("%(n)d number was not taken.", "%(n)d numbers were not taken.", len(failed))
        error = Refused(words % {"n": len(failed)}, code="portal.some")
    return visit.show(
        "portal/many_check.html",
        _("Is this right?"),
        "parcels",
        error=error,
        rows=[
            (
                one,
                carriers.name_of(one.carrier, language) if one.carrier else "",
                (failed or {}).get(one.view.dropship_id, ""),
            )
            for one in found.found
        ],
        wrong=found.wrong,
        carriers=shipping.carrier_choices(language),
        way=sent.get("way", "type"),
        pasted=sent.get("pasted", ""),
    )


def _say(visit: Visit, views: list[DropView]) -> HttpResponse:
    """Tell each number by an act of its own: one that is refused holds no other back."""
    if (said := stale.done_before(visit)) is not None:
        return visit.went(visit.to.parcels, said)
    sent, failed, again = visit.request.POST, {}, Numbers()
    open_now = {view.dropship_id: view for view in views}
    for line, text in enumerate(sent.getlist("dropship")[:MOST], start=1):
        view = open_now.get(int(text)) if text.isdecimal() and len(text) < 19 else None
        if view is None:
            continue
        number, carrier = sent.get(f"t.{text}", ""), sent.get(f"c.{text}", "")
        data = {
            "dropship_id": view.dropship_id,
            "carrier": carrier,
            "tracking_number": number,
            "sure": bool(sent.get(f"s.{text}")),
            "means": actions.Means.PORTAL,
            "contact_id": visit.opened.contact_id,
        }
        try:
            actions.ship(visit.actor, parse(actions.Ship, data), key=f"{visit.key}.{text}", now=visit.now)
        except ActionError as error:
            failed[view.dropship_id] = error.message
            again.found.append(Found(line, view, number, carrier))
    if failed:
        return _preview(visit, again, failed=failed)
    return visit.went(visit.to.parcels, stale.remember(visit, "many"))
