"""Somebody has just come in: their browser is signed in, the bag they filled before goes with them, and they go on."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from storecrew.fronts.account import cookie
from storecrew.fronts.account.addresses import Paths
from storecrew.fronts.account.returning import own_path
from storecrew.fronts.account.visits import network_of, private, stranger
from storecrew.fronts.checkout import bags
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.actions.types import Actor, outsider
from storecrew.kernel.actions.validation import parse
from storecrew.shop.carts import actions as carts
from storecrew.shop.carts.tokens import new_token
from storecrew.shop.customers import actions as customers

type TakesAlong = Callable[[HttpRequest, Actor, datetime], None]

_take_along: list[TakesAlong] = []


def takes_along(function: TakesAlong) -> TakesAlong:
    """Register what else of this browser goes with whoever came in: `(request, customer, now)`. It keeps nobody out."""
    _take_along.append(function)
    return function


def let_in(request: HttpRequest, site: Site, now: datetime, entered: customers.Entered, then: str = "") -> HttpResponse:
    """Give the browser its session, a new one each time, and lead on: to a word about the bag where two became one."""
    before = cookie.session_of(request)
    if before:
        customers.sign_out(stranger(request), parse(customers.SignOut, {"session": before}), now=now)
    token = bags.token_of(request) or new_token()
    adopted = _adopt(request, now, entered.customer_id, token)
    customer = outsider(f"customer:{entered.customer_id}", address=network_of(request))
    for take in _take_along:
        take(request, customer, now)
    goes_on = own_path(entered.go_on) or own_path(then)
    to = Paths(site.to)
    if entered.new:
        goes_on = goes_on or f"{to.account}?new=1"
    if adopted is not None and adopted.gained:
        goes_on = f"{to.account}joined/?{urlencode({'n': str(adopted.gained), 'next': goes_on})}"
    response = HttpResponseRedirect(goes_on or to.account)
    cookie.keep(response, entered.session)
    if adopted is not None and adopted.cart_uid:
        bags.keep(response, token)
    elif bags.token_of(request):
        response.delete_cookie(bags.COOKIE, samesite="Lax")  # ordered already, or it belongs to somebody else
    return private(response)


def _adopt(request: HttpRequest, now: datetime, customer_id: int, token: str) -> carts.Adopted | None:
    """Take the bag along. A bag that cannot be taken keeps nobody out."""
    actor = outsider(f"customer:{customer_id}", address=network_of(request))
    try:
        return carts.adopt(actor, parse(carts.Adopt, {"token": token}), now=now)
    except ActionError:
        return None
