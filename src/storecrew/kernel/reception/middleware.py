"""Lead the first visitor of an empty installation to its set-up."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from storecrew.kernel.reception import founding

FREE = ("/crew/setup/", "/crew/sheet/", "/crew/language/", "/crew/theme/")


class FirstVisitMiddleware:
    """Sends `/` and the console to set-up while nobody has an account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request, or go to set-up."""
        ours = request.path == "/" or request.path.startswith("/crew/")
        if ours and not request.path.startswith(FREE) and not founding.is_founded():
            return redirect("reception:setup")
        return self.get_response(request)
