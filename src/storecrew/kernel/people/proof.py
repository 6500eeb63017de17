"""Re-prove, over all of history, what the tables cannot hold by themselves: intervals that must not overlap or outlast."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import F, Q

from storecrew.kernel.people.models import Ownership, Tenure
from storecrew.kernel.people.types import TenureKind

type Span = tuple[int, datetime, datetime | None]
"""Number, beginning, end (None: open)."""

_REAL = Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))


@dataclass(frozen=True, slots=True)
class Proof:
    """What contradicts the rules. Each entry names rows by number; all empty means that history is sound."""

    owners: int
    """How many people hand out seats now; one, or none before set-up."""
    double_owners: tuple[int, ...]
    double_holders: tuple[int, ...]
    """Tenures that began while another holder of the same seat was in it."""
    loose_covers: tuple[int, ...]
    """Covers that begin before, or last longer than, what they cover."""
    ghosts: tuple[int, ...]
    """Open tenures of people who have left."""


def prove(now: datetime) -> Proof:
    """Look at every row once, in bounded memory."""
    owned = Ownership.objects.filter(_REAL).order_by("starts_at", "pk")
    return Proof(
        owners=Ownership.objects.at(now).count(),
        double_owners=_overlaps(owned.values_list("pk", "starts_at", "ends_at")),
        double_holders=_double_holders(),
        loose_covers=_loose_covers(),
        ghosts=tuple(
            Tenure.objects.ending_after(now)
            .filter(person__left_at__lte=now)
            .order_by("pk")
            .values_list("pk", flat=True)
        ),
    )


def _double_holders() -> tuple[int, ...]:
    rows = Tenure.objects.filter(_REAL, kind=TenureKind.HOLD).order_by("starts_at", "pk")
    seats = defaultdict[str, list[Span]](list)
    for pk, seat, starts_at, ends_at in rows.values_list("pk", "seat", "starts_at", "ends_at").iterator():
        seats[seat].append((pk, starts_at, ends_at))
    return tuple(pk for found in seats.values() for pk in _overlaps(found))


def _overlaps(rows: Iterable[Span]) -> tuple[int, ...]:
    """Return the rows that begin before the one before them has ended; `rows`: of one thing, earliest first."""
    return tuple(later[0] for earlier, later in pairwise(rows) if earlier[2] is None or earlier[2] > later[1])


def _loose_covers() -> tuple[int, ...]:
    covered_ends = Q(covers__ends_at__isnull=False) & Q(ends_at__gt=F("covers__ends_at"))
    loose = covered_ends | Q(starts_at__lt=F("covers__starts_at"))
    return tuple(
        Tenure.objects.filter(_REAL & loose, kind=TenureKind.COVER).order_by("pk").values_list("pk", flat=True)
    )
