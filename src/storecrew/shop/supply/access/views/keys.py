"""The links of a supplier: who has one, give one, and one of them with all that can be done with it."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.supply.access import actions, reads
from storecrew.shop.supply.access.doorway import address_of
from storecrew.shop.supply.access.drawing import qr_svg
from storecrew.shop.supply.access.forms import GiveForm, SendForm
from storecrew.shop.supply.access.models import Key
from storecrew.shop.supply.access.tokens import token_of
from storecrew.shop.supply.access.types import Given
from storecrew.shop.supply.access.wording import STATES
from storecrew.shop.supply.models import ChannelKind, State, Supplier
from storecrew.shop.supply.seats import BUYERS, READERS

_reader = permitted("supply.suppliers", READERS)
_buyer = permitted("supply_access.give_key", BUYERS)


@require_http_methods(["GET", "POST"])
@_reader
def keys(request: HttpRequest, supplier_id: int) -> HttpResponseBase:
    """List a supplier's links; a post gives one and goes on to it."""
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404
    form = GiveForm(request.POST or None, supplier_id=supplier.pk)
    if request.method == "POST":
        given = form.run(actor_of(request))
        if given is not None:
            there = reverse("supply_access:key", args=[cast("Given", given).key_id])
            return answers.went(request, there, _("The link is there. Now send it to them."))
    now = timezone.now()
    context = {
        "supplier": supplier,
        "lines": [(view, *STATES[view.state]) for view in reads.keys_of(supplier.pk, now)],
        "form": form,
        "may_give": _may(request) and supplier.state != State.ENDED,
    }
    return answers.page(request, "supply_access/keys.html", context)


@require_http_methods(["GET", "POST"])
@_reader
def key(request: HttpRequest, key_id: int) -> HttpResponseBase:
    """Show a link, to those who buy with its address; a post mails it."""
    row = _find(key_id)
    now = timezone.now()
    view = reads.view_of(row, now)
    form = SendForm(request.POST or None, initial={"to": row.sent_to or _mail_of(row)}, fixed={"key_id": row.pk})
    here = reverse("supply_access:key", args=[row.pk])
    if request.method == "POST":
        done = _("The letter is on its way.")
        if answer := answers.sent(request, form, then=here, done=done):
            return answer
    token = token_of(row) if view.state == "open" and _may(request) else ""
    url = address_of(token)
    word, tone = STATES[view.state]
    context = {
        "row": row,
        "view": view,
        "word": word,
        "tone": tone,
        "form": form,
        "may_give": _may(request),
        "url": url,
        "lost": view.state == "open" and _may(request) and not token,
        "message": _message(row, url) if url else "",
        "qr": qr_svg(url, label=_("QR code of the link")) if url else "",
    }
    response = answers.page(request, "supply_access/key.html", context)
    if url:
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
@_buyer
def revoke(request: HttpRequest, key_id: int) -> HttpResponseBase:
    """Take a link back."""
    row = _find(key_id)
    data = actions.RevokeKey(key_id=row.pk)
    there = reverse("supply_access:keys", args=[row.supplier_id])
    return answers.act(request, actions.revoke_key, data, then=there, done=_("Taken back: it opens nothing any more."))


def _find(key_id: int) -> Key:
    row = Key.objects.select_related("supplier", "contact", "made_by").filter(pk=key_id).first()
    if row is None:
        raise Http404
    return row


def _may(request: HttpRequest) -> bool:
    return bool(set(grants_of(actor_of(request), timezone.now()).seats) & BUYERS)


def _mail_of(row: Key) -> str:
    mail = row.contact.channels.filter(kind=ChannelKind.EMAIL).order_by("position").first() if row.contact else None
    return mail.address if mail else ""


def _message(row: Key, url: str) -> str:
    """Return what to paste into a chat, in the language of whoever reads it there."""
    with translation.override(row.language):
        name = row.contact.name if row.contact else row.supplier.name
        return _("Hello %(name)s, here you see what is to be sent and what we owe you, no account needed: %(url)s") % {
            "name": name,
            "url": url,
        }
