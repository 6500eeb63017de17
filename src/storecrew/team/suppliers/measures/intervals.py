"""How sure a number is: Wilson's interval for shares, the bootstrap for everything else. Deterministic."""

import random
from collections.abc import Callable, Sequence
from math import ceil, sqrt
from statistics import median
from typing import Final

Z: Final = 1.959963984540054
"""Of the normal distribution, for an interval that holds in 95 of 100 cases."""
DRAWS: Final = 400
SEED: Final = 20_260_101
MOST: Final = 400
"""Rows that are drawn from; of more, evenly spread ones are taken: the interval is narrow enough by then."""


def wilson(part: float, whole: float) -> tuple[float, float]:
    """Return Wilson's score interval at 95 % for a share (E. B. Wilson, JASA 22, 1927). `whole` > 0."""
    share = min(1.0, part / whole)
    middle = share + Z * Z / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    below = 1 + Z * Z / whole
    return max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)


def bootstrap(values: Sequence[float], what: Callable[[Sequence[float]], float]) -> tuple[float, float]:
    """Return the percentile interval at 95 % of a number reckoned from values (Efron & Tibshirani 1993, §13.3)."""
    some = list(values) if len(values) <= MOST else [values[i * len(values) // MOST] for i in range(MOST)]
    rng = random.Random(SEED)  # noqa: S311  statistics
    drawn = sorted(what(rng.choices(some, k=len(some))) for _turn in range(DRAWS))
    return drawn[int(0.025 * DRAWS)], drawn[ceil(0.975 * DRAWS) - 1]


def quantile(values: Sequence[float], share: float) -> float:
    """Return an empirical quantile, interpolated between neighbours. `values` not empty."""
    some = sorted(values)
    place = share * (len(some) - 1)
    below = int(place)
    above = min(below + 1, len(some) - 1)
    return some[below] + (some[above] - some[below]) * (place - below)


def spread(values: Sequence[float]) -> float:
    """Return how much longer than usual it takes in the slowest tenth: the 90 % quantile less the median."""
    return quantile(values, 0.9) - median(values)


def mean(values: Sequence[float]) -> float:
    """Return the mean. `values` not empty."""
    return sum(values) / len(values)
