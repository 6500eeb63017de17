"""The console's style sheet, and what every reader may choose: theme and language, signed in or not."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import actions, samples, sheets, tables
from storecrew.kernel.pages.access import signed_in
from storecrew.kernel.pages.answers import act, back, refused, see
from storecrew.kernel.pages.shell import THEME_COOKIE, THEMES, YEAR
from storecrew.kernel.people.actions import profile as people


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
    """Remember the language on this device, and for somebody signed in on all their devices."""
    response = see(back(request, "/crew/"))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _follow_person(request, chosen)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax")
    return response


@require_POST
@signed_in
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep a table's filters, order and columns under a name."""
    given = {name: request.POST.get(name, "") for name in ("table", "name", "query")}
    then = back(request, "/crew/")
    try:
        data = parse(actions.SaveView, {**given, "shared": request.POST.get("shared") == "1"})
    except InvalidInput as error:
        return refused(request, error, then=then)
    done = _("The view is kept as a tab over the table.")
    return act(request, actions.save_view, data, then=then, done=done)


@require_POST
@signed_in
def remove_view(request: HttpRequest) -> HttpResponse:
    """Remove a view of one's own."""
    data = parse(actions.RemoveView, {"view_id": request.POST.get("view", "")})
    return act(request, actions.remove_view, data, then=back(request, "/crew/"), done=_("The view is gone."))


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keyboard shortcuts."""
    return render(request, "pages/keys.html")


@require_GET
@signed_in
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with real words."""
    now = timezone.now()
    context = {
        "now": now,
        "today": timezone.localdate(now),
        "colours": samples.COLOURS,
        "icons": samples.icons(),
        "order": samples.order_form(),
        "refund": Money(5290, "USD"),
        "takings": Money(1846200, "CNY"),
        "margin": Money(512700, "CNY"),
        "day": samples.day(now),
        "charts": samples.charts(),
        "lamps": tables.show(samples.LAMPS, request, samples.lamps()),
    }
    return render(request, "pages/styleguide.html", context)


def _follow_person(request: HttpRequest, language: str) -> None:
    user: Any = request.user
    if user.is_authenticated:
        data = people.ProfileForm(name=user.name, language=language, time_zone=user.time_zone)
        people.edit_profile(request.actor, data)  # type: ignore[attr-defined]  # set by the people room's middleware
