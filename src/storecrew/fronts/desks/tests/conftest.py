"""The fixtures of the kit, and a queue that tests fill."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.tests.conftest import browse, registries
from storecrew.kernel.pages.types import QueueItem, Step

__all__ = ["browse", "jobs", "registries"]

type Put = Callable[..., QueueItem]


@pytest.fixture
def jobs(registries: None, db: None) -> Iterator[Put]:
    """Return a function that puts a job on the list: `jobs("key", seat="web", yuan=12)`."""
    cache.clear()
    waiting: dict[str, QueueItem] = {}

    @queue.source("tests")
    def source(actor, now):
        return list(waiting.values())

    def put(key: str, *, seat: str = "web", yuan: int | None = None, step: Step | None = None, **more) -> QueueItem:
        waiting[key] = QueueItem(
            key=key,
            seat=seat,
            title=f"Title of {key}",
            why=f"Why {key}",
            step=step or Step(f"Do {key}", url=f"/do/{key}/"),
            cost=None if yuan is None else Money(yuan * 100, "CNY"),
            **more,
        )
        return waiting[key]

    yield put
    cache.clear()
