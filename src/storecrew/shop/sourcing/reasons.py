"""Why a source was chosen, or comes later: the sentences of the codes, with their numbers."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money

type Values = Mapping[str, Any]


def sentence(code: str, values: Values) -> str:
    """Return the sentence of a reason in the language that is active; a code nobody knows any more stands for itself."""
    write = _SENTENCES.get(code)
    return write(values) if write else code


def _day(values: Values, name: str = "day") -> str:
    return date_format(date.fromisoformat(str(values[name])), "SHORT_DATE_FORMAT")


def _money(values: Values) -> str:
    return format_money(Money(int(values["minor"]), str(values["currency"])))


def _share(values: Values) -> str:
    share = 100 * float(values["chance"])
    return f"{number_format(round(share, 1 if 0 < share < 1 else 0))} %"


def _one(values: Values) -> str:
    return _("Everything leaves from one place.")


def _several(values: Values) -> str:
    return ngettext(
        "It leaves from %(n)d place: what that costs is less than bringing it together.",
        "It leaves from %(n)d places: no single one has it all, or having it all from there costs more.",
        int(values["n"]),
    ) % {"n": values["n"]}


def _near(values: Values) -> str:
    return _("There were too many combinations to try them all; this is a good one, not surely the best.")


def _own(values: Values) -> str:
    return _("It lies on the own shelf, and that goes first.")


def _cheapest(values: Values) -> str:
    return _("Cost, date and risk together, it costs least from there.")


def _together(values: Values) -> str:
    return _("Alone it would cost less elsewhere; from there it saves a parcel.")


def _only(values: Values) -> str:
    return _("Nobody else has enough of it.")


def _kept(values: Values) -> str:
    return _("It is kept back there already.")


def _named(values: Values) -> str:
    return _("It was to come from there.")


def _torn(values: Values) -> str:
    return ngettext(
        "No place has all of it: it comes from %(n)d place.",
        "No place has all of it: it comes from %(n)d places.",
        int(values["n"]),
    ) % {"n": values["n"]}


def _short(values: Values) -> str:
    return ngettext("%(n)d piece is nowhere.", "%(n)d pieces are nowhere.", int(values["n"])) % {"n": values["n"]}


def _uncounted(values: Values) -> str:
    return _("It is not counted: it goes along with the rest.")


def _cost(values: Values) -> str:
    return _("A piece costs %(cost)s there.") % {"cost": _money(values)}


def _cost_unknown(values: Values) -> str:
    return _("What a piece costs there is not known: it is taken to be the dearest.")


def _postage(values: Values) -> str:
    return _("Sending it from there costs about %(cost)s.") % {"cost": _money(values)}


def _unreachable(values: Values) -> str:
    return _("Nothing is sent from there to that place.")


def _fastest(values: Values) -> str:
    return _("It arrives by %(day)s; nobody is faster.") % {"day": _day(values)}


def _later(values: Values) -> str:
    return ngettext(
        "It arrives by %(day)s, %(n)d day later than from the fastest.",
        "It arrives by %(day)s, %(n)d days later than from the fastest.",
        int(values["n"]),
    ) % {"day": _day(values), "n": values["n"]}


def _late(values: Values) -> str:
    return _("%(share)s of such parcels come later than that.") % {"share": _share(values)}


def _out(values: Values) -> str:
    return _("It is missing after all with a chance of %(share)s.") % {"share": _share(values)}


def _confirming(values: Values) -> str:
    return _("What the supplier said is old: it has to be confirmed.")


def _closed(values: Values) -> str:
    return _("The supplier rests until %(day)s.") % {"day": _day(values)}


def _few(values: Values) -> str:
    return ngettext("Only %(n)d piece can be had there.", "Only %(n)d pieces can be had there.", int(values["n"])) % {
        "n": values["n"]
    }


_SENTENCES: dict[str, Callable[[Values], str]] = {
    "one_parcel": _one,
    "several_parcels": _several,
    "near": _near,
    "own_first": _own,
    "cheapest": _cheapest,
    "together": _together,
    "only": _only,
    "kept": _kept,
    "named": _named,
    "torn": _torn,
    "short": _short,
    "uncounted": _uncounted,
    "cost": _cost,
    "cost_unknown": _cost_unknown,
    "postage": _postage,
    "unreachable": _unreachable,
    "fastest": _fastest,
    "later": _later,
    "late": _late,
    "out": _out,
    "confirming": _confirming,
    "closed": _closed,
    "few": _few,
}
CODES = frozenset(_SENTENCES)
