"""Where somebody goes on after signing in: a page of this store, and never anywhere else."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 300
CLOSED = ("/crew/", "/api/", "/hooks/", "/mcp", "/pay-test/")
"""Nothing that a buyer would come from."""


def own_path(text: str) -> str:
    """Return `text` when it is the path of a page of this store, else nothing: no sign-in leads to another site."""
    fine = (
        text.startswith("/")
        and len(text) <= LONGEST
        and text.isprintable()
        and "\\" not in text
        and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    )
    return text if fine and not text.startswith(CLOSED) else ""


def came_from(request: HttpRequest) -> str:
    """Return the page of the store from which somebody came to sign in; nothing for others and for the account itself."""
    asked = own_path(request.GET.get("next", ""))
    if asked:
        return asked
    before = urlsplit(request.headers.get("Referer", ""))
    path = own_path(f"{before.path}?{before.query}" if before.query else before.path)
    return path if before.netloc == request.get_host() and "/account/" not in path else ""
