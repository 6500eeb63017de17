"""When one should speak with a supplier again: pure reckoning, no reach outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from storecrew.kernel.clock.types import WorkCalendar

USUAL: Final[Mapping[str, int]] = {"a": 14, "b": 30, "c": 60}
"""Days by tier, until somebody says otherwise."""
LONGEST_REST: Final = 60
"""Days over which a common working day is looked for."""
A_SHARE: Final = 0.8
B_SHARE: Final = 0.95
"""Tiers by spend: those who together make so much of it, dearest first (ABC analysis)."""


@dataclass(frozen=True, slots=True)
class Due:
    """When one should speak next. `since`: the last contact, or when they became a supplier. `late`: days past it."""

    on: date
    since: date
    days: int
    late: int

    @property
    def is_due(self) -> bool:
        """Tell whether it is time."""
        return self.late >= 0


def due(since: date, days: int, *, later: date | None, today: date, ours: WorkCalendar, theirs: WorkCalendar) -> Due:
    """Return when one should speak: so many days after the last contact, on a day on which both work."""
    wanted = since + timedelta(days=days)
    if later is not None and later > wanted:
        wanted = later
    on = common_day(wanted, ours=ours, theirs=theirs)
    return Due(on=on, since=since, days=days, late=(today - on).days)


def common_day(wanted: date, *, ours: WorkCalendar, theirs: WorkCalendar, step: int = 1) -> date:
    """Return the first day from `wanted` on (backwards with step −1) on which both work; `wanted` where none is near."""
    for number in range(LONGEST_REST):
        day = wanted + timedelta(days=step * number)
        if ours.day(day).is_working and theirs.day(day).is_working:
            return day
    return wanted


@dataclass(frozen=True, slots=True)
class Waiting:
    """Our last word, to which nothing came back yet."""

    since: datetime
    days: int


def waiting(heard_at: datetime | None, said_at: datetime | None, now: datetime, *, patience: int) -> Waiting | None:
    """Return how long nothing has come back to our last word; None within `patience` days, or where they spoke last."""
    if said_at is None or (heard_at is not None and heard_at >= said_at):
        return None
    days = (now - said_at).days
    return Waiting(said_at, days) if days >= patience else None


def tiers(spent: Mapping[int, int]) -> dict[int, str]:
    """Return the tier of each supplier by what was spent there (minor units of one currency): A, B or C.

    Who carries the spend over a bound still belongs above it. Nothing spent is C.
    """
    whole = sum(spent.values())
    found: dict[int, str] = {}
    before = 0
    for supplier_id, minor in sorted(spent.items(), key=lambda item: (-item[1], item[0])):
        share = before / whole if whole else 1.0
        found[supplier_id] = "a" if share < A_SHARE and minor else "b" if share < B_SHARE and minor else "c"
        before += minor
    return found
