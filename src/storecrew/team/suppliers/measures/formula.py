"""From numbers to points: what is measured, what weighs how much, and which value is worth how many points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HALF: Final = 0.5
"""Of the weights there must be enough facts for so much, or there is no score."""


class Code(StrEnum):
    """What is measured."""

    OTIF = "otif"
    SPREAD = "spread"
    ACK = "ack"
    PUNCTUAL = "punctual"
    HONEST = "honest"
    DEFECTS = "defects"
    CLAIMS = "claims"
    PRICE = "price"


class Unit(StrEnum):
    """What its number is."""

    SHARE = "share"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Kind:
    """A measure. `full`: all points from this value on, `none`: no points from that one on; `least` rows say something."""

    label: Promise
    says: Promise
    unit: Unit
    weight: int
    full: float
    none: float
    least: int

    @property
    def more_is_better(self) -> bool:
        """Tell which way is good."""
        return self.full > self.none


KINDS: Final[Mapping[Code, Kind]] = {
    Code.OTIF: Kind(
        pgettext_lazy("measure", "On time and in full"),
        _("Deliveries that were complete by their day, of all whose day has come. Refused pieces are missing ones."),
        Unit.SHARE, 30, 0.98, 0.70, 10,
    ),
    Code.SPREAD: Kind(
        pgettext_lazy("measure", "Lead time spread"),
        _("How many working days longer than usual the slowest tenth takes: 90 % quantile less median, within its kind."),
        Unit.DAYS, 10, 0.5, 5.0, 8,
    ),
    Code.ACK: Kind(
        pgettext_lazy("measure", "Time to confirm"),
        _("Median hours until an order is confirmed, days of rest left out. What was never answered counts until now."),
        Unit.HOURS, 10, 4.0, 48.0, 5,
    ),
    Code.PUNCTUAL: Kind(
        pgettext_lazy("measure", "Feeds on time"),
        _("Words of feeds that came when they should have, of those that should have come. Days of rest left out."),
        Unit.SHARE, 10, 0.98, 0.60, 10,
    ),
    Code.HONEST: Kind(
        pgettext_lazy("measure", "Stock as reported"),
        _("Pieces that were really there, of those ordered on the strength of a report."),
        Unit.SHARE, 15, 0.98, 0.70, 10,
    ),
    Code.DEFECTS: Kind(
        pgettext_lazy("measure", "Defects"),
        _("Pieces buyers complained about (damaged, broken, wrong, not as described, incomplete), of those sent to them."),
        Unit.SHARE, 15, 0.005, 0.06, 20,
    ),
    Code.CLAIMS: Kind(
        pgettext_lazy("measure", "Answers to problems"),
        _("Median days until a problem is answered. What is not answered counts until now."),
        Unit.DAYS, 5, 2.0, 14.0, 3,
    ),
    Code.PRICE: Kind(
        pgettext_lazy("measure", "Prices as agreed"),
        _("By which share bills differ from what was agreed, on average, dearer or cheaper."),
        Unit.SHARE, 5, 0.0, 0.05, 5,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its interval from `count` rows. `value` None: not enough of them."""

    code: Code
    count: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Yard:
    """What weighs how much, and which values are worth full and no points."""

    weights: Mapping[Code, int] = field(default_factory=lambda: {code: kind.weight for code, kind in KINDS.items()})
    marks: Mapping[Code, tuple[float, float]] = field(
        default_factory=lambda: {code: (kind.full, kind.none) for code, kind in KINDS.items()}
    )

    def points(self, code: Code, value: float) -> float:
        """Return how many points of 100 a value is worth: straight between the two marks."""
        full, none = self.marks[code]
        return 100 * min(1.0, max(0.0, (value - none) / (full - none)))


@dataclass(frozen=True, slots=True)
class Total:
    """The score. `known`: which part of the weights there are enough facts for; below a half there are no points."""

    points: float | None
    low: float | None
    high: float | None
    known: float


def total(measured: Sequence[Measured], yard: Yard) -> Total:
    """Return the weighted mean of the points of what there are enough facts for.

    Its interval takes the measures as independent: distances to their own bounds, weighted, added in squares.
    """
    whole = sum(yard.weights.values())
    parts = [(yard.weights[one.code], one) for one in measured if one.value is not None and yard.weights[one.code]]
    weight = sum(w for w, _one in parts)
    known = weight / whole if whole else 0.0
    if known < HALF or not weight:
        return Total(None, None, None, known)
    points = below = above = 0.0
    for w, one in parts:
        assert one.value is not None and one.low is not None and one.high is not None  # noqa: S101, PT018  see above
        here = yard.points(one.code, one.value)
        ends = sorted((yard.points(one.code, one.low), yard.points(one.code, one.high)))
        points += w * here / weight
        below += (w * (here - ends[0]) / weight) ** 2
        above += (w * (ends[1] - here) / weight) ** 2
    points = min(100.0, points)  # shares of weights may add up to a hair more than all of them
    return Total(points, max(0.0, points - sqrt(below)), min(100.0, points + sqrt(above)), known)
