"""A reader's list of jobs: gathered from all rooms, without what is set aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from storecrew.fronts.desks.asides import Aside, Listed, divide
from storecrew.fronts.desks.ranking import Ranking, rank
from storecrew.kernel.actions.grants import Grants
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.shell import remember_counts
from storecrew.kernel.pages.types import QueueItem
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.store.reads import current


@dataclass(frozen=True, slots=True)
class JobList:
    """What is to be done, in order, and what is set aside."""

    ranking: Ranking
    jobs: tuple[QueueItem, ...]
    asides: tuple[Aside, ...]


def jobs_of(actor: Actor, now: datetime, grants: Grants, *, seats: Iterable[Seat] | None = None) -> JobList:
    """Return the jobs of the actor's seats, or of those among `seats`. Refreshes the counts of the sidebar."""
    everything = queue.gather(actor, now, grants)
    listed, asides = divide(everything, reader=actor.person_id, now=now)
    _remember(actor, listed, grants)
    if seats is not None:
        wanted = {seat.value for seat in seats}
        listed = [one for one in listed if one.job.seat in wanted]
        asides = [one for one in asides if one.job.seat in wanted]
    profile = current()
    ranking = rank(listed, currency=profile.currency if profile else "", ends_at=_midnight(now))
    return JobList(ranking, tuple(one.job for one in listed), tuple(asides))


def find_job(actor: Actor, now: datetime, *, key: str, seat: str) -> QueueItem | None:
    """Return a job of the actor's by its key; None when it is done, or not theirs."""
    return next((job for job in queue.gather(actor, now) if job.key == key and job.seat == seat), None)


def _remember(actor: Actor, listed: Iterable[Listed], grants: Grants) -> None:
    counts = dict.fromkeys(grants.seats, 0)
    for one in listed:
        counts[one.job.seat] += 1
    remember_counts(actor, counts)


def _midnight(now: datetime) -> datetime:
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1)
