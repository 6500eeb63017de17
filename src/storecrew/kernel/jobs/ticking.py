"""Fire schedules: every worker looks each second, one of them wins each due time."""

import logging
import traceback
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from storecrew.kernel.events.chores import chore
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.jobs.background import enqueue, job
from storecrew.kernel.jobs.models import Schedule
from storecrew.kernel.jobs.schedules import Plan, find_plan, plans, store_days

log = logging.getLogger("storecrew.schedules")


@chore("jobs.align_schedules", every_s=60)
def align(now: datetime) -> None:
    """Make the rows agree with what the code declares, and with the clock.

    A row that is due later than its rhythm allows comes from a clock that was wrong, from another rhythm or another
    time zone: it is brought back.
    """
    days, rows = store_days(), {row.name: row for row in Schedule.objects.all()}
    for plan in plans():
        due, code, row = plan.rhythm.next_after(now, days), plan.rhythm.code(), rows.get(plan.name)
        if row is None:
            new = Schedule(name=plan.name, rhythm=code, next_at=due)
            Schedule.objects.bulk_create([new], ignore_conflicts=True)
        elif row.rhythm != code or row.next_at > due:
            Schedule.objects.filter(pk=row.pk, next_at=row.next_at).update(rhythm=code, next_at=due)


@chore("jobs.fire_schedules", every_s=1)
def tick(now: datetime) -> None:
    """Fire what is due, and take over what was cut off."""
    for row in Schedule.objects.filter(next_at__lte=now, paused_at=None, running_since=None).order_by("pk"):
        plan = find_plan(row.name)
        if plan is not None:
            fire(plan, row, now=now, next_at=plan.rhythm.next_after(now, store_days()))
    for row in Schedule.objects.filter(leased_until__lt=now).order_by("pk"):
        plan = find_plan(row.name)
        if plan is not None:
            _take_over(plan, row, now)


def fire(plan: Plan, row: Schedule, *, now: datetime, next_at: datetime) -> bool:
    """Have the schedule run once for the time it was due; False when somebody else was quicker."""
    with transaction.atomic():
        mine = Schedule.objects.filter(pk=row.pk, next_at=row.next_at, running_since=None)
        fired = mine.update(
            next_at=next_at, fired_for=now, running_since=now, attempts=0, leased_until=now + _lease(plan)
        )
        if fired:
            enqueue(run_schedule, name=plan.name, fired_for=now.isoformat(), attempt=1)
    return bool(fired)


@job(retry=Retry(attempts=100))  # it never raises: firings count their own attempts; running one again does no harm
def run_schedule(name: str, fired_for: str, attempt: int) -> None:
    """Run one firing; does nothing when it has been begun as often already."""
    run_firing(name, datetime.fromisoformat(fired_for), attempt, now=timezone.now())


def run_firing(name: str, fired_for: datetime, attempt: int, *, now: datetime) -> None:
    """Run the schedule's function and write down how it went."""
    plan = find_plan(name)
    firing = Schedule.objects.filter(pk=name, fired_for=fired_for)
    if plan is None or not firing.filter(attempts=attempt - 1, running_since__isnull=False).update(
        attempts=attempt, leased_until=now + _lease(plan)
    ):
        return
    try:
        plan.function(now)
    except Exception as error:  # a schedule may fail in any way; it is tried again, then shown
        log.error("schedule failed", extra={"schedule": name, "attempt": attempt}, exc_info=error)
        _after_error(plan, fired_for, attempt, "".join(traceback.format_exception(error)), now=now)
    else:
        firing.filter(attempts=attempt).update(
            running_since=None, leased_until=None, finished_at=timezone.now(), failures=0, error=""
        )


def _take_over(plan: Plan, row: Schedule, now: datetime) -> None:
    if row.fired_for is not None:
        error = f"The worker vanished, or the run took longer than {plan.timeout_s} s."
        _after_error(plan, row.fired_for, row.attempts, error, now=now)


def _after_error(plan: Plan, fired_for: datetime, attempt: int, error: str, *, now: datetime) -> None:
    firing = Schedule.objects.filter(pk=plan.name, fired_for=fired_for, attempts=attempt, running_since__isnull=False)
    text = error[-8000:].replace("\x00", "")
    if plan.retry.exhausted(attempt):
        firing.update(running_since=None, leased_until=None, finished_at=now, failures=F("failures") + 1, error=text)
        return
    again = now + plan.retry.delay(max(attempt, 1), Random())  # noqa: S311  jitter is no secret
    with transaction.atomic():
        if firing.update(leased_until=again + _lease(plan), error=text):
            enqueue(run_schedule, at=again, name=plan.name, fired_for=fired_for.isoformat(), attempt=attempt + 1)


def _lease(plan: Plan) -> timedelta:
    return timedelta(seconds=plan.timeout_s + 60)
