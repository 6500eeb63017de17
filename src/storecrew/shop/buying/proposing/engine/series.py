"""What was asked for, day by day: days on which it was sold out and nothing was sold say nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import sqrt

HALVES_IN = 60.0
"""Days after which a day counts half: what sells changes."""
ENOUGH_DAYS, ENOUGH_PIECES = 28, 5
"""With less than this, what is usual in the shop is mixed in."""
SILENT_DAYS = 42
"""What did not sell once in so many days is taken not to sell."""
USUAL_WEIGHT = 7.0
"""For how many days what is usual counts then."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Pieces on the days that can be believed, the newest last, and how much each counts (running sums).

    `out`: days left aside because it was sold out. `usual`: pieces a day of what the shop usually sells of one thing.
    """

    pieces: tuple[int, ...]
    running: tuple[float, ...]
    out: int
    usual: float = 0.0

    @property
    def sold(self) -> int:
        """Return the pieces of all days."""
        return sum(self.pieces)

    @property
    def thin(self) -> bool:
        """Tell whether there is too little to go by."""
        return len(self.pieces) < ENOUGH_DAYS or self.sold < ENOUGH_PIECES

    @property
    def silent(self) -> bool:
        """Tell whether it had its time and did not sell once."""
        return not self.sold and len(self.pieces) >= SILENT_DAYS

    @property
    def a_day(self) -> float:
        """Return the mean of a day, newer days counting more; where there is little, drawn to what is usual."""
        whole = self.running[-1] if self.running else 0.0
        weights = [here - before for here, before in zip(self.running, (0.0, *self.running), strict=False)]
        mean = sum(p * w for p, w in zip(self.pieces, weights, strict=True)) / whole if whole else 0.0
        if not self.thin or self.silent:
            return mean
        days = len(self.pieces)
        return (mean * days + self.usual * USUAL_WEIGHT) / (days + USUAL_WEIGHT)

    @property
    def spread(self) -> float:
        """Return the standard deviation of a day."""
        if self.thin or len(self.pieces) < 2:
            return sqrt(self.a_day)
        whole, mean = self.running[-1], self.a_day
        weights = [here - before for here, before in zip(self.running, (0.0, *self.running), strict=False)]
        return sqrt(sum(w * (p - mean) ** 2 for p, w in zip(self.pieces, weights, strict=True)) / whole)


def demand_of(sold: Mapping[date, int], out: frozenset[date], *, first: date, last: date, usual: float = 0.0) -> Demand:
    """Return the demand between two days, both included. `out`: days at whose end nothing was left.

    A day on which something was sold counts even when it ended empty: at least so many were asked for.
    """
    pieces: list[int] = []
    weights: list[float] = []
    left = 0
    for back in range((last - first).days, -1, -1):
        day = last - timedelta(days=back)
        n = sold.get(day, 0)
        if not n and day in out:
            left += 1
            continue
        pieces.append(n)
        weights.append(0.5 ** (back / HALVES_IN))
    return Demand(tuple(pieces), tuple(accumulate(weights)), left, usual)
