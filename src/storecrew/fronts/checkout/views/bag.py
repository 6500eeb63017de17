"""The bag: see it, change it, give a code."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.fronts.checkout import bags
from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.checkout.goods import moved_lines, packages_of, rows_of
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.checkout.parts import part
from storecrew.fronts.storefront.head import Head, other_languages
from storecrew.fronts.storefront.page import in_store, show, store_page
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts import reads
from storecrew.shop.carts.tokens import new_token
from storecrew.shop.carts.types import CartView

TAKEN_OUT = "out"
SAID = "said"


@store_page
def bag(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Show what is in the bag, in which parcels it comes, and what it costs."""
    return bag_page(request, site, now)


def bag_page(request: HttpRequest, site: Site, now: datetime, *, error: ActionError | None = None) -> HttpResponse:
    """Return the bag; with an error that is told on top of it."""
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    cart = cart_of(request, site, now)
    quote = cart.quote if cart else None
    rows = rows_of(site, quote) if quote else ()
    return show(
        request,
        site,
        now,
        "checkout/bag.html",
        head(site, pgettext("cart", "Bag"), "cart"),
        status=422 if error else 200,
        to=Paths(site.to),
        cart=cart,
        quote=quote,
        packages=packages_of(quote, rows) if quote else (),
        rows=rows,
        moved=moved_lines(cart) if cart else (),
        error=error,
        code_error=error.fields.get("code", "") if isinstance(error, InvalidInput) else "",
        taken_out=_taken_out(request),
    )


@own_form
@in_store
def add(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Put something into the bag; a script gets what to show, everybody else goes to the bag."""
    token = bags.token_of(request) or new_token()
    scripted = request.headers.get("Accept", "").startswith("application/json")
    form = request.POST
    put = {"token": token, "currency": site.currency, "language": site.language}
    try:
        data = parse(carts.Put, {**put, "variant_id": form.get("variant"), "quantity": form.get("quantity") or 1})
        done = carts.put(bags.shopper(request), data, now=now)
    except ActionError as error:
        return _told(site, error.message, bad=True) if scripted else bag_page(request, site, now, error=error)
    if scripted:
        response: HttpResponse = _told(site, _("It is in your bag."), pieces=done.pieces)
    else:
        response = HttpResponseRedirect(Paths(site.to).cart)
    bags.keep(response, token)
    return response


@own_form
@in_store
def change(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Change how many of something, or take it out; what was taken out can be put back."""
    taken = request.POST.get("do") == "remove"
    wanted = 0 if taken else request.POST.get("quantity")
    try:
        asked = {"token": bags.token_of(request), "variant_id": request.POST.get("variant"), "quantity": wanted}
        data = parse(carts.Change, asked)
        done = carts.change(bags.shopper(request), data, now=now)
    except ActionError as error:
        return bag_page(request, site, now, error=error)
    query = urlencode({TAKEN_OUT: f"{data.variant_id}.{done.was}"}) if done.quantity == 0 else ""
    return HttpResponseRedirect(Paths(site.to).cart + (f"?{query}" if query else ""))


@own_form
@in_store
def code(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Use a coupon code, or take one away."""
    action = carts.drop_code if request.POST.get("do") == "drop" else carts.apply_code
    try:
        data = parse(carts.Code, {"token": bags.token_of(request), "code": request.POST.get("code", "")})
        action(bags.shopper(request), data, now=now)
    except ActionError as error:
        return bag_page(request, site, now, error=error)
    return HttpResponseRedirect(Paths(site.to).cart)


@store_page
def back(request: HttpRequest, site: Site, now: datetime, link: str) -> HttpResponse:
    """Open the bag of a letter's link: one press, so that no program that follows links changes anything."""
    request.personal = True  # type: ignore[attr-defined]
    return show(
        request,
        site,
        now,
        "checkout/back.html",
        head(site, _("Your bag"), f"cart/back/{link}"),
        to=Paths(site.to),
        link=link,
    )


@own_form
@in_store
def brought(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Put what the link names into this browser's bag."""
    token = bags.token_of(request) or new_token()
    try:
        data = parse(carts.BringBack, {"link": request.POST.get("link", ""), "token": token})
        carts.bring_back(bags.shopper(request), data, now=now)
    except ActionError as error:
        return bag_page(request, site, now, error=error)
    response = HttpResponseRedirect(Paths(site.to).cart)
    bags.keep(response, token)
    return response


def cart_of(request: HttpRequest, site: Site, now: datetime) -> CartView | None:
    """Return this browser's open cart in the page's language; None when there is none or nothing in it."""
    token = bags.token_of(request)
    if not token:
        return None
    query = parse(reads.CartQuery, {"token": token, "language": site.language, "currency": site.currency})
    found = reads.cart(bags.shopper(request), query, now=now)
    return found if found.quote is not None and found.order_id is None else None


def head(site: Site, title: str, path: str) -> Head:
    """Return the head of a page that is one shopper's own: nobody else is to find it."""
    _alternates, switches = other_languages(site, lambda to: f"{to.base}/{path}/")
    return Head(title=f"{title} · {site.name}", description="", canonical="", switches=switches, robots="noindex")


def _told(site: Site, said: str, *, bad: bool = False, pieces: int | None = None) -> JsonResponse:
    html = part("in_bag", to=Paths(site.to), said=said, bad=bad)
    return JsonResponse({"html": html} | ({} if pieces is None else {"pieces": pieces}))


def _taken_out(request: HttpRequest) -> tuple[int, int] | None:
    variant, _dot, quantity = request.GET.get(TAKEN_OUT, "").partition(".")
    return (int(variant), int(quantity)) if variant.isdecimal() and quantity.isdecimal() else None
