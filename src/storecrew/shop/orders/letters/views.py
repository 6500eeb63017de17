"""Which letters go out, and each as its reader gets it: made by the same function, of a real order where there is one."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.mail.types import Letter
from storecrew.kernel.pages import access, answers
from storecrew.kernel.pages.access import actor_of
from storecrew.kernel.store.reads import current
from storecrew.shop.orders.letters import actions, kinds, reads, sample
from storecrew.shop.orders.letters.telling import letter_of
from storecrew.shop.orders.reads import find

SHOWN_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": True,
}
"""A letter's styles stand on its elements; it may run nothing, and only our own page may frame it."""


@require_GET
@access.signed_in
def index(request: HttpRequest) -> HttpResponse:
    """List the kinds of letters, in the order of an order's life."""
    _may(request)
    return answers.page(request, "orders_letters/index.html", {"rows": reads.switches()})


@require_GET
@access.signed_in
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """Show a letter as its reader gets it, in each language of the store."""
    _may(request)
    found = _kind(code)
    store = current()
    languages = store.languages if store else (settings.LANGUAGE_CODE,)
    chosen = request.GET.get("in", "")
    language = (
        chosen if chosen in languages else next((one for one in languages if one == get_language()), languages[0])
    )
    letter, number = _letter(found, language, timezone.now())
    context: dict[str, Any] = {
        "kind": found,
        "on": reads.is_on(code),
        "letter": letter,
        "number": number,
        "language": language,
        "languages": [(one, dict(settings.LANGUAGES).get(one, one)) for one in languages],
        "as_sent": f"{reverse('orders_letters:as_sent', args=[code])}?in={language}",
    }
    response = answers.page(request, "orders_letters/kind.html", context)
    response._csp_config = {**settings.SECURE_CSP, "frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


@require_GET
@access.signed_in
@xframe_options_sameorigin
def as_sent(request: HttpRequest, code: str) -> HttpResponse:
    """Return the HTML of a letter alone, for the frame on its page."""
    _may(request)
    language = request.GET.get("in", "")
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    letter, _number = _letter(_kind(code), spoken, timezone.now())
    response = HttpResponse(letter.html)
    response._csp_config = SHOWN_CSP  # type: ignore[attr-defined]  # read by Django's middleware
    return response


@require_POST
@access.signed_in
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Turn a kind on or off."""
    data = actions.SwitchLetters(code=code, on=request.POST.get("on") == "1")
    done = _("It goes out from now on.") if data.on else _("It goes out no more.")
    return answers.act(
        request, actions.switch, data, then=answers.back(request, reverse("orders_letters:index")), done=done
    )


def _letter(found: kinds.Kind, language: str, now: datetime) -> tuple[Letter, str]:
    """Return the letter of the newest order, and its number; of a made-up one, and nothing, while there is none."""
    newest = sample.newest_order()
    order = (find(newest, crew=False) if newest else None) or sample.order(language, now)
    number = order.number if newest else ""
    return letter_of(found, order, found.example(order, now), now, language=language), number


def _kind(code: str) -> kinds.Kind:
    found = kinds.find(code)
    if found is None:
        raise Missing(_("There is no such letter."))
    return found


def _may(request: HttpRequest) -> None:
    permit(actor_of(request), name="orders_letters.index", seats=actions.WRITERS, at=timezone.now())
