"""The doctor says when the coming month is not known."""

from datetime import UTC, datetime

from storecrew.kernel.clock.actions import SetCalendar, set_calendar
from storecrew.kernel.clock.health import announced
from storecrew.kernel.jobs.health import Level


def test_a_month_beyond_what_was_announced_is_a_warning(company):
    assert [one.level for one in announced(datetime(2026, 3, 1, tzinfo=UTC))] == [Level.GOOD]
    assert [one.level for one in announced(datetime(2039, 12, 20, tzinfo=UTC))] == [Level.WARN]
    set_calendar(company.director, SetCalendar(timezone="Europe/Berlin", country="DE", week=("9-17",) * 7))
    assert [one.level for one in announced(datetime(2039, 12, 20, tzinfo=UTC))] == [Level.GOOD]
