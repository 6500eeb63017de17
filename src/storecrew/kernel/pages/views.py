"""The console's style sheet, and what every reader may choose: theme and language, signed in or not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.pages import sheets
from storecrew.kernel.pages.answers import back, see
from storecrew.kernel.pages.shell import THEME_COOKIE, THEMES, YEAR


@require_GET
def sheet(request: HttpRequest, hash: str) -> HttpResponse:
    """Answer the joined style sheet. An old hash gets the present sheet, but is not told to keep it."""
    made = sheets.console()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(made.gzipped if zipped else made.plain, content_type="text/css; charset=utf-8")
    if zipped:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if hash == made.hash else "no-cache"
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the device's own choice on this device."""
    response = see(back(request, "/crew/"))
    chosen = request.POST.get("theme", "auto")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language on this device; it wins over what the browser asks for."""
    response = see(back(request, "/crew/"))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax")
    return response


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keyboard shortcuts."""
    return render(request, "pages/keys.html")
