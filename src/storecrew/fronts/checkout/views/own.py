"""What buyers do about their own order: cancel it, have it sent elsewhere. Each page says first what follows."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.origin import from_here
from storecrew.fronts.checkout.postal import by_id, fields_of, typed_address
from storecrew.fronts.checkout.views.bag import head
from storecrew.fronts.checkout.views.found import known
from storecrew.fronts.storefront.page import in_store, show
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.addresses import types as addresses
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders import reads
from storecrew.shop.orders.types import OrderView

SHIP = "ship_to"


@csrf_exempt
@in_store
@known
def cancel(request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView) -> HttpResponse:
    """Say what cancelling means, and cancel."""
    to = Paths(site.to)
    error: ActionError | None = None
    if request.method == "POST":
        _from_our_pages(request)
        asked = {"token": token, "note": request.POST.get("note", "")[:400]}
        try:
            orders.cancel_own(bags.shopper(request), parse(orders.CancelOwn, asked), now=now)
            return HttpResponseRedirect(f"{to.order(token)}?said=cancelled")
        except ActionError as refusal:
            error = refusal
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    may = reads.what_buyers_may(found.order_id, now)
    if not may.cancel and error is None:
        return HttpResponseRedirect(to.order(token))
    return show(
        request,
        site,
        now,
        "checkout/cancel.html",
        head(site, _("Cancel order %(number)s") % {"number": found.number}, f"order/{token}/cancel"),
        status=422 if error else 200,
        to_order=to.order(token),
        order=found,
        may=may,
        error=error,
    )


@csrf_exempt
@in_store
@known
def address(request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView) -> HttpResponse:
    """Ask for another address in the same country, and have the order sent there."""
    to = Paths(site.to)
    may = reads.what_buyers_may(found.order_id, now)
    if not may.change_address or found.ship_to is None:
        return HttpResponseRedirect(to.order(token))
    typed = {name: str(value) for name, value in found.ship_to.model_dump().items()}
    error: ActionError | None = None
    if request.method == "POST":
        _from_our_pages(request)
        typed = {**typed_address(request.POST), "country": found.ship_to.country}
        try:
            data = parse(orders.ChangeOwnAddress, {"token": token, "ship_to": typed})
            orders.change_own_address(bags.shopper(request), data, now=now)
            return HttpResponseRedirect(f"{to.order(token)}?said=address")
        except ActionError as refusal:
            error = refusal
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    errors = _named(error) if isinstance(error, InvalidInput) else {}
    return show(
        request,
        site,
        now,
        "checkout/address.html",
        head(site, _("Another address"), f"order/{token}/address"),
        status=422 if error else 200,
        to_order=to.order(token),
        order=found,
        country=addresses.country_name(found.ship_to.country, site.language),
        fields=fields_of(site, typed, errors, place=SHIP, section="shipping"),
        errors=by_id(errors, place=SHIP),
        refused=error.message if error and not errors else "",
    )


def _named(error: InvalidInput) -> dict[str, str]:
    """Return errors with the place of their field in front: the action names fields of the address alone."""
    return {name if name.startswith(SHIP) else f"{SHIP}.{name}": said for name, said in error.fields.items()}


def _from_our_pages(request: HttpRequest) -> None:
    if not from_here(request):
        raise Refused(_("This form was not sent from our shop. Open the shop and try again."), code="foreign_form")
