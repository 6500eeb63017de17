"""The form of a seat's guide."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Duties:
    """What falls due again and again, by rhythm."""

    daily: tuple[Promise, ...]
    weekly: tuple[Promise, ...]
    monthly: tuple[Promise, ...]
    quarterly: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure: how it is counted, and what good looks like."""

    name: Promise
    counted: Promise
    good: Promise


@dataclass(frozen=True, slots=True)
class SeatGuide:
    """A seat for a beginner.

    `mission`: one sentence. `purpose`: what would go wrong without it. `limits`: what it does not decide alone.
    """

    mission: Promise
    purpose: Promise
    duties: Duties
    kpis: tuple[Kpi, ...]
    limits: tuple[Promise, ...]
