"""Days laid end to end, each as long as what is done in it: the ruler on which handling and travel are measured."""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

FURTHEST: Final = 800
"""Days beyond what was asked for that are looked at before a ruler counts as standing still."""


class Axis:
    """Turns moments into positions and back. Grows by itself to the right; days before its first have length nothing."""

    __slots__ = ("_ends", "_length_of", "first")

    def __init__(self, first: int, length_of: Callable[[int], float]) -> None:
        """Begin at a day number; `length_of` says how long a day is: 1 for a usual working day, 0 for one off."""
        self.first = first
        self._length_of = length_of
        self._ends = [0.0]

    def at(self, moment: float) -> float:
        """Return the position of a moment."""
        day = int(moment) - self.first
        if day < 0:
            return 0.0
        ends = self._ends
        while len(ends) < day + 2:
            self._grow()
        return ends[day] + (moment - self.first - day) * (ends[day + 1] - ends[day])

    def moment(self, position: float) -> float:
        """Return the moment of a position: where days of no length follow, the one after them.

        A ruler that stands still answers the last day that was looked at.
        """
        ends = self._ends
        tried = 0
        while ends[-1] <= position and tried < FURTHEST:
            tried += 1 if not self._grow() else 0
        day = bisect_right(ends, position) - 1
        if day + 1 >= len(ends):
            return float(self.first + len(ends) - 1)
        length = ends[day + 1] - ends[day]
        return self.first + day + ((position - ends[day]) / length if length > 0 else 0.0)

    def _grow(self) -> bool:
        length = self._length_of(self.first + len(self._ends) - 1)
        self._ends.append(self._ends[-1] + max(0.0, length))
        return length > 0
