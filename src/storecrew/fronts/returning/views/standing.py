"""How a return stands; and what its buyer does about it: say that it left, or call it off."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.origin import from_here
from storecrew.fronts.returning.pages import Back, head
from storecrew.fronts.storefront.page import in_store, show
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.fulfilment.labels import code128
from storecrew.shop.returns import actions, reads
from storecrew.shop.returns.types import OwnReturn


@csrf_exempt
@in_store
def one(request: HttpRequest, site: Site, now: datetime, token: str, return_id: str) -> HttpResponse:
    """Show a return to whoever holds the link of its order; a post says that it left, or calls it off."""
    if request.method == "POST":
        if not from_here(request):
            raise Refused(_("This form was not sent from our shop. Open the shop and try again."), code="foreign_form")
        try:
            _do(request, token, int(return_id), now)
        except ActionError as error:
            return _page(request, site, now, token, int(return_id), error=error)
        return HttpResponseRedirect(Back(site.to, token).one(int(return_id)))
    return _page(request, site, now, token, int(return_id))


def _do(request: HttpRequest, token: str, return_id: int, now: datetime) -> None:
    shopper, own = bags.shopper(request), {"token": token, "return_id": return_id}
    if request.POST.get("do") == "cancel":
        actions.withdraw(shopper, parse(actions.OwnOne, own), now=now)
    else:
        number = {"tracking_number": request.POST.get("tracking_number", "")}
        actions.sent(shopper, parse(actions.SentIt, {**own, **number}), now=now)


def _page(
    request: HttpRequest, site: Site, now: datetime, token: str, return_id: int, *, error: ActionError | None = None
) -> HttpResponse:
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    items = reads.own(bags.shopper(request), reads.OwnQuery(token=token), now=now).items
    found = next((item for item in items if item.return_id == return_id), None)
    if found is None:
        raise Http404
    to = Back(site.to, token)
    return show(
        request,
        site,
        now,
        "returning/one.html",
        head(site, found.number, token),
        status=422 if error else 200,
        to=to,
        it=found,
        headline=_headline(found),
        steps=_steps(found),
        exchange=to.order_of(found.exchange_token) if found.exchange_token else "",
        barcode=code128.svg(found.number) if found.may_send else "",
        error=error,
    )


def _headline(it: OwnReturn) -> str:
    match it.state:
        case "requested":
            return _("We have it, and look at it")
        case "approved" if it.nothing_back:
            return _("Granted: you need not send anything")
        case "approved":
            return _("Granted: send it to us")
        case "on_the_way":
            return _("On its way to us")
        case "part_received":
            return _("A part of it is here")
        case "received":
            return _("It is here; we make it good now")
        case "settled":
            return _("Made good, and on its way to you")
        case "declined":
            return _("We cannot take it back")
        case "cancelled":
            return _("Called off")
    return _("Done") if it.refunds or it.exchange else _("Closed")


def _steps(it: OwnReturn) -> list[tuple[str, datetime]]:
    """Return what has happened, with when."""
    steps = [
        (pgettext("returns", "Asked for"), it.requested_at),
        (_("Declined") if it.state == "declined" else _("Granted"), it.decided_at),
        (pgettext("returns", "Sent"), it.sent_at),
        (pgettext("returns", "Arrived"), it.received_at),
        (_("Made good"), it.settled_at),
    ]
    return [(word, at) for word, at in steps if at is not None]
