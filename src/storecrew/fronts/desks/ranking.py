"""The order of a day: what costs most to leave first, what cannot be priced apart, what is calm last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.fronts.desks.asides import Listed
from storecrew.kernel.money.types import Money, total

FIRST = 3
"""So many jobs stand out; more than that is no order any more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A job as it is shown: `bar` is the width of its cost's bar in pixels, 64 for the dearest; 0 draws none."""

    listed: Listed
    bar: int
    main: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Some jobs under one heading; `minutes` is their usual effort where it is known."""

    title: str
    rows: tuple[Row, ...]
    minutes: int
    first: bool
    priced: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole list. `cost` is what a day's waiting of everything priced costs; None when nothing is priced."""

    groups: tuple[Group, ...]
    count: int
    minutes: int
    cost: Money | None
    first_cost: Money | None
    first_count: int


def rank(listed: Sequence[Listed], *, currency: str, ends_at: datetime) -> Ranking:
    """Order jobs into groups. `currency` is the store's: a cost in another one cannot be compared and counts as unpriced.

    What is due before `ends_at` (the end of the day) belongs to today even when nobody can price it.
    """
    priced = sorted(
        (one for one in listed if _cost(one, currency) > 0), key=lambda one: (-_cost(one, currency), one.job.key)
    )
    others = sorted(
        (one for one in listed if _cost(one, currency) <= 0), key=lambda one: (_due(one, ends_at), one.job.key)
    )
    first, rest = priced[:FIRST], priced[FIRST:]
    today = [*rest, *(one for one in others if _due(one, ends_at) < ends_at and not one.job.calm)]
    unpriced = [one for one in others if one not in today and not one.job.calm and one.job.cost is None]
    calm = [one for one in others if one not in today and one not in unpriced]
    dearest = _cost(priced[0], currency) if priced else 0
    named = [
        (_first_title(len(first)), first),
        (_("Before the day ends"), today),
        (_("No price on it, still not to be lost"), unpriced),
        (_("When there is time"), calm),
    ]
    groups = tuple(_group(title, some, currency, dearest, number) for number, (title, some) in enumerate(named) if some)
    groups = _with_main(groups)
    return Ranking(
        groups=groups,
        count=len(listed),
        minutes=sum(one.job.minutes or 0 for one in listed),
        cost=_sum(priced, currency),
        first_cost=_sum(first, currency),
        first_count=len(first),
    )


def _first_title(count: int) -> str:
    return {1: _("First, this one"), 2: _("First, these two")}.get(count, _("First, these three"))


def _cost(one: Listed, currency: str) -> int:
    cost = one.job.cost
    return cost.minor if cost is not None and cost.currency == currency else 0


def _due(one: Listed, ends_at: datetime) -> datetime:
    return one.job.due_at or ends_at


def _sum(some: Sequence[Listed], currency: str) -> Money | None:
    costs = [one.job.cost for one in some if one.job.cost is not None]
    return total(costs, currency) if costs else None


def _group(title: str, some: Sequence[Listed], currency: str, dearest: int, number: int) -> Group:
    rows = tuple(
        Row(one, bar=round(64 * _cost(one, currency) / dearest) if dearest and number == 0 else 0, main=False)
        for one in some
    )
    return Group(
        title=title,
        rows=rows,
        minutes=sum(one.job.minutes or 0 for one in some),
        first=number == 0,
        priced=any(_cost(one, currency) for one in some),
    )


def _with_main(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Give the first job of the list the one solid button of the page."""
    if not groups:
        return groups
    head, *rest = groups
    row = Row(head.rows[0].listed, head.rows[0].bar, main=True)
    return (Group(head.title, (row, *head.rows[1:]), head.minutes, head.first, head.priced), *rest)
