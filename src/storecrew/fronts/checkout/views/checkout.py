"""The checkout: who, where, how, and the order. One page; every step also works as a full form."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from storecrew.fronts.checkout import bags, knowing
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.agreeing import terms_of
from storecrew.fronts.checkout.asking import SHIP, Typed, from_cart, from_form
from storecrew.fronts.checkout.countries import countries_of
from storecrew.fronts.checkout.goods import packages_of, rows_of
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.checkout.paying import go_and_pay, letters_text, ways_to_pay
from storecrew.fronts.checkout.policy import allow
from storecrew.fronts.checkout.postal import by_id, fields_of
from storecrew.fronts.checkout.views.bag import bag_page, cart_of, head
from storecrew.fronts.checkout.wallets import keys_for
from storecrew.fronts.storefront.page import in_store, show, store_page
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.addresses import types as addresses
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts.types import CartView

ORDERED = "carts.ordered"


@own_form
@in_store
def start(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Keep the goods back and go to the checkout; what is short is said in the bag."""
    try:
        carts.begin_checkout(bags.shopper(request), parse(carts.Begin, {"token": bags.token_of(request)}), now=now)
    except ActionError as error:
        return bag_page(request, site, now, error=error)
    buyer, cart = bags.buyer(request), cart_of(request, site, now)
    if buyer is not None and cart is not None:
        knowing.fill_in(request, buyer, cart, now)
    return HttpResponseRedirect(Paths(site.to).checkout)


@store_page
def checkout(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Show the checkout, as far as it is filled in."""
    cart = cart_of(request, site, now)
    if cart is None:
        return HttpResponseRedirect(Paths(site.to).cart)
    asked = request.GET.get("country", "")[:2].upper()
    typed = from_cart(cart, asked=asked, home=site.profile.country, buyer=bags.buyer(request))
    return _page(request, site, now, cart, typed)


@own_form
@in_store
def saved(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Let it go to an address of the book of whoever is signed in."""
    try:
        knowing.send_to(request, bags.buyer(request), request.POST.get("address", ""), now)
    except InvalidInput:  # it was kept before its country asked for more: to be put right in the form
        return HttpResponseRedirect(f"{Paths(site.to).checkout}#a-name")
    except ActionError as error:
        return bag_page(request, site, now, error=error)
    return HttpResponseRedirect(f"{Paths(site.to).checkout}#delivery")


@own_form
@in_store
def sent(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Keep what was typed; with `do=pay` order it. Nothing typed is lost when something is wrong."""
    typed = from_form(request.POST)
    paying = request.POST.get("do") == "pay"
    try:
        _keep(request, typed, now, paying=paying)
    except InvalidInput as error:
        typed.errors = error.fields
        return _again(request, site, now, typed)
    except Missing:
        return HttpResponseRedirect(Paths(site.to).cart)
    except ActionError as error:
        if not (paying and error.code == ORDERED):  # sent twice: the order answers for itself
            return bag_page(request, site, now, error=error)
    if not paying:
        return HttpResponseRedirect(Paths(site.to).checkout + "#delivery")
    return _order(request, site, now, typed)


@store_page
def regions(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Name the places below others, for a form that is being filled in."""
    above = [part for part in request.GET.getlist("above") if part][:2]
    found = addresses.regions(request.GET.get("country", "")[:2].upper(), above, site.language)
    answer = JsonResponse({"names": [region.name for region in found]})
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


def _keep(request: HttpRequest, typed: Typed, now: datetime, *, paying: bool) -> None:
    values: dict[str, Any] = {
        "token": bags.token_of(request),
        SHIP: {**typed.address, "country": typed.country},
        "phone": typed.phone,
        "note": typed.note,
        "methods": typed.methods,
        "provider": typed.provider,
    }
    if typed.email or paying:
        values["email"] = typed.email
    carts.fill_in(bags.shopper(request), parse(carts.FillIn, values), now=now)


def _order(request: HttpRequest, site: Site, now: datetime, typed: Typed) -> HttpResponse:
    to = Paths(site.to)
    asked = {
        "token": bags.token_of(request),
        "cart_uid": request.POST.get("cart", ""),
        "fingerprint": request.POST.get("fingerprint", ""),
        "return_url": site.absolute(to.order(carts.TOKEN_HERE)),
        "accepted_terms": True,
        "terms_version": terms_of(site).version,
        "letters": typed.letters,
        "letters_text": letters_text() if typed.letters else "",
    }
    try:
        done = carts.complete(bags.shopper(request), parse(carts.Complete, asked), now=now)
    except InvalidInput as error:
        typed.errors = error.fields
        return _again(request, site, now, typed)
    except Missing:
        return HttpResponseRedirect(to.cart)
    except ActionError as error:
        return _again(request, site, now, typed, error=error)
    buyer = bags.buyer(request) if typed.keep else None
    if buyer is not None:
        knowing.keep_address(request, buyer, typed.address, now)
    return go_and_pay(request, site, done.order_token, done.payment_id)


def _again(
    request: HttpRequest, site: Site, now: datetime, typed: Typed, *, error: ActionError | None = None
) -> HttpResponse:
    cart = cart_of(request, site, now)
    if cart is None:
        return HttpResponseRedirect(Paths(site.to).cart)
    return _page(request, site, now, cart, typed, error=error, status=422)


def _page(
    request: HttpRequest,
    site: Site,
    now: datetime,
    cart: CartView,
    typed: Typed,
    *,
    error: ActionError | None = None,
    status: int = 200,
) -> HttpResponse:
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    quote, buyer = cart.quote, bags.buyer(request)
    assert quote is not None  # noqa: S101  cart_of gives no other
    book = knowing.offered(site, buyer, cart)
    keys = keys_for(quote, typed.country)
    rows = rows_of(site, quote)
    response = show(
        request,
        site,
        now,
        "checkout/checkout.html",
        head(site, _("Checkout"), "checkout"),
        status=status,
        to=Paths(site.to),
        cart=cart,
        quote=quote,
        rows=rows,
        packages=packages_of(quote, rows),
        typed=typed,
        errors=by_id(typed.errors, place=SHIP),
        error=error,
        fields=fields_of(
            site, {**typed.address, "country": typed.country}, typed.errors, place=SHIP, section="shipping"
        ),
        countries=countries_of(site),
        pasting=typed.country == "CN",
        ways=ways_to_pay(quote.totals.total, typed.country, typed.provider),
        letters=letters_text(),
        buyer=buyer,
        book=book,
        new_address=buyer is not None and not any(one.chosen for one in book),
        keys=keys,
        terms=terms_of(site),
    )
    if keys:
        allow(response, [key.provider for key in keys])
    return response
