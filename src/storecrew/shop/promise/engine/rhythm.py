"""On which days of the week things arrive: a ruler of roads that is learned, drawn to what the work calendar says."""

from collections.abc import Callable, Mapping
from typing import Any, Final

WORKED, OFF, KEPT = 1.0, 0.25, 4.0
"""How long a working day and a day off are before anything is known, and how many such days that counts for."""
HOLIDAY, MADE_UP = 7, 8
"""Kinds of days beside the seven of the week: off on a weekday, worked on a weekend."""
ENOUGH: Final = 50
"""Arrivals before the ruler follows them."""


def kind_of(day: int, *, worked: bool) -> int:
    """Return the kind of a day: 0 to 6 from Monday on, a holiday, a make-up workday."""
    weekday = (day - 1) % 7
    if weekday < 5:
        return weekday if worked else HOLIDAY
    return MADE_UP if worked else weekday


class Rhythm:
    """Counts arrivals by kind of day, forgetting, and says how long each kind of day is."""

    __slots__ = ("_arrived", "_days", "_fade", "_worked")

    def __init__(self, worked: Callable[[int], bool], half_life: float) -> None:
        self._worked, self._fade = worked, 0.5 ** (1 / half_life)
        self._arrived, self._days = [0.0] * 9, [0.0] * 9

    def kind(self, day: int) -> int:
        """Return the kind of a day on this calendar."""
        return kind_of(day, worked=self._worked(day))

    def arrived(self, day: int) -> None:
        """Count an arrival."""
        self._arrived[self.kind(day)] += 1

    def next_day(self, over: int) -> None:
        """Count a day that is over, and forget a little."""
        self._arrived = [value * self._fade for value in self._arrived]
        self._days = [value * self._fade for value in self._days]
        self._days[self.kind(over)] += 1

    def lengths(self) -> tuple[float, ...]:
        """Return how long each kind of day is, a usual working day being 1."""
        usual = [WORKED if kind < 5 or kind == MADE_UP else OFF for kind in range(9)]
        if sum(self._arrived) < ENOUGH:
            return tuple(usual)
        days = sum(self._days[:5])
        rate = sum(self._arrived[:5]) / days if days else 0.0
        if not rate:
            return tuple(usual)
        found = (
            (seen / rate + KEPT * before) / (there + KEPT)
            for seen, there, before in zip(self._arrived, self._days, usual, strict=True)
        )
        return tuple(round(min(2.0, max(0.02, length)), 3) for length in found)

    def state(self) -> dict[str, Any]:
        """Return everything it knows, as JSON can hold it."""
        return {"arrived": list(self._arrived), "days": list(self._days)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a state back."""
        self._arrived = [float(value) for value in state["arrived"]]
        self._days = [float(value) for value in state["days"]]
