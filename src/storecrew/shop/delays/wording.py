"""Delays in words: for the crew, for buyers, for the audit."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import formats, wording
from storecrew.kernel.pages.types import Text, Tone
from storecrew.kernel.pages.wording import Word
from storecrew.shop.delays.models import OfferState, State
from storecrew.shop.delays.reasons import Reason
from storecrew.shop.delays.types import Choice, Code
from storecrew.shop.orders.letters.parts import day

TONES: Mapping[str, Tone] = {
    State.OPEN: Tone.BAD,
    State.OFFERED: Tone.WARN,
    State.ANSWERED: Tone.HALF,
    State.SETTLED: Tone.NEUTRAL,
    State.GONE: Tone.GOOD,
}
OFFER_TONES: Mapping[str, Tone] = {
    OfferState.SENT: Tone.HALF,
    OfferState.ANSWERED: Tone.GOOD,
    OfferState.LAPSED: Tone.WARN,
    OfferState.WITHDRAWN: Tone.NEUTRAL,
    OfferState.VOID: Tone.NEUTRAL,
}
WORDS: Mapping[str, Text] = {
    Code.WAIT: gettext_lazy("Wait"),
    Code.PART: gettext_lazy("Wait, with money back"),
    Code.SUBSTITUTE: gettext_lazy("Something else instead"),
    Code.SPLIT: gettext_lazy("What is there now, the rest later"),
    Code.DROP: gettext_lazy("Without what is late"),
    Code.CANCEL: pgettext_lazy("delays", "Cancel"),
}
"""For the crew."""
DECISIONS: Mapping[str, Text] = {
    "": gettext_lazy("Not decided yet"),
    "move": gettext_lazy("From elsewhere"),
    "tell": gettext_lazy("Buyer asked"),
    "ask": gettext_lazy("Supplier asked"),
    "wait": pgettext_lazy("decision", "Waiting"),
    "over": gettext_lazy("No longer waiting there"),
    "whole": gettext_lazy("In all"),
}


def name_of(choice: Choice) -> str:
    """Return a choice as the buyer reads it."""
    match choice.code:
        case Code.WAIT if choice.voucher:
            return _("I wait, and get a voucher")
        case Code.WAIT:
            return _("I wait")
        case Code.PART:
            return _("I wait, and get a part of the price back")
        case Code.SUBSTITUTE:
            return _("I take something else instead")
        case Code.SPLIT:
            return _("Send what is there now, and the rest later")
        case Code.DROP:
            return _("Leave out what is late, and send the rest")
    return _("Cancel it, and give me my money back") if choice.theirs.minor else _("Cancel it")


def price_of(choice: Choice) -> str:
    """Return what a choice brings the buyer, with its sign; empty for nothing."""
    return format_money(choice.theirs, get_language()) if choice.theirs.minor else ""


def because(reason: str) -> str:
    """Return why it is late, as a buyer may know it: nobody's name, and no more than is true."""
    match reason:
        case Reason.SHORT | Reason.REFUSED | Reason.CLOSED:
            return _("Some of it is not where it should have come from.")
        case Reason.SLOW:
            return _("The parcel is longer on the road than parcels usually are.")
        case Reason.LOST:
            return _("The carrier reports trouble with the parcel.")
        case Reason.RESTING:
            return _("The warehouse that sends it is closed for some days.")
    return _("It leaves later than was planned.")


def window(first: date | None, last: date | None) -> str:
    """Return two days as one phrase, with weekdays."""
    if first is None or last is None:
        return ""
    if first == last:
        return day(first)
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def short_window(first: date | None, last: date | None) -> str:
    """Return two days as short as lists have room for."""
    return formats.days(first, last) if first and last else ""


wording.register(
    "delay",
    {
        "state": Word(pgettext_lazy("delay", "State"), values=dict(State.choices)),
        "chance": Word(gettext_lazy("Chance that it holds, in a hundred")),
        "choice": Word(gettext_lazy("Choice")),
    },
)
