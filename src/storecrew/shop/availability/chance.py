"""How many pieces have gone: counts of rare events whose rate is itself only known roughly.

Pieces leave at an unknown rate with a gamma distribution of shape `shape`; over any time their number is then negative
binomial. (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6: the Poisson model with a gamma prior.) With a large shape
it is the Poisson distribution.
"""

from collections.abc import Iterator
from math import exp, inf, lgamma, log, log1p

NEVER = 1e-12
"""What is left of a distribution's tail when it counts as gone."""
WALKED = 200.0
"""Up to this mean the distribution is walked piece by piece, beyond it is reckoned by its integral."""


def at_most(pieces: int, mean: float, shape: float) -> float:
    """Return the chance that no more than `pieces` have gone, when `mean` are expected to."""
    if pieces < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if mean > WALKED:
        return _beta_share(shape, pieces + 1.0, shape / (shape + mean))
    total = 0.0
    for number, (_each, total, _area) in enumerate(walk(mean, shape)):
        if number == pieces:
            return total
    return 1.0


def walk(mean: float, shape: float) -> Iterator[tuple[float, float, float]]:
    """Yield for 0, 1, 2 … pieces: the chance of exactly so many, of at most so many, and the sum of the latter so far.

    Ends where nothing is left of the tail. `mean` is at most `WALKED`.
    """
    share = mean / (shape + mean)
    each = total = area = exp(-shape * log1p(mean / shape))
    yield each, total, area
    number = 0
    while 1.0 - total > NEVER and (each > NEVER * NEVER or number < mean):
        each *= (shape + number) / (number + 1) * share
        total += each
        area += total
        number += 1
        yield each, min(1.0, total), area


def area(pieces: int, mean: float, shape: float) -> float:
    """Return the sum of `at_most` from 0 to `pieces`: (n + 1) F(n) − E[D; D ≤ n], the latter by a shift of the shape."""
    if pieces < 0:
        return 0.0
    if mean <= 0:
        return pieces + 1.0
    if mean <= WALKED:
        number, last = 0, 0.0
        for number, (_each, _total, last) in enumerate(walk(mean, shape)):
            if number == pieces:
                return last
        return last + (pieces - number)
    share = shape / (shape + mean)
    return (pieces + 1) * _beta_share(shape, pieces + 1.0, share) - mean * _beta_share(shape + 1, float(pieces), share)


def _beta_share(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22)."""
    if b <= 0:
        return 0.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - _fraction(b, a, 1.0 - x)
    return _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    if x <= 0:
        return 0.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    tiny, before, d = 1e-300, 1.0, 1.0 / _off(1.0 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _off(1.0 + term * d, tiny)
            before = _off(1.0 + term / before, tiny)
            step = d * before
            found *= step
        if abs(step - 1.0) < 1e-13:
            break
    return min(1.0, front * found)


def _off(value: float, tiny: float = 1e-300) -> float:
    """Keep a denominator away from nought."""
    return value if abs(value) > tiny and value != inf else tiny
