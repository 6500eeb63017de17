"""What is expected of one parcel: how far it is, on which ruler, and how such parcels arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from storecrew.shop.promise.engine.axis import Axis
from storecrew.shop.promise.engine.lifetable import chance_at, share_at


@dataclass(frozen=True, slots=True)
class Outlook:
    """`start` is a position on the ruler of the roads, `expected` the logarithm of the usual length of the way on it."""

    roads: Axis
    start: float
    expected: float
    curve: Sequence[float]

    def day_of(self, chance: float) -> int:
        """Return the day on which the part `chance` of such parcels has arrived."""
        return int(self.roads.moment(self.start + exp(self.expected + share_at(self.curve, chance))))

    def window(self, begins: float, ends: float) -> tuple[int, int]:
        """Return the first and last day that come nearest to holding the curve between two chances.

        A whole day more on either side would hold too much, a whole day less too little: whichever errs less is taken.
        """
        first, last = self.day_of(begins), self.day_of(ends)
        if self.chance_by(first) - begins < begins - self.chance_by(first - 1):
            first += 1
        if self.chance_by(last) - ends > ends - self.chance_by(last - 1):
            last -= 1
        return first, max(first, last)

    def moment_of(self, chance: float) -> float:
        """Return the moment by which the part `chance` of such parcels has arrived."""
        return self.roads.moment(self.start + exp(self.expected + share_at(self.curve, chance)))

    def chance_by(self, day: int) -> float:
        """Return the chance that it has arrived when a day is over."""
        over = self.roads.at(day + 1.0) - self.start
        return chance_at(self.curve, log(over) - self.expected) if over > 0 else 0.0

    def best_day(self, worth: float, since: int, until: int) -> int:
        """Return the day that is best if being in time is worth as much as so many days less of waiting promised.

        The earliest of those that are equally good.
        """
        return max(range(since, until + 1), key=lambda day: (worth * self.chance_by(day) - (day - since), -day))
