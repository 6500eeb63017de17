"""Promises for orders of the past, each from nothing but what was known when it was placed, and how they fared.

A delivery is known when it happens, and not before; an order that has not arrived counts as waiting, for as long as it has
waited. Baselines see exactly as much.
"""

import time
from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from benchmarks.marketplace import COUNTRY, REGION_OF, ZONE, Sent
from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.promise.engine.model import CHANCES, Case, Model
from storecrew.shop.promise.engine.outlook import Outlook

LEVELS = (0.5, 0.9, 0.95)
HORIZON = 120
FEW = 30
"""Outcomes of a lane below which its quantile is the global one."""


@dataclass(slots=True)
class Judged:
    """An order that arrived: after how many days, what the marketplace said, and what would have been said here."""

    month: str
    arrived: int
    estimated: int
    outlook: Outlook
    placed_on: int
    windows: tuple[tuple[int, int], ...]
    overall: tuple[int, ...]
    lane: tuple[int, ...]
    hull: tuple[tuple[float, int], ...]

    def by_chance(self, chance: float) -> int:
        """Return the days promised if every order gets the same chance."""
        return max(0, self.outlook.day_of(chance) - self.placed_on)

    def by_worth(self, worth: float) -> int:
        """Return the days promised if every day more has to buy the same."""
        days = 0
        for gain, day in self.hull:
            if gain * worth < 1:
                break
            days = day
        return days


@dataclass(frozen=True, slots=True)
class Walked:
    """All orders that arrived, in the order of placing, and how long a promise took (ms)."""

    judged: tuple[Judged, ...]
    model: Model
    ms: float


def walk(orders: Sequence[Sent], *, believing: bool) -> Walked:
    """Go through time. `believing`: the marketplace's estimate, known when an order is placed, is one of the inputs."""
    days = WorkCalendar(ZONE, (parse_hours("09:00-18:00"),) * 5 + ((), ()), COUNTRY)
    first = orders[0].placed.toordinal()
    model = Model(first, {"": lambda day: days.day(date.fromordinal(day)).is_working})
    known = Known()
    judged: list[Judged] = []
    spent = 0.0
    for moment, kind, order in sorted(_events(orders), key=lambda event: (event[0], event[1], event[2].order)):
        model.advance(int(moment))
        if kind == "1 placed":
            case = _case(order, believing=believing)
            began = time.perf_counter()
            windows = tuple(model.window(model.outlook(case), chance) for chance in CHANCES)
            spent += time.perf_counter() - began
            outlook = model.begin(order.order, case)
            if order.delivered is not None:
                judged.append(_judged(order, outlook, windows, known))
        elif kind == "2 handed":
            model.hand_over(order.order, moment)
        else:
            model.arrive(order.order, moment)
            known.add(order)
    return Walked(tuple(judged), model, spent * 1000 / len(orders))


class Known:
    """What arrived so far, for the baselines: all together, and by lane from state to state."""

    def __init__(self) -> None:
        self._overall: list[int] = []
        self._lanes: dict[tuple[str, str], list[int]] = {}

    def add(self, order: Sent) -> None:
        """Take an arrival in."""
        days = _days(order.placed, order.delivered or order.placed)
        insort(self._overall, days)
        insort(self._lanes.setdefault((order.seller_state, order.state), []), days)

    def quantiles(self, order: Sent) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the quantiles of all, and of the order's lane where that has enough."""
        lane = self._lanes.get((order.seller_state, order.state), [])
        return _quantiles(self._overall), _quantiles(lane if len(lane) >= FEW else self._overall)


def _quantiles(values: Sequence[int]) -> tuple[int, ...]:
    """Return the quantiles of a sorted list; a month where nothing is known."""
    return tuple(values[ceil(level * len(values)) - 1] if values else 30 for level in LEVELS)


def _events(orders: Sequence[Sent]) -> Iterator[tuple[float, str, Sent]]:
    for order in orders:
        placed = moment_of(order.placed)
        yield placed, "1 placed", order
        if order.handed is not None:
            yield max(placed, moment_of(order.handed)), "2 handed", order
        if order.delivered is not None:
            yield max(placed, moment_of(order.delivered)), "3 arrived", order


def _case(order: Sent, *, believing: bool) -> Case:
    lane = f"{order.seller_state}>{order.state}"
    return Case(
        placed=moment_of(order.placed),
        source=("all", f"pay:{order.slow_payment}", f"from:{order.seller_state}", f"source:{order.seller}"),
        lane=(
            "all",
            f"region:{REGION_OF.get(order.state, order.state)}",
            f"to:{order.state}",
            f"lane:{lane}",
            f"near:{lane}{order.prefix[:2]}",
            f"road:{order.seller_prefix[:2]}>{order.prefix[:3]}",
        ),
        said=moment_of(order.estimated) + 1 if believing else None,
    )


def _judged(order: Sent, outlook: Outlook, windows: tuple[tuple[int, int], ...], known: Known) -> Judged:
    assert order.delivered is not None  # noqa: S101  asked before
    overall, lane = known.quantiles(order)
    on = order.placed.toordinal()
    return Judged(
        month=f"{order.placed:%Y-%m}",
        arrived=_days(order.placed, order.delivered),
        estimated=_days(order.placed, order.estimated),
        outlook=outlook,
        placed_on=on,
        windows=tuple((first - on, last - on) for first, last in windows),
        overall=overall,
        lane=lane,
        hull=tuple(_hull([outlook.chance_by(on + number) for number in range(HORIZON)])),
    )


def _hull(chances: Sequence[float]) -> Iterator[tuple[float, int]]:
    """Yield the corners of the least concave curve above: what a day more gains up to here, and the day; gains fall."""
    corners: list[tuple[int, float]] = [(0, chances[0])]
    for day, chance in enumerate(chances[1:], 1):
        while len(corners) > 1 and _gain(corners[-2], corners[-1]) <= _gain(corners[-2], (day, chance)):
            corners.pop()
        corners.append((day, chance))
    for before, corner in zip(corners, corners[1:], strict=False):
        yield _gain(before, corner), corner[0]


def _gain(one: tuple[int, float], other: tuple[int, float]) -> float:
    return (other[1] - one[1]) / (other[0] - one[0])


def _days(since: datetime, until: datetime) -> int:
    return max(0, until.toordinal() - since.toordinal())


def moment_of(at: datetime) -> float:
    """Return a local time as the engine counts it."""
    return at.toordinal() + (at.hour * 3600 + at.minute * 60 + at.second) / 86400


def level_for(rule: Callable[[Judged, float], int], judged: Sequence[Judged], wanted: float) -> float:
    """Return the least level between 0 and 1 at which the rule keeps as many dates as wanted."""
    low, high = 0.0, 1.0
    for _ in range(16):
        middle = (low + high) / 2
        kept = sum(one.arrived <= rule(one, middle) for one in judged) / len(judged)
        low, high = (middle, high) if kept < wanted else (low, middle)
    return high


def pinball(level: float, pairs: Iterator[tuple[int, int]]) -> float:
    """Return the mean pinball loss of (arrived, said) in days."""
    losses = [max(level * (arrived - said), (level - 1) * (arrived - said)) for arrived, said in pairs]
    return sum(losses) / len(losses)
