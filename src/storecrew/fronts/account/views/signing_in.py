"""Ask to come in: by a link that is sent, by a password, or as somebody new. Known and unknown hear the same."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.fronts.account.addresses import Paths
from storecrew.fronts.account.arriving import let_in
from storecrew.fronts.account.consenting import newsletter, terms
from storecrew.fronts.account.returning import came_from, own_path
from storecrew.fronts.account.visits import network_of, private, show_own, stranger, who
from storecrew.fronts.checkout.origin import own_form
from storecrew.fronts.storefront.page import in_store, store_page
from storecrew.fronts.storefront.site import Site
from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.shop.customers import actions, proving

SAID = frozenset({"out"})
"""What the page may have to say first: signed out just now."""


@store_page
def sign_in(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Show both ways in; whoever is in already goes on."""
    then = came_from(request)
    if who(request, now) is not None:
        return private(HttpResponseRedirect(then or Paths(site.to).account))
    return page_of(request, site, now, then=then, said=request.GET.get("said", ""))


@own_form
@in_store
def ask(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Send a link to whatever address was typed. Whether it is known is not even looked at."""
    email, then = request.POST.get("email", "").strip(), own_path(request.POST.get("next", ""))
    try:
        data = parse(actions.AskLink, {"email": email, "language": site.language, "go_on": then})
        actions.ask_link(stranger(request), data, now=now)
    except ActionError as error:
        return page_of(request, site, now, then=then, email=email, error=error)
    return sent(request, site, now, email, then)


@own_form
@in_store
def password(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Let in by a password. Wrong and unknown take as long and read alike."""
    email, then = request.POST.get("email", "").strip(), own_path(request.POST.get("next", ""))
    try:
        proof = proving.prove(email, request.POST.get("password", ""), address=network_of(request))
        data = parse(actions.SignIn, {"email": email, "proof": proof, "device": device_of(request)})
        entered = actions.sign_in(stranger(request), data, now=now)
    except ActionError as error:
        return page_of(request, site, now, then=then, email=email, error=error, by_password=True)
    return let_in(request, site, now, entered, then)


@store_page
def register(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Show what somebody new is asked for."""
    then = came_from(request)
    if who(request, now) is not None:
        return private(HttpResponseRedirect(then or Paths(site.to).account))
    return _register(request, site, now, then=then)


@own_form
@in_store
def registered(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Send the link that opens the account; who has one already is let into it by the same link.

    No password is taken before the address is proved: whoever registers with another one's address would know it later.
    """
    email, then = request.POST.get("email", "").strip(), own_path(request.POST.get("next", ""))
    agreed, letters = request.POST.get("terms") == "on", request.POST.get("letters") == "on"
    wishes = [terms(site).wish, *([newsletter().wish] if letters else [])]
    try:
        if not agreed:
            raise InvalidInput({"terms": _("Without this there is no account.")})
        asked = {"email": email, "name": request.POST.get("name", ""), "language": site.language, "go_on": then}
        actions.ask_link(stranger(request), parse(actions.AskLink, asked | {"wishes": wishes}), now=now)
    except ActionError as error:
        return _register(request, site, now, then=then, error=error)
    return sent(request, site, now, email, then)


def sent(request: HttpRequest, site: Site, now: datetime, email: str, then: str) -> HttpResponse:
    """Say that a link is on its way, in the same words to everybody, and what to do when none arrives."""
    title = pgettext("account", "Look into your mail")
    return show_own(request, site, now, "account/sent.html", title, "sign-in", email=email, then=then)


def device_of(request: HttpRequest) -> str:
    """Return what a browser calls itself."""
    return request.headers.get("User-Agent", "")[:400]


def page_of(
    request: HttpRequest,
    site: Site,
    now: datetime,
    *,
    then: str = "",
    email: str = "",
    said: str = "",
    error: ActionError | None = None,
    by_password: bool = False,
) -> HttpResponse:
    """Return the page with both ways in; with what was wrong with the last try."""
    return show_own(
        request,
        site,
        now,
        "account/sign_in.html",
        pgettext("verb", "Sign in"),
        "sign-in",
        status=422 if error else 200,
        then=then,
        email=email,
        said=said if said in SAID else "",
        error=error,
        errors=error.fields if isinstance(error, InvalidInput) else {},
        by_password=by_password,
    )


def _register(
    request: HttpRequest, site: Site, now: datetime, *, then: str, error: ActionError | None = None
) -> HttpResponse:
    form = request.POST
    return show_own(
        request,
        site,
        now,
        "account/register.html",
        pgettext("account", "Open an account"),
        "register",
        status=422 if error else 200,
        then=then,
        name=form.get("name", ""),
        email=form.get("email", ""),
        agreed=form.get("terms") == "on",
        letters=form.get("letters") == "on",
        terms=terms(site),
        newsletter=newsletter(),
        error=error,
        errors=error.fields if isinstance(error, InvalidInput) else {},
    )
