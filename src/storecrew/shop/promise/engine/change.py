"""Notices that the roads have become slower or faster for good, and since when.

Cumulative sums of what arrived against what was expected (Page 1954; for counts: Lucas 1985), both ways. A single bad day
is forgiven, a week of them is not. It is for people to read: promises follow by the pace, which needs no verdict.
"""

from collections.abc import Mapping
from math import sqrt
from typing import Any, Final

ALLOWED: Final = 0.5
"""Standard deviations a day that pass without being added up."""


class Change:
    """Both sums; `since` is the day on which the last change began, 0 before any; `way` -1 slower, 1 faster."""

    __slots__ = ("_begun", "_limit", "_sums", "since", "way")

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._sums, self._begun = [0.0, 0.0], [0, 0]
        self.since, self.way = 0, 0

    def day_over(self, arrived: float, expected: float, day: int) -> None:
        """Take a day in."""
        if expected < 1:
            return
        error = max(-3.0, min(3.0, (arrived - expected) / sqrt(expected)))
        for side, signed in enumerate((-error, error)):
            if not self._sums[side]:
                self._begun[side] = day
            self._sums[side] = max(0.0, self._sums[side] + signed - ALLOWED)
            if self._sums[side] > self._limit:
                self.since, self.way = self._begun[side], (-1, 1)[side]
                self._sums = [0.0, 0.0]
                return

    def state(self) -> dict[str, Any]:
        """Return everything it knows, as JSON can hold it."""
        return {"sums": list(self._sums), "begun": list(self._begun), "since": self.since, "way": self.way}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take a state back."""
        self._sums, self._begun = [float(one) for one in state["sums"]], [int(one) for one in state["begun"]]
        self.since, self.way = int(state["since"]), int(state["way"])
