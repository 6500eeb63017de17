"""Whether a form was sent from our own pages: storefront pages are the same for everybody and carry no token of one visitor.

Browsers say where a request comes from, and scripts of other sites cannot change that (Fetch Metadata, Origin). The bag's
cookie is `SameSite=Lax` besides, so a foreign form would arrive without it anyway.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storecrew.kernel.actions.errors import Refused


def from_here(request: HttpRequest) -> bool:
    """Tell whether a request was made by a page of this site, judged by what only browsers can write."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if not origin:
        return False
    return urlsplit(origin).netloc == request.get_host()


def own_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer only forms of this site; it needs no token in the page."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not from_here(request):
            raise Refused(_("This form was not sent from our shop. Open the shop and try again."), code="foreign_form")
        return view(request, *args, **kwargs)

    return answer
