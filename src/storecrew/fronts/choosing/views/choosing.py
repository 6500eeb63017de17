"""Choose what becomes of a late order: what may be chosen now, at which price; and what was chosen."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.origin import from_here
from storecrew.fronts.choosing.pages import Here, head
from storecrew.fronts.choosing.words import Said, said
from storecrew.fronts.storefront.page import in_store, show
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, Missing, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.delays import actions, reads
from storecrew.shop.delays.types import OwnOffer


@csrf_exempt
@in_store
def choose(request: HttpRequest, site: Site, now: datetime, token: str, offer_id: str) -> HttpResponse:
    """Show the choices to whoever holds the link of the order; a post chooses, and it is done at once."""
    number = int(offer_id)
    if request.method != "POST":
        return _page(request, site, now, token, number)
    if not from_here(request):
        raise Refused(_("This form was not sent from our shop. Open the shop and try again."), code="foreign_form")
    key, _sep, seal = request.POST.get("choice", "").partition("|")
    if not key:
        return _page(request, site, now, token, number, trouble=_("Choose one of them first."))
    try:
        asked = {"token": token, "offer_id": number, "key": key, "seal": seal}
        actions.answer(bags.shopper(request), parse(actions.Answer, asked), now=now)
    except Missing as error:
        raise Http404 from error
    except ActionError as error:
        return _page(request, site, now, token, number, trouble=error.message)
    return HttpResponseRedirect(Here(site.to, token).choose(number))


def _page(
    request: HttpRequest, site: Site, now: datetime, token: str, offer_id: int, *, trouble: str = ""
) -> HttpResponse:
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    own = _own(request, token, offer_id, now)
    chosen: Said | None = said(own.chosen) if own.chosen else None
    return show(
        request,
        site,
        now,
        "choosing/choose.html",
        head(site, _headline(own), token, offer_id),
        status=422 if trouble else 200,
        to=Here(site.to, token),
        it=own,
        headline=_headline(own),
        late=own.promised_until < now.date(),
        choices=[said(one) for one in own.choices],
        chosen=chosen,
        trouble=trouble,
    )


def _own(request: HttpRequest, token: str, offer_id: int, now: datetime) -> OwnOffer:
    try:
        query = parse(reads.OwnQuery, {"token": token, "offer_id": offer_id})
        items = reads.own(bags.shopper(request), query, now=now).items
    except (Missing, ActionError) as error:
        raise Http404 from error
    if not items:
        raise Http404
    return items[0]


def _headline(own: OwnOffer) -> str:
    match own.state:
        case "open":
            return _("It comes later than we promised")
        case "answered":
            return _("Done, as you chose")
        case "lapsed":
            return _("The time for this answer is over")
    return _("Nothing is left to choose here")
