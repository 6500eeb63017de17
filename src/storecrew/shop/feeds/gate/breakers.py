"""Whether a file can be right as a whole. A breaker that opens zeroes nothing: what was known stays, and grows older."""

from dataclasses import dataclass
from typing import Any, Final

from storecrew.shop.feeds.types import Trip

LEAST_SHARE: Final = 0.6
"""Of the rows there usually are; fewer are not believed."""
FEW: Final = 5
"""Files of fewer rows than this may come and go as they like."""
STOCKED_SHARE: Final = 0.1
"""Of the goods that were in stock; if fewer would remain, all of them probably became zero by mistake."""
TIMES: Final = 50
MOST_TIMES: Final = 200
"""A cost that is 50 to 200 times what it was is one in cents or fen."""
JUMP_SHARE: Final = 0.1
BAD_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file. `usual`: rows of the last files, None where there was none; `before` and `after`: goods in
    stock; `up`, `down`: costs that jumped, of `costs` that changed."""

    whole: bool
    rows: int
    bad: int
    usual: int | None
    before: int
    after: int
    up: int
    down: int
    costs: int


def trips(facts: Facts) -> list[tuple[Trip, dict[str, Any]]]:
    """Return why a file is not believed, with the figures of the sentence; empty when it is."""
    found: list[tuple[Trip, dict[str, Any]]] = []
    if facts.rows == 0:
        return [(Trip.EMPTY, {})]
    if facts.bad >= FEW and facts.bad >= facts.rows * BAD_SHARE or facts.bad >= facts.rows:
        found.append((Trip.BAD, {"bad": facts.bad, "rows": facts.rows}))
    if facts.whole and facts.usual is not None and facts.usual >= FEW and facts.rows < facts.usual * LEAST_SHARE:
        found.append((Trip.FEWER, {"rows": facts.rows, "usual": facts.usual}))
    if _all_zero(facts):
        found.append((Trip.ZEROS, {"before": facts.before, "after": facts.after}))
    for trip, jumped in ((Trip.DEARER, facts.up), (Trip.CHEAPER, facts.down)):
        if is_wave(jumped, facts.costs):
            found.append((trip, {"rows": jumped, "of": facts.costs}))
    return found


def is_wave(jumped: int, changed: int) -> bool:
    """Tell whether costs jumped together; a single one among many is a row to look at, not a file."""
    return jumped >= 3 and jumped >= changed * JUMP_SHARE


def _all_zero(facts: Facts) -> bool:
    if facts.before < FEW:
        return facts.whole and facts.before > 1 and facts.after == 0
    return facts.after <= facts.before * STOCKED_SHARE
