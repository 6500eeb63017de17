"""Find my order: by its number and what was given with it. The answer is the same whether there is one or not."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.origin import from_here
from storecrew.fronts.checkout.views.bag import head
from storecrew.fronts.storefront.page import in_store, show
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.orders.letters import actions as letters


@csrf_exempt
@in_store
def find(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Ask for number and contact; have the link sent."""
    if request.method != "POST":
        return _page(request, site, now)
    if not from_here(request):
        raise Refused(_("This form was not sent from our shop. Open the shop and try again."), code="foreign_form")
    typed = {"number": request.POST.get("number", ""), "contact": request.POST.get("contact", "")}
    try:
        letters.ask_link(bags.shopper(request), parse(letters.AskLink, typed), now=now)
    except ActionError as error:
        return _page(request, site, now, error=error, number=typed["number"], contact=typed["contact"])
    return _page(request, site, now, sent=True)


def _page(
    request: HttpRequest,
    site: Site,
    now: datetime,
    *,
    sent: bool = False,
    error: ActionError | None = None,
    number: str = "",
    contact: str = "",
) -> HttpResponse:
    if request.method == "POST":
        request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    errors = error.fields if isinstance(error, InvalidInput) else {}
    return show(
        request,
        site,
        now,
        "checkout/find.html",
        head(site, _("Find my order"), "order/find"),
        status=422 if error else 200,
        to=Paths(site.to),
        sent=sent,
        refused=error.message if error and not errors else "",
        errors=errors,
        number=number[:40],
        contact=contact[:254],
    )
