"""The page of an order, and the small things that are done on it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.pages import access, answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.orders import actions
from storecrew.shop.orders.forms import HoldForm, NoteForm, PayByForm, TagForm
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.presenting import context_of
from storecrew.shop.orders.tables import url_of
from storecrew.shop.orders.views.access import order_at, reader, rights


@require_GET
@access.signed_in
@reader
def order(request: HttpRequest, ref: str) -> Any:
    """Show everything about one order."""
    found = order_at(ref)
    if found.state == State.DRAFT or found.number != ref:
        return answers.see(url_of(found))
    return page_of(request, found)


def page_of(request: HttpRequest, found: Order, **forms: Any) -> Any:
    """Answer the page of an order; `forms` are those that have to be shown again with their errors."""
    may, now = rights(request), timezone.now()
    context = context_of(actor_of(request), found, now, may_see_cost=may["may_see_cost"])
    shown = {"note_form": NoteForm(None), "tag_form": TagForm(None), "pay_by_form": PayByForm(None), **forms}
    broken = next((form for form in forms.values() if form.errors), None)
    return answers.page(request, "orders/order.html", {**context, **shown, **may, "form": broken, "now": now})


@require_POST
@access.signed_in
@reader
def notes(request: HttpRequest, ref: str) -> Any:
    """Write a note."""
    found = order_at(ref)
    form = NoteForm(request.POST, fixed={"order_id": found.pk})
    then = f"{url_of(found)}#notes"
    return answers.sent(request, form, then=then, done=_("Noted.")) or page_of(request, found, note_form=form)


@require_POST
@access.signed_in
@reader
def tags(request: HttpRequest, ref: str) -> Any:
    """Add tags and take them off."""
    found = order_at(ref)
    form = TagForm(request.POST, fixed={"order_ids": (found.pk,)})
    return answers.sent(request, form, then=url_of(found), done=_("Tagged.")) or page_of(request, found, tag_form=form)


@require_POST
@access.signed_in
@reader
def pay_by(request: HttpRequest, ref: str) -> Any:
    """Give it longer to pay."""
    found = order_at(ref)
    form = PayByForm(request.POST, fixed={"order_id": found.pk})
    done = _("It waits longer now.") if request.POST.get("pay_by") else _("It waits as long as it takes.")
    return answers.sent(request, form, then=url_of(found), done=done) or page_of(request, found, pay_by_form=form)


@require_http_methods(["GET", "POST"])
@access.signed_in
@reader
def hold(request: HttpRequest, ref: str) -> Any:
    """Stop it from leaving."""
    found = order_at(ref)
    form = HoldForm(request.POST or None, fixed={"order_ids": (found.pk,)})
    done = _("On hold. Nobody ships it until it is released.")
    if request.method == "POST" and (answer := answers.sent(request, form, then=url_of(found), done=done)):
        return answer
    context = {"order": found, "form": form, "title": _("Hold order"), "verb": _("Hold order")}
    return answers.page(request, "orders/form.html", context)


@require_POST
@access.signed_in
@reader
def release(request: HttpRequest, ref: str) -> Any:
    """Let it go on."""
    found = order_at(ref)
    data = actions.ReleaseThem(order_ids=(found.pk,))
    return answers.act(request, actions.unhold, data, then=url_of(found), done=_("It may go on."))


@require_POST
@access.signed_in
@reader
def give_back(request: HttpRequest, ref: str) -> Any:
    """Set what was paid too much on its way back."""
    found = order_at(ref)
    data = actions.GiveBackExcess(order_id=found.pk)
    return answers.act(request, actions.give_back, data, then=url_of(found), done=_("It is on its way back."))
