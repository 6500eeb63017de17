"""Demand until an order is here, drawn many times from days and lead times as they were: no shape is assumed."""

import math
from random import Random

from storecrew.shop.buying.proposing.engine.leads import Pool
from storecrew.shop.buying.proposing.engine.series import Demand

DRAWS = 300
MANY = 30.0
"""Above this mean a Poisson count is drawn as a normal one."""


def protection(
    chance: Random, demand: Demand, leads: Pool, *, review: int, factor: float, draws: int = DRAWS
) -> list[int]:
    """Return demands over lead time and review, drawn and sorted. `factor` multiplies them (season, promotions)."""
    spans = chance.choices(leads.days, cum_weights=leads.running, k=draws)
    if demand.thin:
        rate = demand.a_day * factor
        return sorted(_poisson(chance, rate * (span + review)) for span in spans)
    found = []
    for span in spans:
        pieces = sum(chance.choices(demand.pieces, cum_weights=demand.running, k=span + review))
        if factor != 1.0:
            pieces = int(pieces * factor + chance.random())
        found.append(pieces)
    return sorted(found)


def quantile(ordered: list[int], share: float) -> int:
    """Return the smallest value that at least `share` of them do not exceed."""
    place = math.ceil(share * len(ordered)) - 1
    return ordered[min(max(place, 0), len(ordered) - 1)]


def _poisson(chance: Random, mean: float) -> int:
    """Draw a count (D. Knuth, The Art of Computer Programming, vol. 2, 3.4.1)."""
    if mean <= 0:
        return 0
    if mean > MANY:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
