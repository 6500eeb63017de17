"""The bag that a browser holds: a cookie with a secret token, strictly needed for what the shopper asked for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storecrew.kernel.actions.types import Actor, nobody, outsider
from storecrew.shop.customers import reads as customers
from storecrew.shop.customers.types import CustomerView

COOKIE = "bag"
CUSTOMER = "customer"
"""The cookie of a customer who signed in to the shop; never a session of the crew."""
LASTS_S = 60 * 24 * 3600


def token_of(request: HttpRequest) -> str:
    """Return the token of this browser's bag; empty when it holds none."""
    return request.COOKIES.get(COOKIE, "")[:64]


def keep(response: HttpResponse, token: str) -> None:
    """Let the browser hold a bag from now on."""
    response.set_cookie(
        COOKIE, token, max_age=LASTS_S, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def buyer(request: HttpRequest) -> CustomerView | None:
    """Return the customer who signed in to the shop in this browser; None: nobody."""
    customer_id = _customer_of(request)
    return customers.view(customer_id) if customer_id is not None else None


def shopper(request: HttpRequest) -> Actor:
    """Return who shops: the customer who signed in to the shop, else a stranger. Never one of the crew."""
    address = request.META.get("REMOTE_ADDR", "")
    customer_id = _customer_of(request)
    return nobody(address=address) if customer_id is None else outsider(f"customer:{customer_id}", address=address)


def _customer_of(request: HttpRequest) -> int | None:
    session = request.COOKIES.get(CUSTOMER, "")[:200]
    return customers.whose(session) if session else None
