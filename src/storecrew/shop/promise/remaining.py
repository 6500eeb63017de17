"""How likely something still is by a day, once it is known when it left and how long it has waited since.

Rests on the grounds that were frozen with the promise, and asks nobody. Their curve is of the whole way, ordering included;
the road's part of it is taken to be what the words said of the road against all that they said. What has not arrived until
now is compared with those alone that had not either: F(by) − F(now) over 1 − F(now) (Kaplan and Meier 1958).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import exp, log
from typing import Any, Final
from zoneinfo import ZoneInfo

from storecrew.kernel.clock.reads import work_calendar
from storecrew.shop.promise.engine.axis import Axis
from storecrew.shop.promise.engine.lifetable import chance_at, share_at
from storecrew.shop.promise.grounds import AHEAD, UNIT, Grounds, road_day, works_on_road

BEGINS, LIKELY, ENDS = 0.1, 0.5, 0.9
BY_WORD: Final = 0.9
"""Of a hundred parcels, so many are taken to come by the last day that the carrier names: the promise is built the same way."""
HALF: Final = 0.5
"""Of those that are later than the carrier's last day, half come with each further working day."""
SPENT: Final = 0.02
"""Where fewer than this part of the curve are left, waiting tells more than the curve: it is taken to last as long again."""

NAMED: Final = 2 / 3
"""Of those, the last third may never come: days are named for the others alone."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """Chance (0 to 1) to be there when the day is over; between which days it arrives now."""

    chance: float
    first: date
    likely: date
    last: date


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads grounds of one moment for many questions: the zone is asked for once."""

    now: datetime
    zone: ZoneInfo

    def remaining(self, grounds: Mapping[str, Any], *, leaves: datetime | date, by: date) -> Remaining:
        """Return how it stands with something that left, or leaves, then and has not arrived until now."""
        return _reckon(Grounds.model_validate(grounds), self._day(leaves), self._day(self.now), by.toordinal())

    def _day(self, at: datetime | date) -> float:
        """Return a moment as a day number with its fraction; a date is its beginning."""
        if not isinstance(at, datetime):
            return float(at.toordinal())
        local = at.astimezone(self.zone)
        return local.toordinal() + (local.hour * 3600 + local.minute * 60 + local.second) / 86400


def reader(now: datetime) -> Reader:
    """Return a reader; one question."""
    return Reader(now, work_calendar().zone)


def _reckon(grounds: Grounds, left: float, now: float, by: int) -> Remaining:
    word = _by_word(grounds, left, now)
    known = grounds.experience
    if known is None or not known.weight:
        return _of(word, by, int(now))
    weight = known.weight / 1000
    learned = _learned(grounds, left, now)
    return Remaining(
        chance=weight * learned.chance(by) + (1 - weight) * word.chance(by),
        **{
            name: date.fromordinal(round(weight * learned.day(part) + (1 - weight) * word.day(part)))
            for name, part in (("first", BEGINS), ("likely", LIKELY), ("last", ENDS))
        },
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """Chance to have arrived by the end of a day, and the day by which a part has, both of what had not arrived until now."""

    chance: Callable[[int], float]
    day: Callable[[float], int]


def _of(way: _Way, by: int, today: int) -> Remaining:
    first, likely, last = (max(today, way.day(part)) for part in (BEGINS, LIKELY, ENDS))
    return Remaining(
        way.chance(by), date.fromordinal(first), date.fromordinal(max(first, likely)), date.fromordinal(last)
    )


def _learned(grounds: Grounds, left: float, now: float) -> _Way:
    known = grounds.experience
    assert known is not None  # noqa: S101  asked before
    handling, transit = sum(grounds.handling) / 2, sum(grounds.transit) / 2
    share = max(0.2, transit / (handling + transit)) if handling + transit > 0 else 1.0
    expected, curve = known.expected + log(share), [part / UNIT for part in known.curve]
    begin = min(int(left), int(now))
    roads = Axis(begin, lambda day: known.lengths[road_day(grounds, day)])
    start = roads.at(left)
    waited = max(0.0, roads.at(now) - start)
    over = _at(curve, waited, expected)

    def chance(by: int) -> float:
        until = roads.at(by + 1.0) - start
        if until <= waited:
            return 0.0
        if 1 - over < SPENT:
            return (until - waited) / until
        return max(0.0, _at(curve, until, expected) - over) / (1 - over)

    def day(part: float) -> int:
        if 1 - over < SPENT:
            return int(roads.moment(start + waited / (1 - min(part, NAMED))))
        there = min(over + part * (1 - over), 1 - 1e-6)
        return int(max(now, roads.moment(start + exp(expected + share_at(curve, there)))))

    return _Way(chance, day)


def _at(curve: list[float], length: float, expected: float) -> float:
    return chance_at(curve, log(length) - expected) if length > 0 else 0.0


def _by_word(grounds: Grounds, left: float, now: float) -> _Way:
    """Return the way by the carrier's words: between their days one as likely as the other, then a tail by halves."""
    worked = works_on_road(grounds)
    least, most = grounds.transit
    begin, today = int(left), int(now)

    def days(until: int) -> int:
        """Count the working days of the road after it left, up to and with a day."""
        return sum(worked(day) for day in range(begin + 1, until + 1)) if until > begin else 0

    def by_then(count: int) -> float:
        if count < least:
            return 0.0
        if count <= most:
            return BY_WORD * (count - least + 1) / (most - least + 1)
        return 1 - (1 - BY_WORD) * HALF ** (count - most)

    over = by_then(days(today - 1)) if today > begin else 0.0

    def chance(by: int) -> float:
        if by < today:
            return 0.0
        return (by_then(days(by)) - over) / (1 - over) if over < 1 else 0.0

    def day(part: float) -> int:
        at = max(begin, today)
        for ahead in range(AHEAD):
            if chance(at + ahead) >= part:
                return at + ahead
        return at + AHEAD

    return _Way(chance, day)
