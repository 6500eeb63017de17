"""The cookie by which a browser is signed in: a random token, of which the database knows the hash alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storecrew.fronts.checkout.bags import CUSTOMER
from storecrew.shop.customers.types import SESSION_FOR_DAYS

LASTS_S = SESSION_FOR_DAYS * 24 * 3600


def session_of(request: HttpRequest) -> str:
    """Return the session's token; empty where nobody is signed in."""
    return request.COOKIES.get(CUSTOMER, "")[:200]


def keep(response: HttpResponse, session: str) -> None:
    """Let the browser be signed in from now on."""
    response.set_cookie(
        CUSTOMER, session, max_age=LASTS_S, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def drop(response: HttpResponse) -> None:
    """Let the browser forget that somebody was signed in."""
    response.delete_cookie(CUSTOMER, samesite="Lax")
