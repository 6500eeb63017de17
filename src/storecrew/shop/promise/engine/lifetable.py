"""How what is on its way arrives, as a life table over the share of the expected time that is over.

A *period* life table (Chiang 1968; the product-limit estimate of Kaplan and Meier 1958 by days instead of cohorts): each day
counts what was still on its way through which stretch, and what arrived there. So what has not arrived yet counts for
as long as it has waited, and a slow week shows in that week and not when its last parcel is in.

On top of it stands a pace by phase: arrivals seen against arrivals expected, drawn to 1 (gamma prior on a Poisson rate;
Clayton and Kaldor 1987), quick to forget for all together, slow for one source.
"""

import math
from bisect import bisect
from collections.abc import Mapping, Sequence
from typing import Any, Final

STRETCHES: Final = 80
LOWEST: Final = -3.0
HIGHEST: Final = 1.8
"""Logarithms of the shortest and the longest share that are told apart: a twentieth, six times what was expected."""
WIDTH: Final = (HIGHEST - LOWEST) / STRETCHES
PHASES: Final = 7
_PHASE_ENDS: Final = tuple(math.log(share) for share in (0.35, 0.6, 0.85, 1.15, 1.6, 2.3))
PHASE: Final = tuple(bisect(_PHASE_ENDS, LOWEST + (number + 0.5) * WIDTH) for number in range(STRETCHES))
PRIOR: Final = tuple(0.03 * math.exp(min(0.0, 2 * (LOWEST + (number + 0.5) * WIDTH))) for number in range(STRETCHES))
"""Hazards of a stretch before anything was seen."""
ALL: Final = "all"


def stretch(log_share: float) -> float:
    """Return which stretch a logarithm of the share lies in, and how far into it."""
    place = (log_share - LOWEST) / WIDTH
    return 0.0 if place < 0 else min(place, STRETCHES - 1e-6)


class LifeTable:
    """Hazards by stretch, and the pace of all and of each source."""

    __slots__ = ("_arrived", "_curves", "_day", "_draw", "_fade", "_hazards", "_paces", "_quick", "_slow", "_there")

    def __init__(self, *, half_life: float, draw: float, quick: tuple[float, float], slow: tuple[float, float]) -> None:
        """`quick`, `slow`: half-life and draw of the pace of all, and of the pace of a source."""
        self._fade, self._draw, self._quick, self._slow = 0.5 ** (1 / half_life), draw, quick, slow
        self._arrived = [0.0] * STRETCHES
        self._there = [0.0] * STRETCHES
        self._hazards = list(PRIOR)
        self._paces: dict[str, tuple[list[float], list[float], list[float]]] = {}  # seen, expected, [day]
        self._curves: dict[tuple[str, int], tuple[float, ...]] = {}
        self._day = [0.0, 0.0]

    def next_day(self) -> None:
        """Forget a little, and reckon the hazards anew."""
        fade, draw = self._fade, self._draw
        self._arrived = [value * fade for value in self._arrived]
        self._there = [value * fade for value in self._there]
        self._hazards = [
            (seen + draw * prior) / (there + draw)
            for seen, there, prior in zip(self._arrived, self._there, PRIOR, strict=True)
        ]
        self._curves.clear()

    def take_day(self) -> tuple[float, float]:
        """Return how many arrived since this was last asked, and how many would have at the usual pace."""
        seen, expected = self._day
        self._day = [0.0, 0.0]
        return seen, expected

    def pass_through(self, since: float, until: float, source: str, day: int, *, arrived: bool) -> None:
        """Count something that went from one stretch to another on a day, and whether it arrived there."""
        expected = [0.0] * PHASES
        first, last = int(since), int(until)
        for number in range(first, last + 1):
            part = min(until, number + 1.0) - max(since, float(number))
            self._there[number] += part
            expected[PHASE[number]] += part * self._hazards[number]
        self._day[1] += sum(expected)
        if arrived:
            self._arrived[last] += 1.0
            self._day[0] += 1.0
        self._count(ALL, self._quick, expected, PHASE[last] if arrived else None, day)
        if source:
            self._count(source, self._slow, expected, PHASE[last] if arrived else None, day)

    def curve(self, source: str, day: int) -> tuple[float, ...]:
        """Return the chance to have arrived by the end of each stretch, of what arrives at all."""
        key = (source if source in self._paces else "", day)
        found = self._curves.get(key)
        if found is None:
            found = self._curves[key] = self._reckon(*key)
        return found

    def state(self) -> dict[str, Any]:
        """Return everything it knows, as JSON can hold it."""
        paces = {name: [list(part) for part in pace] for name, pace in self._paces.items()}
        return {
            "arrived": list(self._arrived),
            "there": list(self._there),
            "hazards": list(self._hazards),
            "paces": paces,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a state back."""
        self._arrived = [float(value) for value in state["arrived"]]
        self._there = [float(value) for value in state["there"]]
        self._hazards = [float(value) for value in state["hazards"]]
        self._paces = {
            name: ([float(x) for x in seen], [float(x) for x in expected], [float(x) for x in day])
            for name, (seen, expected, day) in state["paces"].items()
        }
        self._curves.clear()

    def _reckon(self, source: str, day: int) -> tuple[float, ...]:
        pace = self._pace(ALL, self._quick, day)
        if source:
            pace = [one * other for one, other in zip(pace, self._pace(source, self._slow, day), strict=True)]
        still, found = 1.0, []
        for number, hazard in enumerate(self._hazards):
            still *= math.exp(-hazard * pace[PHASE[number]])
            found.append(1.0 - still)
        return tuple(value / found[-1] for value in found)

    def _pace(self, name: str, habit: tuple[float, float], day: int) -> list[float]:
        known = self._paces.get(name)
        if known is None:
            return [1.0] * PHASES
        seen, expected, since = known
        fade, draw = 0.5 ** (max(0.0, day - since[0]) / habit[0]), habit[1]
        return [(one * fade + draw) / (other * fade + draw) for one, other in zip(seen, expected, strict=True)]

    def _count(self, name: str, habit: tuple[float, float], expected: list[float], phase: int | None, day: int) -> None:
        """Count seen against expected, and leave in `expected` what the next group down expects."""
        seen, before, since = self._paces.setdefault(name, ([0.0] * PHASES, [0.0] * PHASES, [float(day)]))
        if day > since[0]:
            fade = 0.5 ** ((day - since[0]) / habit[0])
            for number in range(PHASES):
                seen[number] *= fade
                before[number] *= fade
            since[0] = float(day)
        for number, value in enumerate(expected):
            if value:
                expected[number] = value * (seen[number] + habit[1]) / (before[number] + habit[1])
                before[number] += value
        if phase is not None:
            seen[phase] += 1.0


def share_at(curve: Sequence[float], chance: float) -> float:
    """Return the logarithm of the share by which a part `chance` has arrived."""
    number = min(bisect(curve, chance), STRETCHES - 1)
    before = curve[number - 1] if number else 0.0
    step = curve[number] - before
    return LOWEST + (number + (min(1.0, max(0.0, (chance - before) / step)) if step > 0 else 1.0)) * WIDTH


def chance_at(curve: Sequence[float], log_share: float) -> float:
    """Return which part has arrived by a logarithm of the share."""
    place = stretch(log_share)
    number = int(place)
    before = curve[number - 1] if number else 0.0
    return before + (place - number) * (curve[number] - before)
