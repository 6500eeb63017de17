"""How long a supplier takes: what was observed, mixed with what they say while there is little of it.

An order that is not here yet is no missing observation: it took at least as long as it is old. Its weight goes to the
times that are longer (redistribution to the right, B. Efron, "The two sample problem with censored data", 1967, §7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

SAID_WEIGHT = 4.0
"""How many observations a supplier's own word is worth."""
SAID = ((0.85, 0.2), (1.0, 0.5), (1.25, 0.2), (1.6, 0.1))
"""Words are more often too short than too long."""
BEYOND = 1.25


@dataclass(frozen=True, slots=True)
class Pool:
    """Days and how likely they are (running sums). `observed`: deliveries it rests on; `waiting`: orders under way."""

    days: tuple[int, ...]
    running: tuple[float, ...]
    observed: int
    waiting: int

    @property
    def mean(self) -> float:
        """Return the mean."""
        return sum(day * weight for day, weight in zip(self.days, self._weights(), strict=True))

    @property
    def spread(self) -> float:
        """Return the standard deviation."""
        mean = self.mean
        return sqrt(sum(w * (day - mean) ** 2 for day, w in zip(self.days, self._weights(), strict=True)))

    def _weights(self) -> list[float]:
        return [here - before for here, before in zip(self.running, (0.0, *self.running), strict=False)]


def pool_of(observed: Sequence[int], said: int, waiting: Sequence[int] = ()) -> Pool:
    """Return how long it takes: days of deliveries, `said` by the supplier, `waiting` ages of orders not here yet."""
    weights: dict[int, float] = {}
    for day in observed:
        weights[max(0, day)] = weights.get(max(0, day), 0.0) + 1.0
    for factor, share in SAID:
        day = max(1, round(said * factor))
        weights[day] = weights.get(day, 0.0) + SAID_WEIGHT * share
    for age in sorted(waiting):
        longer = {day: weight for day, weight in weights.items() if day > age}
        if longer:
            whole = sum(longer.values())
            for day, weight in longer.items():
                weights[day] += weight / whole
        else:
            day = round(age * BEYOND) + 1
            weights[day] = weights.get(day, 0.0) + 1.0
    whole = sum(weights.values())
    days = tuple(sorted(weights))
    return Pool(days, tuple(accumulate(weights[day] / whole for day in days)), len(observed), len(waiting))
