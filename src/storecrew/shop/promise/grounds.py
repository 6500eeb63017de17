"""All that a window rests on, and the window that follows from it. Nothing else is asked, so it can be reckoned again for ever.

Two calendars are walked: the source's until it leaves, the destination's until it is there. What experience says and what the
carrier says are drawn together by how much experience there is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import Field

from storecrew.kernel.actions.types import Input
from storecrew.shop.promise.engine.axis import Axis
from storecrew.shop.promise.engine.outlook import Outlook
from storecrew.shop.promise.engine.rhythm import MADE_UP
from storecrew.shop.promise.types import Span

FORM: Final = 1
AHEAD: Final = 120
"""Days that grounds hold of both calendars; what lies beyond is taken for Monday to Friday."""
CERTAIN: Final = 0.5
"""From this weight on experience is called experience; below it is the carrier's word."""
UNIT: Final = 100_000
"""Curves are kept in whole parts of this many."""


class Experience(Input):
    """What was learned, as far as it matters here. `weight` is its part in a thousand, against the carrier's word."""

    version: Annotated[str, Field(max_length=16)]
    parcels: Annotated[int, Field(ge=0)]
    weight: Annotated[int, Field(ge=0, le=1000)]
    starts: Annotated[float, Field(ge=0, lt=2)]
    """Days after the beginning of the day that it counts from."""
    expected: float
    """Logarithm of the usual length of the way, in working days of the destination."""
    lengths: Annotated[tuple[float, ...], Field(min_length=9, max_length=9)]
    """How long each kind of day is."""
    curve: Annotated[tuple[int, ...], Field(min_length=80, max_length=80)]
    ends: tuple[float, float]
    """Where on the curve the window begins and ends."""
    chance: float
    """The chance that the end of the window was calibrated to."""


class Grounds(Input):
    """The inputs of one promise. `works`: one digit a day from `counts_from` on, 1 worked; `roads`: the kind of each day."""

    form: int = FORM
    asked_at: datetime
    counts_from: date
    """The day that it counts as ordered: the next one after the cut-off or on a day off."""
    source: str
    country: str
    method_id: int | None
    handling: Span
    transit: Span
    works: str
    roads: str
    ship_by: datetime | None = None
    experience: Experience | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What follows from grounds. `leaves_by`: the last day on which it may leave."""

    first: date
    last: date
    leaves_by: date
    chance: int | None
    parcels: int


def reckon(grounds: Grounds) -> Reckoned:
    """Return the window. Never before the day it counts from; later for each day more of handling or transit."""
    begin = grounds.counts_from.toordinal()
    ready = [_walk(begin, days, _works(grounds)) for days in grounds.handling]
    said = [_walk(day, days, works_on_road(grounds)) for day, days in zip(ready, grounds.transit, strict=True)]
    first, last, chance, parcels = said[0], said[1], None, 0
    known = grounds.experience
    if known is not None:
        outlook = outlook_of(grounds, known)
        learned = outlook.window(*known.ends)
        first = said[0] + _part(learned[0] - said[0], known.weight)
        last = max(first, said[1] + _part(learned[1] - said[1], known.weight))
        if known.weight >= CERTAIN * 1000:
            chance = _calibrated(outlook.chance_by(last), known)
            parcels = known.parcels
    first = max(first, begin)
    return Reckoned(
        date.fromordinal(first), date.fromordinal(max(first, last)), date.fromordinal(ready[1]), chance, parcels
    )


def outlook_of(grounds: Grounds, known: Experience) -> Outlook:
    """Return what experience expects, on a ruler of roads of its own."""
    begin = grounds.counts_from.toordinal()
    roads = Axis(begin, lambda day: known.lengths[road_day(grounds, day)])
    return Outlook(roads, roads.at(begin + known.starts), known.expected, [part / UNIT for part in known.curve])


def said_by(grounds: Grounds) -> tuple[int, int]:
    """Return the days between which it arrives by the carrier's word alone."""
    begin = grounds.counts_from.toordinal()
    first, last = (
        _walk(_walk(begin, handling, _works(grounds)), transit, works_on_road(grounds))
        for handling, transit in zip(grounds.handling, grounds.transit, strict=True)
    )
    return first, last


def transit_of(grounds: Grounds, first: date, last: date) -> Span:
    """Return how many working days on the road lie between leaving and the days of a window, at least and at most."""
    begin, worked = grounds.counts_from.toordinal(), works_on_road(grounds)
    ready = [_walk(begin, days, _works(grounds)) for days in grounds.handling]
    least, most = (
        sum(worked(number) for number in range(leaves + 1, day.toordinal() + 1))
        for leaves, day in zip(ready, (first, last), strict=True)
    )
    return least, max(least, most)


def _part(days: int, weight: int) -> int:
    """Return a part in a thousand of some days, to the nearest day; halves go up, so that more never becomes less."""
    return (2 * weight * days + 1000) // 2000


def _calibrated(chance: float, known: Experience) -> int:
    """Return a chance of the curve as one that was kept, in percent, rounded down: stretched as far as the window was."""
    end = known.ends[1]
    honest = 0.5 + (chance - 0.5) * (known.chance - 0.5) / (end - 0.5) if end > 0.5 else chance
    return int(100 * min(0.99, max(0.0, honest)) + 1e-9)


def _walk(day: int, days: int, worked: Callable[[int], bool]) -> int:
    """Return the working day that is so many after a day; none: the same or the next one."""
    day = _next(day, worked)
    for _count in range(days):
        day = _next(day + 1, worked)
    return day


def _next(day: int, worked: Callable[[int], bool]) -> int:
    for ahead in range(2 * AHEAD):
        if worked(day + ahead):
            return day + ahead
    return day  # a calendar that is never open: its days are counted as they come


def _works(grounds: Grounds) -> Callable[[int], bool]:
    begin, days = grounds.counts_from.toordinal(), grounds.works
    return lambda day: days[day - begin] == "1" if day - begin < len(days) else (day - 1) % 7 < 5


def works_on_road(grounds: Grounds) -> Callable[[int], bool]:
    """Return on which days, by number, parcels are carried."""
    return lambda day: (kind := road_day(grounds, day)) < 5 or kind == MADE_UP


def road_day(grounds: Grounds, day: int) -> int:
    """Return the kind of a day on the road: weekday, holiday, make-up workday; what lies beyond the grounds is no holiday."""
    ahead = day - grounds.counts_from.toordinal()
    return int(grounds.roads[ahead]) if 0 <= ahead < len(grounds.roads) else (day - 1) % 7
