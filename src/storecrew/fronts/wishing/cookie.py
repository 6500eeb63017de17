"""The list that a browser holds: a cookie with a secret token, strictly needed for what the shopper asked for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "wishes"
LASTS_S = 365 * 24 * 3600


def token_of(request: HttpRequest) -> str:
    """Return the token of this browser's list; empty when it holds none, or something that is none."""
    token = request.COOKIES.get(COOKIE, "")
    fine = 24 <= len(token) <= 64 and token.isascii() and token.replace("-", "").replace("_", "").isalnum()
    return token if fine else ""


def keep(response: HttpResponse, token: str) -> None:
    """Let the browser hold a list from now on."""
    response.set_cookie(
        COOKIE, token, max_age=LASTS_S, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
