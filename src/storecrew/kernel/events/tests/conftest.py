"""A moment, and a fresh set of handlers and adapters for each test."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storecrew.kernel.events import outward, registry
from storecrew.kernel.events.tests.happenings import Happened


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_registrations() -> Iterator[None]:
    handlers, adapters = dict(registry._handlers), dict(outward._adapters)
    yield
    registry._handlers.clear()
    registry._handlers.update(handlers)
    registry._of_event.pop(Happened.name(), None)
    outward._adapters.clear()
    outward._adapters.update(adapters)
