"""What a reader sees when something is refused, missing or broken: what happened, what to do, and the cause id.

`config/urls.py` names these as handlers; the id is the same as in the logs and the audit.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from storecrew.kernel.actions import cause


@dataclass(frozen=True, slots=True)
class Trouble:
    """The words of an error page."""

    title: str
    message: str
    cause: str


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: what was sent cannot be understood."""
    message = _("Something in the address or the form is not as it should be. Go back and try again.")
    return _page(request, 400, _("That could not be understood"), message)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    message = _("Your seats do not include this. Ask whoever hands out seats, or somebody who holds the seat.")
    return _page(request, 403, _("Not with your seats"), message)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    message = _("The page was moved or removed, or the address has a slip in it. Search for it, or start from Today.")
    return _page(request, 404, _("There is nothing here"), message)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose proof of origin is missing or old."""
    message = _(
        "For safety the form was not accepted. Go back, reload the page and send it again; nothing was changed."
    )
    return _page(request, 403, _("This page has been open too long"), message)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database for anything: it may be what is broken."""
    trouble = Trouble(
        _("Something broke on our side"),
        _("Nothing was half done. Try again; if it happens again, give this number to whoever looks after IT."),
        getattr(request, "cause", "") or cause.current(),
    )
    text = loader.render_to_string("pages/broken.html", {"trouble": trouble, "theme": request.COOKIES.get("theme", "")})
    return HttpResponse(text, status=500)


def _page(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    trouble = Trouble(title, message, getattr(request, "cause", "") or cause.current())
    return render(request, "pages/trouble.html", {"trouble": trouble, "status": status}, status=status)
