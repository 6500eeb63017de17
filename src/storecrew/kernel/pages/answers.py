"""How a view answers: a page, a part of one, a redirect with a line about what happened."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError, Parked, SignedOut
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.pages.forms import ActionForm


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, part: str = "") -> HttpResponse:
    """Answer a page; 422 when its `form` has errors. For htmx (not boosted) only the partial named `part`, if given."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    name = f"{template}#{part}" if part and is_partial(request) else template
    return render(request, name, dict(context), status=status)


def is_partial(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def sent(request: HttpRequest, form: ActionForm, *, then: str, done: str) -> HttpResponse | None:
    """Run a form's action: a redirect to `then` saying `done`, or None when the form has to be shown again."""
    answer = form.run(request.actor)  # type: ignore[attr-defined]  # set by the people room's middleware
    if form.parked:
        return parked(request, form.parked, then=then)
    return None if answer is None else went(request, then, done)


def act[I: Input, O: Output](
    request: HttpRequest, action: Action[I, O], data: I, *, then: str, done: str, key: str = ""
) -> HttpResponse:
    """Run an action that needs no form and go on to `then`; a refusal is said there."""
    try:
        action(request.actor, data, key=key)  # type: ignore[attr-defined]  # set by the people room's middleware
    except Parked as waits:
        return parked(request, waits, then=then)
    except SignedOut:
        raise  # the way leads to the sign-in page, not to a page that says no
    except ActionError as error:
        return refused(request, error, then=then)
    return went(request, then, done)


def refused(request: HttpRequest, error: ActionError, *, then: str) -> HttpResponse:
    """Go on to `then` and say what stood in the way."""
    messages.error(request, error.message)
    return see(then)


def went(request: HttpRequest, then: str, done: str) -> HttpResponse:
    """Go on to `then` and say what happened."""
    messages.success(request, done)
    return see(then)


def parked(request: HttpRequest, waits: Parked, *, then: str) -> HttpResponse:
    """Go on to `then` and say that somebody has to approve it first."""
    messages.info(request, waits.message)
    return see(then)


def undoable(request: HttpRequest, done: str, url: str, values: Mapping[str, str]) -> None:
    """Say what happened, with a button that takes it back by posting `values` to `url`."""
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', values.items())
    messages.success(
        request,
        format_html(
            '<span>{}</span><form method="post" action="{}">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}<button>{}</button></form>',
            *(done, url, get_token(request), hidden, _("Take back")),
        ),
    )


def see(url: str) -> HttpResponse:
    """Redirect after a post, so that reloading does not post again."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def back(request: HttpRequest, otherwise: str) -> str:
    """Return where the form said to go on to (`next`), if that is inside this site."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and safe else otherwise
