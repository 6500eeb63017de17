"""What this room puts on the ruler of a day: what runs by itself at a set time, and long works."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.jobs.models import Schedule, Work
from storecrew.kernel.jobs.schedules import Plan, plans, store_days
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.types import Moment
from storecrew.kernel.people.seats import Seat

SELDOM = timedelta(hours=4)
"""What runs more often than this has no place on a ruler of one day."""
SHOWN = 10


def schedules(actor: Actor, start: datetime, end: datetime) -> Iterable[Moment]:
    """Yield the due times of the day of everything that runs by itself, unless it is held or runs all the time."""
    states = {row.pk: row for row in Schedule.objects.all()}
    url = reverse("jobs:index")
    for plan in plans():
        state = states.get(plan.name)
        if state is None or state.paused_at is not None:
            continue
        for at in _due(plan, start, end):
            done = state.fired_for is not None and at <= state.fired_for and state.running_since is None
            yield Moment(at, plan.label, done=done, url=url)


def _due(plan: Plan, start: datetime, end: datetime) -> list[datetime]:
    """Return when a schedule is due between two moments; nothing if that is more often than `SELDOM`."""
    days, found = store_days(), list[datetime]()
    try:
        at = plan.rhythm.next_after(start - timedelta(seconds=1), days)
        while at < end:
            found.append(at)
            at = plan.rhythm.next_after(at, days)
            if at - found[-1] < SELDOM:
                return []
    except LookupError:  # nobody works for a year
        return []
    return found


def works(actor: Actor, start: datetime, end: datetime) -> Iterable[Moment]:
    """Yield the long works of the day that the reader may follow; one that still runs is a point at its beginning."""
    seen = Work.objects.seen_by(actor, end).filter(started_at__lt=end)
    rows = seen.filter(Q(finished_at__gte=start) | Q(finished_at=None)).order_by("-pk")[:SHOWN]
    for row in rows:
        began = max(row.started_at or row.created_at, start)
        yield Moment(
            began,
            row.label,
            until=row.finished_at,
            done=row.finished_at is not None,
            url=reverse("jobs:work", args=[row.pk]),
        )


desk.day(Seat.IT)(schedules)
for _seat in Seat:
    desk.day(_seat)(works)
