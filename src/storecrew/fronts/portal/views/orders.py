"""What the store ordered for its own shelves: taken as ordered, or with other quantities, days and prices."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from storecrew.fronts.portal import goods, stale
from storecrew.fronts.portal.shipping import day_of, label_language
from storecrew.fronts.portal.visits import Visit, page
from storecrew.fronts.portal.wording import ORDER_STATES
from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.shop.addresses import types as addresses
from storecrew.shop.addresses.types import Address
from storecrew.shop.buying import actions, reads
from storecrew.shop.buying.types import PurchaseLineView, PurchaseView
from storecrew.shop.stock import reads as stock

OPEN = frozenset({"sent", "acknowledged", "part"})
SHOWN = 100


@page
def index(visit: Visit) -> HttpResponse:
    """List orders, those that wait for an answer first."""
    views = reads.of_supplier(visit.supplier_id)[:SHOWN]
    ordered = sorted(views, key=lambda one: (one.state not in OPEN, one.acked_at is not None))
    return visit.show(
        "portal/orders.html",
        _("Orders for our warehouse"),
        "orders",
        rows=[(one, *word_of(one), sum(line.quantity for line in one.lines)) for one in ordered],
    )


def word_of(view: PurchaseView) -> tuple[str, str]:
    """Return how an order stands in the supplier's words, with a tone."""
    word, tone = ORDER_STATES["differs" if view.differs and view.state in OPEN else view.state]
    return str(word), tone


@page
def one(visit: Visit, number: str) -> HttpResponse:
    """Show an order; a post answers it."""
    view = _find(visit, int(number))
    if visit.request.method != "POST":
        return _page(visit, view)
    here = visit.to.order(view.po_id)
    if (said := stale.done_before(visit)) is not None:
        return visit.went(here, said)
    try:
        stale.check(visit, view.version)
        actions.acknowledge(visit.actor, parse(actions.AcknowledgePO, _said(visit, view)), key=visit.key, now=visit.now)
    except ActionError as error:
        return _page(visit, _find(visit, view.po_id), error=error)
    return visit.went(here, stale.remember(visit, "ordered"))


def _find(visit: Visit, number: int) -> PurchaseView:
    """Return an order of theirs that they were sent."""
    view = reads.find(number)
    if view is None or view.supplier_id != visit.supplier_id or view.sent_at is None:
        raise Http404
    return view


def _page(visit: Visit, view: PurchaseView, *, error: ActionError | None = None) -> HttpResponse:
    sent, language = visit.request.POST, visit.opened.language
    looks = goods.looks((line.variant_id for line in view.lines), language, visit.now)
    word, tone = word_of(view)
    return visit.show(
        "portal/order.html",
        view.number,
        "orders",
        status=409 if error is not None and error.code == "portal.stale" else 200,
        error=error,
        it=view,
        word=word,
        tone=tone,
        open=view.state in OPEN,
        lines=[(line, looks.get(line.variant_id), _typed(visit, line)) for line in view.lines],
        address=_address(view, language),
        typed=sent,
        doing=sent.get("how", ""),
    )


def _typed(visit: Visit, line: PurchaseLineView) -> dict[str, str]:
    sent = visit.request.POST
    return {name: sent.get(f"{name}.{line.line_id}", "") for name in ("n", "d", "c")}


def _address(view: PurchaseView, language: str) -> tuple[str, ...]:
    """Return where it is to be delivered."""
    place = next((one for one in stock.open_warehouses() if one.warehouse_id == view.warehouse_id), None)
    if place is None:
        return ()
    if not place.address:
        return (place.name,)
    to = Address.model_validate(place.address)
    return (place.name, *addresses.lines(to, label_language(to, language), home=to.country))


def _said(visit: Visit, view: PurchaseView) -> dict[str, Any]:
    sent = visit.request.POST
    lines = []
    if sent.get("how") == "other":
        lines = [said for line in view.lines if (said := _line(visit, view, line))]
        if not lines and not sent.get("on"):
            raise InvalidInput({"lines": _("Write what is otherwise: fewer pieces, another day or another price.")})
    return {
        "po_id": view.po_id,
        "on": _day(sent.get("on", "")),
        "lines": lines,
        "note": sent.get("note", "")[:2000],
        "way": "portal",
        "contact_id": visit.opened.contact_id,
    }


def _line(visit: Visit, view: PurchaseView, line: PurchaseLineView) -> dict[str, Any]:
    """Return what is otherwise with a line; empty where nothing is."""
    typed = {name: text.strip() for name, text in _typed(visit, line).items()}
    said: dict[str, Any] = {}
    if typed["n"]:
        if not (typed["n"].isdecimal() and len(typed["n"]) < 8):
            raise InvalidInput({f"n.{line.line_id}": _("Write how many pieces, as a number.")})
        said["quantity"] = int(typed["n"])
    if typed["d"]:
        said["on"] = _day(typed["d"])
    if typed["c"]:
        said["cost"] = _cost(typed["c"], view.currency)
    return {"line_id": line.line_id, **said} if said else {}


def _day(text: str) -> date | None:
    try:
        return day_of(text)
    except ValueError as error:
        raise InvalidInput({"on": _("There is no such day.")}) from error


def _cost(text: str, currency: str) -> Money:
    try:
        return parse_money(text, currency)
    except MoneyError as error:
        raise InvalidInput({"cost": _("Write the price as a number, for instance 32.50.")}) from error
