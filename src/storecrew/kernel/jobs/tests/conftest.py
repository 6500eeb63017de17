"""A moment, and registrations that are a test's own."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storecrew.kernel.jobs import schedules, work


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_registrations() -> Iterator[None]:
    kinds, plans, days = dict(work._kinds), dict(schedules._plans), schedules._days
    schedules._plans.clear()
    yield
    work._kinds.clear()
    work._kinds.update(kinds)
    schedules._plans.clear()
    schedules._plans.update(plans)
    schedules._days = days
