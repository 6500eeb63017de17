"""Agree to something, and take it back. Rows of proof are only ever added."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Input, Output
from storecrew.shop.customers.events import ConsentGiven, ConsentWithdrawn
from storecrew.shop.customers.finding import whom
from storecrew.shop.customers.models import Purpose
from storecrew.shop.customers.seats import CREW_DOORS, KEEPERS, SHOP_DOOR
from storecrew.shop.customers.writing.consents import write_consent

Place = Annotated[str, Field(min_length=1, max_length=40)]
Version = Annotated[str, Field(min_length=1, max_length=80)]
Hash = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]
SAYERS = frozenset({PUBLIC, *KEEPERS, "marketing"})
"""Customers themselves, and whoever of the crew takes it down for them: at a fair, on the telephone."""


class GiveConsent(Input):
    """What was agreed to, and which words were shown; their SHA-256 where they were at hand."""

    customer_id: int
    purpose: str
    text_version: Version
    text_hash: Hash = ""
    place: Place


class WithdrawConsent(GiveConsent):
    """What is taken back. No words need to be shown for that."""

    text_version: Version = "-"


class Consented(Output):
    """The row of proof; None when it held already by the same words."""

    consent_id: int | None


@action(
    "customers.consent",
    label=gettext_lazy("Note a consent"),
    seats=SAYERS,
    surfaces=CREW_DOORS | SHOP_DOOR,
    emits=(ConsentGiven,),
)
def consent(run: Run, data: GiveConsent) -> Consented:
    """Note that a customer agreed to something, with its proof. Agreeing again to the same words changes nothing.

    Nested in an action of the checkout it holds for the buyer whom that action recognised.
    """
    return _say(run, data, given=True)


@action(
    "customers.withdraw_consent",
    label=gettext_lazy("Take back a consent"),
    seats=SAYERS,
    surfaces=CREW_DOORS | SHOP_DOOR,
    emits=(ConsentWithdrawn,),
)
def withdraw_consent(run: Run, data: WithdrawConsent) -> Consented:
    """Note that a customer takes back a consent: it ends at this moment, and the proof of both stays."""
    return _say(run, data, given=False)


def _say(run: Run, data: GiveConsent, *, given: bool) -> Consented:
    if data.purpose not in Purpose.values:
        choices = ", ".join(Purpose.values)
        raise InvalidInput({"purpose": _("Choose one of: %(choices)s.") % {"choices": choices}})
    row = whom(run, data.customer_id)
    if row.forgotten_at is not None:
        raise Refused(_("This customer was forgotten; nothing can be written here any more."), code="forgotten")
    purpose = Purpose(data.purpose)
    newest = row.consents.filter(purpose=purpose).order_by("-pk").first()
    holds = newest is not None and newest.given
    same_words = newest is not None and (newest.text_version, newest.text_hash) == (data.text_version, data.text_hash)
    if (given and holds and same_words) or (not given and not holds and newest is not None):
        return Consented(consent_id=None)
    proof = write_consent(
        run,
        row,
        purpose,
        given=given,
        text_version=data.text_version,
        text_hash=data.text_hash,
        place=data.place,
    )
    return Consented(consent_id=proof.pk)
