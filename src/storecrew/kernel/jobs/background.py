"""Jobs: functions that a worker runs, now or at a time. The one module that knows which task library is installed.

Written against `django.tasks`. With django-ox (the default) a job is a row of this database and comes or goes with the
transaction that enqueued it; with any other backend (Celery) it is sent after the commit. At least once either way:
every job must bear being run twice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial, wraps
from random import Random
from typing import Any

from django.db import transaction
from django.tasks import Task, task, task_backends
from django_ox.backend import OxBackend

from storecrew.kernel.actions.cause import because, new_id
from storecrew.kernel.events.retry import STANDARD, Retry


def job[**P, R](*, retry: Retry = STANDARD, timeout_s: int | None = None) -> Callable[[Callable[P, R]], "Task[P, R]"]:
    """Make a job of a function at the top level of a module; its arguments must be JSON values.

    `retry` and `timeout_s` (of one attempt; None: as long as it takes) are kept by django-ox. Other backends have their
    own settings for both.
    """

    def decorate(function: Callable[P, R]) -> "Task[P, R]":
        policy: dict[str, Any] = {}
        if _is_ours():
            policy = {"max_attempts": retry.attempts, "backoff": _Backoff(retry), "timeout": timeout_s}
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
