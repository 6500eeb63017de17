"""What there is to do. Rooms register sources; nothing of it is stored, so it is never out of date."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from storecrew.kernel.actions.grants import Grants, grants_of
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import QueueItem

type Source = Callable[[Actor, datetime], Iterable[QueueItem]]

_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Register what a room puts on seats' lists; the function may return jobs of any seat, for any reader.

    It is asked on every Today and every seat's home: keep it to one or two bounded queries, and put what is the same
    trouble many times into one job with a count.
    """

    def decorate(function: Source) -> Source:
        if _sources.get(name, function) is not function:
            raise ValueError(f"queue source {name} is registered twice")
        _sources[name] = function
        return function

    return decorate


def gather(actor: Actor, now: datetime, grants: Grants | None = None) -> list[QueueItem]:
    """Return the jobs of every seat the actor holds at `now`, in no particular order.

    A source that fails is logged and left out: one broken room must not hide the work of all others.
    """
    seats = set((grants or grants_of(actor, now)).seats)
    jobs: dict[str, QueueItem] = {}
    for name, ask in _sources.items():
        found = tolerate(f"queue source {name}", partial(ask, actor, now))
        jobs.update((job.key, job) for job in found if job.seat in seats)
    return list(jobs.values())
