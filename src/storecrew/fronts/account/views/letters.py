"""What somebody allowed, since when, and how to end it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import pgettext

from storecrew.fronts.account.consenting import Words, newsletter, text_messages
from storecrew.fronts.account.visits import Visit, form, page
from storecrew.kernel.actions.errors import ActionError, Missing
from storecrew.kernel.actions.validation import parse
from storecrew.shop.customers import actions
from storecrew.shop.customers import reads as customers
from storecrew.shop.customers.types import Purpose


@dataclass(frozen=True, slots=True)
class Allowed:
    """One thing that can be allowed. `at`: when it was last said, None: never; `wanting`: what is missing before it makes sense."""

    words: Words
    title: str
    holds: bool
    at: datetime | None
    wanting: bool


@page
def letters(visit: Visit) -> HttpResponse:
    """Show each consent with its day."""
    return _page(visit)


@form
def change(visit: Visit) -> HttpResponse:
    """Agree to one thing, or take it back, at once."""
    words = next(
        (one for one in (newsletter(), text_messages()) if one.purpose == visit.request.POST.get("what")), None
    )
    if words is None:
        raise Missing
    values = {"customer_id": visit.customer.customer_id, "purpose": words.purpose, **words.proof}
    try:
        if visit.request.POST.get("do") == "on":
            actions.consent(visit.actor, parse(actions.GiveConsent, values), now=visit.now)
        else:
            actions.withdraw_consent(visit.actor, parse(actions.WithdrawConsent, values), now=visit.now)
    except ActionError as error:
        return _page(visit, error=error)
    return HttpResponseRedirect(visit.to.letters)


def _page(visit: Visit, *, error: ActionError | None = None) -> HttpResponse:
    newest = customers.newest_consents(visit.customer.customer_id)
    rows = []
    for words, wanting in ((newsletter(), False), (text_messages(), not visit.customer.phone)):
        said = newest.get(words.purpose)
        rows.append(
            Allowed(
                words=words,
                title=str(Purpose(words.purpose).label),
                holds=bool(said and said.given),
                at=said.at if said else None,
                wanting=wanting,
            )
        )
    terms = newest.get(Purpose.TERMS)
    title = pgettext("account", "Letters and what you agreed to")
    return visit.show("account/letters.html", title, "letters", error=error, rows=rows, terms=terms)
