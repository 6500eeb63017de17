"""The page of an order, by its link: what was bought, whether it is paid, where it is; and another try at paying."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from storecrew.fronts.checkout import bags, bought, tracking
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.origin import from_here
from storecrew.fronts.checkout.paying import BACK_FROM_PAYING, go_and_pay, ways_to_pay
from storecrew.fronts.checkout.policy import allow
from storecrew.fronts.checkout.views.bag import head
from storecrew.fronts.checkout.views.found import known
from storecrew.fronts.storefront.page import in_store, show, store_page
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, Missing, Refused
from storecrew.kernel.actions.validation import parse
from storecrew.shop.addresses import types as addresses
from storecrew.shop.delays import reads as delays
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments import reads as paying
from storecrew.shop.payments.types import PaymentView
from storecrew.shop.returns import reads as returns

SAID = {
    "cancelled": gettext_lazy("It is cancelled. A letter says so too."),
    "address": gettext_lazy("It goes to the new address."),
}


@store_page
@known
def order(request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView) -> HttpResponse:
    """Show an order to whoever holds its link. Back from a payment provider, it asks how the payment stands."""
    running = bought.open_payment(_payments(found))
    if running is not None and request.GET:
        payments.look_now(running.payment_id)
        return HttpResponseRedirect(request.path)
    return _page(request, site, now, token, found)


@store_page
@known
def parcel(request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView, ordinal: str) -> HttpResponse:
    """Show everything that was heard of one parcel."""
    to = Paths(site.to)
    seen = tracking.parcel(site, found, now, int(ordinal), here=to.order(token))
    if seen is None:
        raise Missing
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    this = head(site, f"{seen.title} · {found.number}", f"order/{token}/parcel/{ordinal}")
    return show(
        request, site, now, "checkout/parcel.html", this, to_order=to.order(token), order=found, parcel=seen, whole=True
    )


@csrf_exempt
@in_store
@known
def pay(request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView) -> HttpResponse:
    """Pay an order: a get shows the form of the provider that was chosen, a post chooses one (again)."""
    if request.method == "POST":
        if not from_here(request):
            raise Refused(_("This form was not sent from our shop. Open the shop and try again."), code="foreign_form")
        return _try_again(request, site, now, token, found)
    running = bought.open_payment(_payments(found))
    begun = payments.carry_out_now(running.payment_id) if running else None
    if begun is None or begun.next.kind != "form":
        return HttpResponseRedirect(Paths(site.to).order(token))
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    response = show(
        request,
        site,
        now,
        "checkout/pay.html",
        head(site, _("Pay"), f"order/{token}/pay"),
        to=Paths(site.to),
        to_order=Paths(site.to).order(token),
        order=found,
        way=begun.next,
        back=site.absolute(Paths(site.to).order(token)) + f"?{BACK_FROM_PAYING}=1",
    )
    # the provider's own form, on this page and nowhere else
    allow(response, [running.provider] if running else [])
    return response


def _try_again(request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView) -> HttpResponse:
    to = Paths(site.to)
    due = bought.owed(found, _payments(found))
    if due is None:
        return HttpResponseRedirect(to.order(token))
    asked = {
        "payable": f"order:{found.order_id}",
        "amount": due,
        "provider": request.POST.get("provider", ""),
        "return_url": site.absolute(to.order(token)) + f"?{BACK_FROM_PAYING}=1",
        "description": found.number,
        "customer_email": found.email,
        "language": site.language,
        "country": found.ship_to.country if found.ship_to else "",
        "key": request.POST.get("once", ""),
    }
    try:
        begun = payments.begin(bags.shopper(request), parse(payments.Begin, asked), now=now)
    except ActionError as error:
        return _page(request, site, now, token, found, error=error)
    return go_and_pay(request, site, token, begun.payment_id)


def _page(
    request: HttpRequest, site: Site, now: datetime, token: str, found: OrderView, *, error: ActionError | None = None
) -> HttpResponse:
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    made = _payments(found)
    running = bought.open_payment(made)
    due = bought.owed(found, made)
    begun = payments.carry_out_now(running.payment_id) if running and due else None
    here = Paths(site.to).order(token)
    may = orders.what_buyers_may(found.order_id, now)
    offer = delays.live_offer_of(found.order_id, now)
    sent = any(line.shipped and line.variant_id for line in found.lines)
    country = found.ship_to.country if found.ship_to else ""
    return show(
        request,
        site,
        now,
        "checkout/order.html",
        head(site, found.number, f"order/{token}"),
        status=422 if error else 200,
        to=Paths(site.to),
        to_pay=Paths(site.to).pay(token),
        token=token,
        guest=bags.shopper(request).kind == "nobody",
        order=found,
        lines=bought.lines_of(site, found, now),
        where=tracking.where(site, found, now, here=here),
        may=may,
        to_cancel=Paths(site.to).cancel(token) if may.cancel else "",
        to_address=Paths(site.to).change_address(token) if may.change_address else "",
        review=Paths(site.to).review(token) if sent else "",
        to_return=f"{here}return/" if returns.may_return(found, now) else "",
        to_choose=f"{here}choose/{offer}/" if offer is not None else "",
        said=SAID.get(request.GET.get("said", ""), ""),
        address=addresses.lines(found.ship_to, site.language, home=site.profile.country) if found.ship_to else (),
        due=due,
        begun=begun,
        failure=bought.last_failure(made),
        ways=ways_to_pay(due, country, found.provider) if due and not found.ships_unpaid else (),
        once=f"{found.order_id}.{len(made)}",
        error=error,
    )


def _order(request: HttpRequest, token: str, now: datetime) -> OrderView:
    return orders.by_token(bags.shopper(request), parse(orders.ByToken, {"token": token}), now=now)


def _payments(order: OrderView) -> list[PaymentView]:
    return list(paying.payments_of(f"order:{order.order_id}"))
