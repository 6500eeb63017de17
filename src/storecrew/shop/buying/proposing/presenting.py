"""A proposal in words: why, and with which numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.formats import number as format_number
from storecrew.shop.buying.proposing.engine.types import Why
from storecrew.shop.buying.proposing.models import Proposal

type Numbers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Why, as it is read; `weak`: something was assumed."""

    text: str
    weak: bool


def sentences(row: Proposal, currency: str) -> list[Sentence]:
    """Return the reasons of a proposal, what matters most first."""
    return [
        Sentence(_SAY[Why(why)](numbers, currency), Why(why) in _WEAK)
        for why, numbers in row.reasons
        if why in list(Why)
    ]


def headline(row: Proposal, currency: str) -> str:
    """Return the first reason alone, for lists."""
    return next((one.text for one in sentences(row, currency)), "")


def _money(minor: float, currency: str) -> str:
    return format_money(Money(round(minor), currency))


def _percent(share: float, digits: int = 1) -> str:
    return f"{format_number(share * 100, digits)} %"


def _below(n: Numbers, currency: str) -> str:
    return _("%(position)d are free or coming; from %(point)d on it is time to order.") % n


def _backorders(n: Numbers, currency: str) -> str:
    return ngettext(
        "%(pieces)d piece is promised to buyers and neither here nor ordered.",
        "%(pieces)d pieces are promised to buyers and neither here nor ordered.",
        n["pieces"],
    ) % dict(n)


def _service(n: Numbers, currency: str) -> str:
    return _("Being out costs so much more than keeping one that %(share)s of the times there should be enough.") % {
        "share": _percent(n["service"])
    }


def _usual_service(n: Numbers, currency: str) -> str:
    return _("What it earns is not known; as a rule there should be enough %(share)s of the times.") % {
        "share": _percent(n["service"], 0)
    }


def _thin(n: Numbers, currency: str) -> str:
    return _(
        "Not enough data: %(pieces)d sold on %(days)d days. It is reckoned with what is usual here, %(usual)s a day, too."
    ) % {"pieces": n["pieces"], "days": n["days"], "usual": format_number(n["usual"], 2)}


def _no_demand(n: Numbers, currency: str) -> str:
    return _("Not enough data: nothing sold on %(days)d days. Assumed is what is usual here, %(usual)s a day.") % {
        "days": n["days"],
        "usual": format_number(n["usual"], 2),
    }


def _silent(n: Numbers, currency: str) -> str:
    return _("Nothing was sold on %(days)d days: nothing is kept in store for it.") % n


def _out_days(n: Numbers, currency: str) -> str:
    return ngettext(
        "%(days)d day on which it was sold out is left aside: nobody knows what would have sold.",
        "%(days)d days on which it was sold out are left aside: nobody knows what would have sold.",
        n["days"],
    ) % dict(n)


def _leads(n: Numbers, currency: str) -> str:
    return ngettext(
        "They take %(mean)s days, by %(n)d delivery.", "They take %(mean)s days, by %(n)d deliveries.", n["observed"]
    ) % {"mean": format_number(n["mean"], 1), "n": n["observed"]}


def _leads_assumed(n: Numbers, currency: str) -> str:
    return _("Nothing of theirs has come yet: %(mean)s days are assumed, from what they say.") % {
        "mean": format_number(n["mean"], 1)
    }


def _season(n: Numbers, currency: str) -> str:
    return _("A year ago the days ahead sold %(factor)s times what sold before them.") % {
        "factor": format_number(n["factor"], 2)
    }


def _no_season(n: Numbers, currency: str) -> str:
    return _("No season is reckoned with: there is less than a year and two months of sales.")


def _promotion(n: Numbers, currency: str) -> str:
    return _("A planned promotion makes it %(factor)s times as much.") % {"factor": format_number(n["factor"], 2)}


def _minimum(n: Numbers, currency: str) -> str:
    return _("%(wanted)d would do; they sell no fewer than %(minimum)d.") % n


def _pack(n: Numbers, currency: str) -> str:
    return _("%(wanted)d would do; they come by %(pack)d.") % n


def _break(n: Numbers, currency: str) -> str:
    return _("From %(from)d on one costs %(cost)s: saves %(saved)s, keeping the rest costs %(kept)s.") % _broken(
        n, currency
    )


def _break_left(n: Numbers, currency: str) -> str:
    return _(
        "From %(from)d on one costs %(cost)s, but that lasts %(days)d days: saves %(saved)s, keeping them costs %(kept)s."
    ) % _broken(n, currency)


def _broken(n: Numbers, currency: str) -> dict[str, Any]:
    return {**n, **{name: _money(n[name], currency) for name in ("cost", "saved", "kept")}}


_SAY: Mapping[Why, Callable[[Numbers, str], str]] = {
    Why.BELOW: _below,
    Why.BACKORDERS: _backorders,
    Why.SERVICE: _service,
    Why.USUAL_SERVICE: _usual_service,
    Why.THIN: _thin,
    Why.NO_DEMAND: _no_demand,
    Why.SILENT: _silent,
    Why.OUT_DAYS: _out_days,
    Why.LEADS: _leads,
    Why.LEADS_ASSUMED: _leads_assumed,
    Why.SEASON: _season,
    Why.NO_SEASON: _no_season,
    Why.PROMOTION: _promotion,
    Why.MINIMUM: _minimum,
    Why.PACK: _pack,
    Why.BREAK: _break,
    Why.BREAK_LEFT: _break_left,
}
_WEAK = frozenset({Why.THIN, Why.NO_DEMAND, Why.LEADS_ASSUMED, Why.USUAL_SERVICE, Why.NO_SEASON})
