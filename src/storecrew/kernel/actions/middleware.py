"""Give every request a cause id, and answer expected failures that a view lets through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storecrew.kernel.actions.cause import because, new_id
from storecrew.kernel.actions.errors import ActionError, SignedOut

HEADER = "X-Cause-Id"


class CauseMiddleware:
    """Outermost: names the request in logs, audit rows, the answer's header and error pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request under a fresh cause id."""
        with because(new_id()) as cause:
            request.cause = cause  # type: ignore[attr-defined]  # Django's way of handing things on
            response = self.get_response(request)
        response[HEADER] = cause
        return response


CONSOLE = "/crew/"
FOR_STRANGERS = tuple(
    CONSOLE + name for name in ("sign-", "setup/", "join/", "password/", "sheet/", "theme/", "language/", "keys/")
)
"""Where people come in, and what those pages are dressed in; everything else of the console is for whoever is signed in."""


class RefusalMiddleware:
    """Innermost: the console is closed to strangers whatever a view forgets, and expected failures become pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Send strangers to the sign-in page before any view of the console runs."""
        closed = request.path.startswith(CONSOLE) and not request.path.startswith(FOR_STRANGERS)
        if closed and request.actor.stranger:  # type: ignore[attr-defined]  # set by ActorMiddleware
            return sign_in_first(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an expected failure with its page; everything else is a bug and goes on."""
        if not isinstance(error, ActionError):
            return None
        if isinstance(error, SignedOut):
            return sign_in_first(request)
        return render(request, "pages/refused.html", {"error": error}, status=error.status)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the sign-in page and back afterwards."""
    from django.contrib.auth.views import redirect_to_login  # noqa: PLC0415  needs loaded apps

    return redirect_to_login(request.get_full_path())
