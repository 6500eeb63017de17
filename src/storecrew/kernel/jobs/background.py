"""Jobs: functions that a worker runs, now or at a time. The one module that knows which task library is installed.

Written against `django.tasks`. With django-ox (the default) a job is a row of this database and comes or goes with the
transaction that enqueued it; with any other backend (Celery) it is sent after the commit. At least once either way:
every job must bear being run twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, wraps
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.tasks import Task, task, task_backends
from django_ox import actions as ox
from django_ox.backend import OxBackend
from django_ox.models import OxTask

from storecrew.kernel.actions.cause import because, new_id
from storecrew.kernel.events.retry import STANDARD, Retry

DEAD = ["FAILED", "LOST"]
_MAY_WAIT = -10


def job[**P, R](
    *, retry: Retry = STANDARD, timeout_s: int | None = None, may_wait: bool = False
) -> Callable[[Callable[P, R]], "Task[P, R]"]:
    """Make a job of a function at the top level of a module; its arguments must be JSON values.

    `retry`, `timeout_s` (of one attempt; None: as long as it takes) and `may_wait` (others go first) are kept by
    django-ox. Other backends have their own settings for them.
    """

    def decorate(function: Callable[P, R]) -> "Task[P, R]":
        policy: dict[str, Any] = {}
        if _is_ours():
            policy = {"max_attempts": retry.attempts, "backoff": _Backoff(retry), "timeout": timeout_s}
            policy["priority"] = _MAY_WAIT if may_wait else 0
        made: Task[P, R] = task(**policy)(_attributed(function))
        return made

    return decorate


def enqueue(job: "Task[..., Any]", *, at: datetime | None = None, **arguments: Any) -> None:
    """Have `job` run once the current transaction is committed; `at` (aware, UTC) holds it back until then."""
    prepared = job.using(run_after=at) if at else job
    if _is_ours():
        prepared.enqueue(**arguments)
    else:
        transaction.on_commit(partial(prepared.enqueue, **arguments))


def _is_ours() -> bool:
    return isinstance(task_backends["default"], OxBackend)


def _attributed[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with because(new_id()):
            return function(*args, **kwargs)

    return run


class _Backoff:
    """What django-ox asks how long to wait after a failure."""

    def __init__(self, retry: Retry) -> None:
        self._retry, self._rng = retry, Random()  # noqa: S311  jitter is no secret

    def __call__(self, error: BaseException, result: Any) -> timedelta:
        return self._retry.delay(max(result.attempts, 1), self._rng)


@dataclass(frozen=True, slots=True)
class DeadTask:
    """A job that used up its tries."""

    id: str
    name: str
    arguments: dict[str, Any]
    attempts: int
    failed_at: datetime | None
    error: str


def dead_tasks(limit: int) -> list[DeadTask]:
    """Return the jobs that used up their tries, newest first; none with a backend that keeps no record here."""
    if not _is_ours():
        return []
    return [
        DeadTask(
            id=str(row.pk),
            name=row.task_path,
            arguments=row.kwargs,
            attempts=row.attempts,
            failed_at=row.finished_at,
            error=row.errors[-1]["traceback"] if row.errors else "",
        )
        for row in OxTask.objects.filter(status__in=DEAD).order_by("-finished_at", "pk")[:limit]
    ]


def dead_count() -> int:
    """Count the jobs that used up their tries."""
    return OxTask.objects.filter(status__in=DEAD).count() if _is_ours() else 0


def waiting_since() -> datetime | None:
    """Return since when the oldest due job waits for a worker, those aside that may; None when none does."""
    if not _is_ours():
        return None
    ready = OxTask.objects.filter(status=OxTask.Status.READY, run_after=None, priority__gte=0)
    oldest: datetime | None = ready.aggregate(oldest=Min("enqueued_at"))["oldest"]
    return oldest


def retry_task(task_id: str) -> bool:
    """Run a dead job once more; False when it is not dead."""
    return _is_ours() and ox.retry(task_id)


def discard_task(task_id: str) -> bool:
    """Close a dead job for good; False when it is not dead."""
    return _is_ours() and OxTask.objects.filter(pk=task_id, status__in=DEAD).exists() and ox.discard(task_id)
