"""How sure one can be that the likeliest name means the same goods.

A logistic regression on half of the pairs of `benchmarks/matching.py`, in which real names of the same goods stand
beside goods that the catalogue does not have; the other half says how well the figure holds. Refit there when `words`
or `index` change.
"""

import math
from collections.abc import Sequence
from typing import Final

from storecrew.shop.supply.lists.likeness.index import Likeness

SAME: Final = 0.999
SAME_WORDS: Final = 0.97
"""Two names of the same words, when no other name of the catalogue has them."""
SURE: Final = 0.95
"""From here on a match is taken without asking anybody."""
WORTH_A_LOOK: Final = 0.05
"""Below it a candidate is not even shown."""
_BASE, _COMMON, _INSIDE, _PAIRS, _CLASH, _ALONE, _AHEAD, _AHEAD_SHARE = (
    -5.49,
    2.07,
    2.25,
    2.23,
    -1.07,
    -0.70,
    2.33,
    2.76,
)


def confidences(found: Sequence[Likeness]) -> list[tuple[int, float]]:
    """Return (variant, how sure) of the likeliest, the best first. What is left of the first is shared by the others."""
    if not found:
        return []
    first = confidence(found)
    rest = (1 - first) * 0.6
    whole = sum(one.score for one in found[1:]) or 1.0
    others = [(one.variant_id, min(first, rest * one.score / whole)) for one in found[1:]]
    return [(found[0].variant_id, first), *others]


def confidence(found: Sequence[Likeness]) -> float:
    """Return how probable it is that the best of these is the same; sizes that clash are never sure."""
    best = found[0]
    ahead = best.score - (found[1].score if len(found) > 1 else 0.0)
    odds = (
        _BASE
        + _COMMON * best.common
        + _INSIDE * best.inside
        + _PAIRS * best.pairs
        + _CLASH * best.clash
        + _ALONE * best.alone
        + _AHEAD * ahead
        + _AHEAD_SHARE * ahead / max(best.score, 0.01)
    )
    chance = 1 / (1 + math.exp(-odds))
    if best.common >= SAME and (len(found) == 1 or found[1].common < SAME):
        chance = max(chance, SAME_WORDS)
    return min(chance, 0.8) if best.clash else chance
