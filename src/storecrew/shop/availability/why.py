"""The rule's reason in a sentence, with its numbers."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.shop.availability.rule import Reason, State
from storecrew.shop.availability.weighing import Weighed


def why(one: Weighed) -> str:
    """Return why so many may be sold, in the language that is active."""
    grounds, limits = one.grounds, one.limits
    facts: dict[str, object] = {
        "sellable": one.verdict.sellable,
        "said": grounds.quantity,
        "worked": number_format(round(grounds.worked, 1)),
        "speed": number_format(round(one.speed.rate, 1)),
        "gone": number_format(round(grounds.gone, 1)),
        "right": f"{grounds.right:.0%}",
        "sure": f"{1 - limits.risk:.0%}",
        "stop": number_format(limits.stop_after),
        "cap": limits.cap,
    }
    sentence = _SENTENCES[one.verdict.reason](one, facts)
    if one.verdict.state is State.FROM_DATE and one.verdict.since is not None:
        sentence += _(" The site rests until %(day)s.") % {"day": date_format(one.verdict.since, "SHORT_DATE_FORMAT")}
    elif one.verdict.state is State.CONFIRMING and one.verdict.sellable:
        sentence += _(" It is being confirmed: the word is %(worked)s working days old.") % facts
    return sentence


def _all(one: Weighed, facts: dict[str, object]) -> str:
    return (
        ngettext(
            "The %(said)d piece may be sold: about %(gone)s have gone since (%(speed)s a day); the supplier is right in %(right)s.",
            "All %(said)d may be sold: about %(gone)s have gone since (%(speed)s a day); the supplier is right in %(right)s.",
            one.grounds.quantity or 0,
        )
        % facts
    )


def _aged(one: Weighed, facts: dict[str, object]) -> str:
    return (
        _(
            "%(sellable)d of %(said)d: each is there with a chance of %(sure)s. About %(gone)s have gone since "
            "(%(speed)s a day); the supplier is right in %(right)s."
        )
        % facts
    )


def _capped(one: Weighed, facts: dict[str, object]) -> str:
    return _("%(said)d were said; on one word no more than %(cap)d are sold.") % facts


def _nothing_certain(one: Weighed, facts: dict[str, object]) -> str:
    return (
        _(
            "Of %(said)d not one is there with a chance of %(sure)s: about %(gone)s have gone since "
            "(%(speed)s a day); the supplier is right in %(right)s. Ask."
        )
        % facts
    )


def _silent(one: Weighed, facts: dict[str, object]) -> str:
    return _("%(said)d were said %(worked)s working days ago; after %(stop)s nothing is sold on a word. Ask.") % facts


def _none_there(one: Weighed, facts: dict[str, object]) -> str:
    return _("The supplier says that there are none.")


def _not_listed(one: Weighed, facts: dict[str, object]) -> str:
    return _("The supplier lists it no longer.")


def _not_offered(one: Weighed, facts: dict[str, object]) -> str:
    return _("The offer has ended, or the supplier is not bought from now.")


_SENTENCES = {
    Reason.ALL: _all,
    Reason.AGED: _aged,
    Reason.CAPPED: _capped,
    Reason.NOTHING_CERTAIN: _nothing_certain,
    Reason.SILENT: _silent,
    Reason.NONE_THERE: _none_there,
    Reason.NOT_LISTED: _not_listed,
    Reason.NOT_OFFERED: _not_offered,
}
