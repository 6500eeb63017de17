"""The rows behind each number, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.money.formatting import format_money
from storecrew.team.suppliers.measures.formula import Code, Yard
from storecrew.team.suppliers.measures.rows import Delivery, Facts


@dataclass(frozen=True, slots=True)
class Behind:
    """A fact that counts. `good`: it earns points; None: it says neither."""

    subject: str
    name: str
    at: datetime
    says: str
    good: bool | None


def rows_behind(facts: Facts, code: Code, now: datetime, yard: Yard) -> list[Behind]:
    """Return the rows of a measure."""
    return list(_MAKERS[code](facts, now, yard))


def _otif(facts: Facts, now: datetime, yard: Yard) -> Iterator[Behind]:
    for one in facts.deliveries:
        if one.counts(now):
            yield Behind(one.subject, one.name, one.asked_at, _delivered(one), one.in_time and one.in_full)


def _delivered(one: Delivery) -> str:
    assert one.due_at is not None  # noqa: S101  counted only with a day
    words = {
        "due": date_format(localtime(one.due_at), "SHORT_DATETIME_FORMAT"),
        "done": date_format(localtime(one.done_at), "SHORT_DATETIME_FORMAT") if one.done_at else "",
        "got": number_format(one.got),
        "wanted": number_format(one.wanted),
    }
    if one.done_at is None:
        return _("%(got)s of %(wanted)s pieces by %(due)s") % words
    return _("%(got)s of %(wanted)s pieces on %(done)s, due %(due)s") % words


def _spread(facts: Facts, now: datetime, yard: Yard) -> Iterator[Behind]:
    usual: dict[str, float] = {}
    for kind in {one.kind for one in facts.deliveries}:
        some = [one.lead_days for one in facts.deliveries if one.kind == kind and one.lead_days is not None]
        usual[kind] = median(some) if some else 0.0
    for one in facts.deliveries:
        if one.lead_days is not None:
            over = one.lead_days - usual[one.kind]
            words = {"days": number_format(one.lead_days, 1), "usual": number_format(usual[one.kind], 1)}
            says = _("%(days)s working days, usual are %(usual)s") % words
            yield Behind(one.subject, one.name, one.asked_at, says, over < yard.marks[Code.SPREAD][1])


def _ack(facts: Facts, now: datetime, yard: Yard) -> Iterator[Behind]:
    for one in facts.deliveries:
        if one.ack_hours is not None:
            words = {"hours": number_format(one.ack_hours, 1)}
            says = _("confirmed after %(hours)s hours") if one.answered else _("not confirmed for %(hours)s hours")
            good = one.answered and one.ack_hours < yard.marks[Code.ACK][1]
            yield Behind(one.subject, one.name, one.asked_at, says % words, good)


def _punctual(facts: Facts, now: datetime, yard: Yard) -> Iterator[Behind]:
    for one in facts.periods:
        says = (
            ngettext("%(n)d word was missing before", "%(n)d words were missing before", one.missed) % {"n": one.missed}
            if one.missed
            else _("spoke in time")
        )
        yield Behind(one.subject, one.name, one.at, says, not one.missed)


def _honest(facts: Facts, now: datetime, yard: Yard) -> Iterator[Behind]:
    for one in facts.found:
        words = {"had": number_format(one.had), "wanted": number_format(one.wanted), "said": number_format(one.said)}
        says = _("%(had)s of %(wanted)s were there; they had said %(said)s") % words
        yield Behind(one.subject, one.name, one.at, says, one.had >= one.wanted)


def _defects(facts: Facts, now: datetime, yard: Yard) -> Iterator[Behind]:
    for one in facts.complained:
        says = ngettext("%(n)d piece", "%(n)d pieces", one.pieces) % {"n": one.pieces}
        yield Behind(one.subject, one.name, one.at, says, good=False)


def _claims(facts: Facts, now: datetime, yard: Yard) -> Iterator[Behind]:
    for one in facts.answers:
        says = _("answered after %(days)s days") if one.answered else _("not answered for %(days)s days")
        good = one.answered and one.days < yard.marks[Code.CLAIMS][1]
        yield Behind(one.subject, one.name, one.at, says % {"days": number_format(one.days, 1)}, good)


def _price(facts: Facts, now: datetime, yard: Yard) -> Iterator[Behind]:
    for one in facts.billed:
        words = {"agreed": format_money(one.agreed), "invoiced": format_money(one.invoiced)}
        says = _("billed %(invoiced)s a piece, agreed %(agreed)s") % words
        yield Behind(one.subject, one.name, one.at, says, one.off == 0)


_MAKERS = {
    Code.OTIF: _otif,
    Code.SPREAD: _spread,
    Code.ACK: _ack,
    Code.PUNCTUAL: _punctual,
    Code.HONEST: _honest,
    Code.DEFECTS: _defects,
    Code.CLAIMS: _claims,
    Code.PRICE: _price,
}
