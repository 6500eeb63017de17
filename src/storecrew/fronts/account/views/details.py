"""Name, telephone, language, e-mail address, password."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from storecrew.fronts.account.proofs import proof_of
from storecrew.fronts.account.visits import Visit, form, page
from storecrew.fronts.storefront.languages import self_name
from storecrew.kernel.actions.errors import ActionError, InvalidInput
from storecrew.kernel.actions.validation import parse
from storecrew.shop.customers import actions, proving

DONE = frozenset({"person", "password", "removed"})
"""What the page may say was done."""


@page
def details(visit: Visit) -> HttpResponse:
    """Show what is known, each part with its own button."""
    return _page(visit, done=visit.request.GET.get("done", ""))


@form
def person(visit: Visit) -> HttpResponse:
    """Change name, telephone and the language of letters."""
    sent = visit.request.POST
    languages = visit.site.profile.languages
    values = {
        "customer_id": visit.customer.customer_id,
        "name": sent.get("name", ""),
        "phone": sent.get("phone", ""),
        "language": sent.get("language", "") if sent.get("language") in languages else None,
    }
    return _do(visit, "person", lambda: actions.edit(visit.actor, parse(actions.CustomerEdit, values), now=visit.now))


@form
def email(visit: Visit) -> HttpResponse:
    """Send a link to a new address. Whether another account has it is told only to whoever reads its mail."""
    asked = visit.request.POST.get("email", "").strip()
    values = {"customer_id": visit.customer.customer_id, "email": asked, "language": visit.site.language}
    try:
        actions.ask_email(visit.actor, parse(actions.AskEmail, values), now=visit.now)
    except ActionError as error:
        return _page(visit, part="email", error=error)
    return _page(visit, asked=asked)


@form
def password(visit: Visit) -> HttpResponse:
    """Set a password, or do without one. The other browsers are signed out."""
    known: dict[str, Any] = {"customer_id": visit.customer.customer_id, "session": visit.session}
    if visit.request.POST.get("do") == "remove":
        return _do(visit, "removed", lambda: _remove(visit, known), part="password")
    return _do(visit, "password", lambda: _set(visit, known))


def _set(visit: Visit, known: dict[str, Any]) -> None:
    proof = proof_of(visit)
    secret = proving.hashed(
        visit.request.POST.get("password", ""), email=visit.customer.email, name=visit.customer.name
    )
    data = parse(actions.SetPassword, known | {"password": secret, "proof": proof})
    actions.set_password(visit.actor, data, now=visit.now)


def _remove(visit: Visit, known: dict[str, Any]) -> None:
    data = parse(actions.RemovePassword, known | {"proof": proof_of(visit)})
    actions.remove_password(visit.actor, data, now=visit.now)


def _do(visit: Visit, done: str, act: Callable[[], object], *, part: str = "") -> HttpResponse:
    try:
        act()
    except ActionError as error:
        return _page(visit, part=part or done, error=error)
    return HttpResponseRedirect(f"{visit.to.details}?done={done}")


def _page(
    visit: Visit, *, part: str = "", error: ActionError | None = None, done: str = "", asked: str = ""
) -> HttpResponse:
    """Return the page; what was typed into the part that was wrong stays, but for passwords."""
    sent = visit.request.POST if part else {}
    customer = visit.customer
    return visit.show(
        "account/details.html",
        _("Name, e-mail, password"),
        "details",
        error=error,
        part=part,
        errors=error.fields if isinstance(error, InvalidInput) else {},
        done=done if done in DONE else "",
        asked=asked,
        name=sent.get("name", customer.name),
        phone=sent.get("phone", customer.phone),
        language=sent.get("language", customer.language or visit.site.default),
        email=sent.get("email", ""),
        languages=[(code, self_name(code)) for code in visit.site.profile.languages],
        fresh=visit.fresh(),
    )
