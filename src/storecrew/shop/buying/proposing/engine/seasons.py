"""Seasons: how the days ahead compare with the days that demand was learned from, a year ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

YEAR = 364
"""Days: the same weekday."""
BASE = 56
"""Days back that stand for how it sells now."""
AROUND = 7
"""Days before and after that smooth the window."""
OWN_WEIGHT = 40
"""Pieces of its own at which a variant's own season counts as much as the shop's."""
LEAST, MOST = 0.4, 2.5


@dataclass(frozen=True, slots=True)
class Season:
    """How much more (or less) is asked for in the days ahead than lately. `known` False: less than a year of sales."""

    factor: float
    known: bool


def season_of(own: Mapping[date, int], shop: Mapping[date, int], *, today: date, ahead: int, first: date) -> Season:
    """Return the season of the next `ahead` days. `first`: the first day of sales; `shop`: sales of everything by day."""
    if today - timedelta(days=YEAR + BASE) < first:
        return Season(1.0, False)
    then, before = _windows(today, ahead)
    pooled = _ratio(_mean(shop, *then), _mean(shop, *before))
    alone = _ratio(_mean(own, *then), _mean(own, *before))
    pieces = _sum(own, *then) + _sum(own, *before)
    share = pieces / (pieces + OWN_WEIGHT)
    return Season(min(MOST, max(LEAST, share * alone + (1 - share) * pooled)), True)


def _windows(today: date, ahead: int) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return last year's days ahead, and last year's days that stood for "lately"."""
    year_ago = today - timedelta(days=YEAR)
    then = (year_ago - timedelta(days=AROUND), year_ago + timedelta(days=ahead + AROUND))
    return then, (year_ago - timedelta(days=BASE), year_ago - timedelta(days=1))


def _sum(sold: Mapping[date, int], first: date, last: date) -> int:
    return sum(sold.get(first + timedelta(days=step), 0) for step in range((last - first).days + 1))


def _mean(sold: Mapping[date, int], first: date, last: date) -> float:
    return _sum(sold, first, last) / ((last - first).days + 1)


def _ratio(ahead: float, before: float) -> float:
    return ahead / before if before else 1.0
