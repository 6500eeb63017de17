"""Which jobs of a list are set aside, and for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storecrew.fronts.desks.models import Deferral, Kind
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import person
from storecrew.kernel.pages.types import QueueItem


@dataclass(frozen=True, slots=True)
class Listed:
    """A job on somebody's list; `handed_by` names the colleague who handed it on, with their note."""

    job: QueueItem
    handed_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A job that is not on the list now, as a line under it."""

    deferral_id: int
    job: QueueItem
    kind: str
    until: datetime
    who: str
    to: str
    reason: str


def divide(jobs: Iterable[QueueItem], *, reader: int | None, now: datetime) -> tuple[list[Listed], list[Aside]]:
    """Divide jobs into those on the reader's list and those set aside; one query, and one for each who was handed a job.

    A job handed to somebody who has left the seat since is on everybody's list again: nothing gets lost with a person.
    """
    jobs = list(jobs)
    rows = Deferral.objects.filter(taken_back_at=None, until__gt=now, seat__in={job.seat for job in jobs})
    aside = {(row.key, row.seat): row for row in rows.select_related("person", "to_person").order_by("pk")}
    listed: list[Listed] = []
    resting: list[Aside] = []
    for job in jobs:
        row = aside.get((job.key, job.seat))
        if row is None or _is_over(row, job, now):
            listed.append(Listed(job))
        elif row.kind == Kind.HANDED and row.to_person_id == reader:
            listed.append(Listed(job, handed_by=row.person.name, note=row.reason))
        else:
            to = row.to_person.name if row.to_person else ""
            resting.append(Aside(row.pk, job, row.kind, row.until, row.person.name, to, row.reason))
    return listed, sorted(resting, key=lambda one: one.until)


def _is_over(row: Deferral, job: QueueItem, now: datetime) -> bool:
    if row.kind == Kind.DROPPED:
        return row.version != job.version
    if row.kind == Kind.HANDED and row.to_person_id is not None:
        return job.seat not in grants_of(person(row.to_person_id), now).seats
    return False
