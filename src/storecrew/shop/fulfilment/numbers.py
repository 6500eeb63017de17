"""Tracking numbers: the carrier found, the check digit asked, before a customer is told a number that leads nowhere."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.shop.shipping import carriers
from storecrew.shop.shipping.carriers import State


@dataclass(frozen=True, slots=True)
class Found:
    """A number as it is kept, with its carrier."""

    carrier: str
    number: str
    state: State


def checked_number(carrier: str, number: str, *, named: bool, sure: bool) -> Found:
    """Return the number of this carrier, or of the one that it shows.

    `named`: somebody said which carrier, so it is not exchanged for another one. Raises InvalidInput with what is wrong.
    """
    plain = carriers.normal(number)
    if not plain:
        raise InvalidInput({"tracking_number": _("Scan or type the tracking number.")})
    if carrier and carriers.find(carrier) is None:
        raise InvalidInput({"carrier": _("There is no carrier “%(code)s”.") % {"code": carrier}})
    judged = carriers.judge(carrier, plain) if carrier else None
    if judged is not None and (judged.state != State.WRONG or sure):
        return Found(carrier, judged.number, judged.state)
    others = [one for one in carriers.recognise(plain) if not one.weak]
    if others and not (named and carrier):
        return Found(others[0].carrier, plain, others[0].state)
    if judged is None:
        guesses = carriers.recognise(plain)
        if guesses:
            return Found(guesses[0].carrier, plain, guesses[0].state)
        if sure:
            return Found("", plain, State.UNKNOWN)
        raise InvalidInput({"carrier": _("No carrier we know writes numbers like this. Say whose it is.")})
    raise InvalidInput({"tracking_number": _wrong(carrier, judged, others)})


def _wrong(carrier: str, judged: carriers.Judged, others: list[carriers.Recognised]) -> str:
    language = get_language() or "en"
    name = carriers.name_of(carrier, language)
    if judged.digit_wrong:
        return _("The check digit is wrong: a sign of this %(carrier)s number is mistyped.") % {"carrier": name}
    if others:
        other = carriers.name_of(others[0].carrier, language)
        words = _("This looks like a number of %(other)s, not of %(carrier)s.")
        return words % {"other": other, "carrier": name}
    return _("This is no number of %(carrier)s. Look for a missing or doubled sign.") % {"carrier": name}
