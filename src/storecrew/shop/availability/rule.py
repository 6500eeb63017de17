"""How many of the pieces a supplier reported may still be sold. Pure: the same grounds give the same answer.

The model. At `observed_at` a supplier said V. With the chance `right` that was so; otherwise anything from nothing to V was
there, each number alike. Since then D pieces went to other buyers, negative binomial with mean `speed × days` (see `chance`).
The q-th piece is still there with the chance

    P(q) = right · F(V − q) + (1 − right) / (V + 1) · Σ F(j), j = 0 … V − q        F(n) = P(D ≤ n)

and what may be sold is the largest q for which P(q) ≥ 1 − risk. Selling one more would be an oversell with a chance above
`risk`, which pays as long as an oversell costs less than (1 − risk) / risk times what a sale brings: the newsvendor's
critical ratio (Arrow, Harris, Marschak, "Optimal inventory policy", 1951), applied to somebody else's shelf.
P falls with age, speed and q, and rises with `right`; so does what may be sold. It never exceeds V.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from typing import Final

from storecrew.shop.availability import chance

CLOSED_LONG_DAYS: Final = 3
"""A site that rests for so many days or more from today is said to have goods from the day it works again."""


class State(StrEnum):
    """What a page may say of a source."""

    IN_STOCK = "in_stock"
    CONFIRMING = "confirming"
    FROM_DATE = "from_date"
    OUT = "out"


class Reason(StrEnum):
    """What decides how many may be sold."""

    ALL = "all"
    AGED = "aged"
    CAPPED = "capped"
    NOTHING_CERTAIN = "nothing_certain"
    SILENT = "silent"
    NONE_THERE = "none_there"
    NOT_LISTED = "not_listed"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the store dares with a supplier. Days are the site's working days.

    `risk`: a piece is sold while it is missing with at most this chance. From `confirm_after` on the page says that it is
    being confirmed, from `stop_after` on nothing is sold. `cap`: at most so many pieces are sold on one report; None: all.
    """

    risk: float = 0.2
    confirm_after: float = 2.0
    stop_after: float = 5.0
    cap: int | None = None


USUAL: Final = Thresholds()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known about a reported quantity when the rule is asked.

    `quantity` None: no longer listed. `worked`: working days of the site since it was seen. `days`: days in which pieces
    left, rest days counted at a slower pace, and by how much their numbers are older than they claim. `gone`: how many
    are expected to have gone to others in them, with `shape` for how surely that is known. `right`: the chance that the
    report was so. `opens_on`: the next day on which the site works, None when it works today; `rests`: how many days that
    is ahead.
    """

    quantity: int | None
    worked: float
    days: float
    gone: float
    shape: float
    right: float
    offered: bool = True
    opens_on: date | None = None
    rests: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many may be sold, what the page may say, and why. `since`: from when on it can be had, with FROM_DATE."""

    sellable: int
    state: State
    reason: Reason
    since: date | None = None


def judge(grounds: Grounds, limits: Thresholds = USUAL) -> Verdict:
    """Say how much of a report may be sold now."""
    if not grounds.offered:
        return Verdict(0, State.OUT, Reason.NOT_OFFERED)
    if grounds.quantity is None:
        return Verdict(0, State.OUT, Reason.NOT_LISTED)
    if grounds.quantity <= 0:
        return Verdict(0, State.OUT, Reason.NONE_THERE)
    if grounds.worked >= limits.stop_after:
        return Verdict(0, State.OUT, Reason.SILENT)
    sure = sure_of(grounds, limits.risk)
    sellable = sure if limits.cap is None else min(sure, limits.cap)
    if not sellable:
        return Verdict(0, State.CONFIRMING, Reason.CAPPED if sure else Reason.NOTHING_CERTAIN)
    state, since = _standing(grounds, limits)
    reason = Reason.CAPPED if sellable < sure else Reason.ALL if sure == grounds.quantity else Reason.AGED
    return Verdict(sellable, state, reason, since)


def sure_of(grounds: Grounds, risk: float) -> int:
    """Return the largest q whose q-th piece is there with a chance of 1 − risk, thresholds of age left aside."""
    value, floor = grounds.quantity or 0, 1.0 - risk
    if value <= 0:
        return 0
    wrong = (1.0 - grounds.right) / (value + 1)
    if grounds.gone <= 0:
        return _beyond(value, floor, grounds.right, wrong, -1, 0.0)
    if grounds.gone > chance.WALKED:
        return _halved(grounds, value, floor)
    last, area = 0, 0.0
    for last, (_each, total, area) in enumerate(chance.walk(grounds.gone, grounds.shape)):
        if last >= value:
            return 0
        if grounds.right * total + wrong * area >= floor:
            return value - last
    return _beyond(value, floor, grounds.right, wrong, last, area)


def there(grounds: Grounds, pieces: int) -> float:
    """Return the chance that at least `pieces` of what was reported are there."""
    value = grounds.quantity or 0
    if pieces <= 0:
        return 1.0
    spare = value - pieces
    if spare < 0:
        return 0.0
    honest = chance.at_most(spare, grounds.gone, grounds.shape)
    return grounds.right * honest + (1.0 - grounds.right) / (value + 1) * chance.area(
        spare, grounds.gone, grounds.shape
    )


def _beyond(value: int, floor: float, right: float, wrong: float, last: int, area: float) -> int:
    """Go on where nothing is left of the tail: F is 1 from here, so P grows by `wrong` a piece."""
    lacking = floor - right - wrong * area
    if lacking <= 0:
        spare = max(0, last + 1)
    elif wrong <= 0:
        return 0
    else:
        spare = last + ceil(lacking / wrong - 1e-9)
    return max(0, value - max(0, spare))


def _halved(grounds: Grounds, value: int, floor: float) -> int:
    low, high = 0, value
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if there(grounds, middle) >= floor else (low, middle - 1)
    return low


def _standing(grounds: Grounds, limits: Thresholds) -> tuple[State, date | None]:
    if grounds.worked >= limits.confirm_after:
        return State.CONFIRMING, None
    if grounds.opens_on is not None and grounds.rests >= CLOSED_LONG_DAYS:
        return State.FROM_DATE, grounds.opens_on
    return State.IN_STOCK, None
