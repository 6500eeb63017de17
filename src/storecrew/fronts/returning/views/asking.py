"""Choose what comes back and why, see what it comes to, then send it with words and photographs."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.origin import from_here
from storecrew.fronts.returning import goods
from storecrew.fronts.returning.pages import Back, head
from storecrew.fronts.storefront.page import in_store, show, store_page
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.returns import actions, reads
from storecrew.shop.returns.reasons import CLAIMS, Reason
from storecrew.shop.returns.types import Returnables

LARGEST = 10 * 1024 * 1024
"""Bytes of one photograph: telephones make them of some 3 to 6 MB."""


@store_page
def choose(request: HttpRequest, site: Site, now: datetime, token: str) -> HttpResponse:
    """Show what may come back; with something chosen, what it comes to, and the form that sends it."""
    return _page(request, site, now, token, request.GET)


@csrf_exempt
@in_store
def send(request: HttpRequest, site: Site, now: datetime, token: str) -> HttpResponse:
    """Ask for what was chosen, and go on to the page of the return."""
    to = Back(site.to, token)
    if request.method != "POST":
        return HttpResponseRedirect(to.choose)
    if not from_here(request):
        raise Refused(_("This form was not sent from our shop. Open the shop and try again."), code="foreign_form")
    actor = bags.shopper(request)
    found = reads.offers(actor, reads.OwnQuery(token=token), now=now)
    rows = goods.offered(site, actor, found.lines, request.POST, now)
    try:
        asked = {
            "token": token,
            "lines": goods.wanted_of(rows),
            "wish": request.POST.get("wish", "refund"),
            "words": request.POST.get("words", ""),
            "photos": _photos(request),
        }
        made = actions.request(actor, parse(actions.Request, asked), now=now)
    except ActionError as error:
        return _page(request, site, now, token, request.POST, error=error)
    return HttpResponseRedirect(to.one(made.return_id))


def _page(
    request: HttpRequest, site: Site, now: datetime, token: str, typed: QueryDict, *, error: ActionError | None = None
) -> HttpResponse:
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    actor, to = bags.shopper(request), Back(site.to, token)
    query = reads.OwnQuery(token=token)
    found = reads.offers(actor, query, now=now)
    rows = goods.offered(site, actor, found.lines, typed, now)
    chosen = [row for row in rows if row.quantity]
    going_on = bool(typed.get("on")) and bool(chosen)
    reckoned, trouble = _reckoned(actor, token, rows, typed, now) if going_on else (None, "")
    if typed.get("on") and not chosen:
        trouble = _("Choose at least one piece first.")
    return show(
        request,
        site,
        now,
        "returning/ask.html",
        head(site, _("Send something back"), token),
        status=422 if error or trouble else 200,
        to=to,
        found=found,
        rows=rows,
        chosen=chosen,
        reckoned=reckoned if not trouble else None,
        wish=typed.get("wish", "refund"),
        words=typed.get("words", ""),
        may_exchange=any(row.others for row in rows if row.one.left),
        reasons=Reason.choices,
        claims=CLAIMS,
        own=reads.own(actor, query, now=now).items,
        trouble=error.message if error else trouble,
        photos_at_most=actions.PHOTOS_AT_MOST,
        anything=_anything(found),
    )


def _reckoned(
    actor: Any, token: str, rows: tuple[goods.Offered, ...], typed: QueryDict, now: datetime
) -> tuple[Any, str]:
    asked = {"token": token, "lines": goods.wanted_of(rows), "wish": typed.get("wish", "refund")}
    try:
        answer = reads.reckoned(actor, parse(reads.ReckonQuery, asked), now=now)
    except ActionError as error:
        return None, error.message
    refused = next((row.why for row in rows if row.quantity and row.one.claims_only and row.reason not in CLAIMS), "")
    if typed.get("wish") == "exchange" and not any(row.instead for row in rows if row.quantity):
        refused = refused or _("Choose what you would like instead.")
    return answer, refused or answer.problem


def _photos(request: HttpRequest) -> list[bytes]:
    """Return the photographs; raises Refused for one that is too large, before it is read."""
    files = [file for file in request.FILES.getlist("photos") if file.size][: actions.PHOTOS_AT_MOST + 1]
    if any((file.size or 0) > LARGEST for file in files):
        raise Refused(_("A photograph may have 10 MB. Make it smaller and try again."), code="too_large")
    return [file.read() for file in files]


def _anything(found: Returnables) -> bool:
    return any(one.left for one in found.lines)
