"""Run long works: in turns, by whichever worker is free, and again where one was cut off."""

import logging
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from storecrew.kernel.events import outbox
from storecrew.kernel.events.chores import chore
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.jobs.background import enqueue, job
from storecrew.kernel.jobs.events import WorkFinished
from storecrew.kernel.jobs.models import Work
from storecrew.kernel.jobs.types import WorkState
from storecrew.kernel.jobs.work import LEASE, Cancelled, CannotGoOn, LongWork, Paused, Taken, find_kind

log = logging.getLogger("storecrew.work")

TURN_S = 20.0
"""A work gives way after so many seconds, so that others get their turn and a worker can be stopped."""

RETRY = Retry(attempts=5, first_s=5, factor=4, most_s=600)

OPEN = [WorkState.QUEUED, WorkState.RUNNING]


@job(retry=Retry(attempts=100))  # it never raises: works count their own attempts; a turn cut off does no harm
def run_work(work_id: int) -> None:
    """Give a work its turn; does nothing when another worker has it, or it is over."""
    until = time.monotonic() + TURN_S
    take_turn(work_id, clock=timezone.now, is_over=lambda: time.monotonic() > until)


def take_turn(work_id: int, *, clock: Callable[[], datetime], is_over: Callable[[], bool]) -> None:
    """Run a work until it ends, or `is_over` says that its turn does."""
    token = uuid.uuid4().hex
    row = _claim(work_id, token, clock())
    if row is None:
        return
    kind = find_kind(row.kind)
    try:
        if kind is None:
            raise CannotGoOn(f"The code has no work called {row.kind}.")
        with translation.override(row.language or None):
            kind.function(LongWork(row, token, clock=clock, is_over=is_over))
    except Taken:
        log.info("work taken over", extra={"work": row.pk})
    except Paused:
        _requeue(row, token, now=clock(), at=None)
    except Cancelled:
        _finish(row, token, WorkState.CANCELLED, now=clock())
    except CannotGoOn as error:
        _finish(row, token, WorkState.FAILED, now=clock(), error=str(error))
    except Exception as error:  # a work may fail in any way; it is tried again from its last step
        _after_error(row, token, error, now=clock())
    else:
        _finish(row, token, WorkState.DONE, now=clock())


def run_to_end(work_id: int, *, clock: Callable[[], datetime] = timezone.now) -> Work:
    """Run a work here and now, to its end: for commands, demo data and tests. Errors count as usual."""
    while Work.objects.filter(pk=work_id, state__in=OPEN).exists():
        take_turn(work_id, clock=clock, is_over=lambda: False)
    return Work.objects.get(pk=work_id)


@chore("jobs.revive_works", every_s=10)
def revive(now: datetime) -> None:
    """Enqueue works again whose worker vanished, or that nobody began."""
    for row in Work.objects.filter(state__in=OPEN, leased_until__lt=now).order_by("pk")[:50]:
        with transaction.atomic():
            mine = Work.objects.filter(pk=row.pk, state=row.state, leased_until=row.leased_until)
            if mine.update(state=WorkState.QUEUED, claim="", leased_until=now + LEASE):
                enqueue(run_work, work_id=row.pk)


def _claim(work_id: int, token: str, now: datetime) -> Work | None:
    free = Work.objects.filter(Q(state=WorkState.QUEUED) | Q(state=WorkState.RUNNING, leased_until__lt=now), pk=work_id)
    taken = free.update(state=WorkState.RUNNING, claim=token, leased_until=now + LEASE)
    if not taken:
        return None
    Work.objects.filter(pk=work_id, started_at=None).update(started_at=now)
    return Work.objects.get(pk=work_id)


def _requeue(row: Work, token: str, *, now: datetime, at: datetime | None) -> None:
    with transaction.atomic():
        mine = Work.objects.filter(pk=row.pk, claim=token, state=WorkState.RUNNING)
        if mine.update(state=WorkState.QUEUED, claim="", leased_until=(at or now) + LEASE):
            enqueue(run_work, at=at, work_id=row.pk)


def _after_error(row: Work, token: str, error: Exception, *, now: datetime) -> None:
    log.error("work failed", extra={"work": row.pk, "kind": row.kind}, exc_info=error)
    text = "".join(traceback.format_exception(error))[-8000:].replace("\x00", "")
    attempts = row.attempts + 1
    if RETRY.exhausted(attempts):
        _finish(row, token, WorkState.FAILED, now=now, error=text, attempts=attempts)
        return
    Work.objects.filter(pk=row.pk, claim=token).update(attempts=F("attempts") + 1, error=text)
    _requeue(row, token, now=now, at=now + RETRY.delay(attempts, Random()))  # noqa: S311  jitter is no secret


def _finish(
    row: Work, token: str, state: WorkState, *, now: datetime, error: str = "", attempts: int | None = None
) -> None:
    with transaction.atomic():
        mine = Work.objects.filter(pk=row.pk, claim=token, state=WorkState.RUNNING)
        counted = row.attempts if attempts is None else attempts
        if mine.update(state=state, claim="", finished_at=now, error=error, attempts=counted):
            event = finished(Work.objects.get(pk=row.pk))
            outbox.record(event, subject=row.ref, cause=row.cause, at=now, actor_ref=row.actor.ref)


def finished(row: Work) -> WorkFinished:
    """Return the announcement that a work has ended."""
    return WorkFinished(
        work_id=row.pk,
        kind=row.kind,
        state=WorkState(row.state),
        person_id=row.person_id,
        done=row.done,
        skipped=row.skipped,
        refused=row.refused,
    )
