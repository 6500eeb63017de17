"""Deadlines whose right answers were worked out beforehand, on paper and with other calendars."""

from datetime import date, timedelta

import pytest

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.tests.calendars import SHANGHAI, local, weekdays
from storecrew.kernel.clock.types import WorkCalendar, around_the_clock

NEW_YORK = "America/New_York"
OFFICE = weekdays("09:00-17:00", "Europe/Berlin")
LONG_DAYS = weekdays("08:00-18:00", "Europe/Berlin")


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "due"),
    [
        pytest.param(OFFICE, "2026-01-30T16:30", 1, "2026-02-02T09:30", id="A over a weekend"),
        pytest.param(LONG_DAYS, "2026-03-02T17:00", 4, "2026-03-03T11:00", id="B over a night"),
        pytest.param(SHANGHAI, "2026-09-19T20:00", 4, "2026-09-20T14:30", id="C a Sunday is worked"),
        pytest.param(SHANGHAI, "2026-09-30T17:30", 8, "2026-10-08T18:00", id="D National Day"),
        pytest.param(SHANGHAI, "2026-10-09T17:00", 2, "2026-10-10T10:00", id="E a Saturday is worked"),
        pytest.param(around_the_clock(NEW_YORK), "2026-10-31T22:00", 10, "2026-11-01T07:00", id="F a day of 25 hours"),
        pytest.param(
            weekdays("09:00-17:00", NEW_YORK), "2026-10-30T16:00", 2, "2026-11-02T10:00", id="F' office hours"
        ),
    ],
)
def test_working_time_is_due_when_it_should_be(calendar: WorkCalendar, start: str, hours: int, due: str):
    begun = local(start, calendar.timezone)
    assert engine.add_working_time(calendar, begun, timedelta(hours=hours)) == local(due, calendar.timezone)
    assert engine.working_time_between(calendar, begun, local(due, calendar.timezone)) == timedelta(hours=hours)


def test_a_warning_an_hour_before_the_deadline_comes_in_open_hours():
    due = local("2026-03-03T11:00", "Europe/Berlin")
    assert engine.add_working_time(LONG_DAYS, due, timedelta(hours=-1)) == local("2026-03-03T10:00", "Europe/Berlin")
    at_opening = local("2026-03-03T08:00", "Europe/Berlin")
    assert engine.add_working_time(LONG_DAYS, at_opening, timedelta(hours=-1)) == local(
        "2026-03-02T17:00", "Europe/Berlin"
    )
    assert engine.add_working_time(LONG_DAYS, due, timedelta(hours=-3)) == at_opening


def test_without_make_up_workdays_the_sunday_is_not_worked():
    calendar = weekdays("09:00-12:00, 13:30-18:00", "Asia/Shanghai", "CN", make_up=False)
    due = engine.add_working_time(calendar, local("2026-09-19T20:00", "Asia/Shanghai"), timedelta(hours=4))
    assert due == local("2026-09-21T14:30", "Asia/Shanghai")


def test_a_day_open_to_its_end_loses_no_minute_at_midnight():
    calendar = around_the_clock("Asia/Shanghai")
    start = local("2026-03-01T23:00", "Asia/Shanghai")
    assert engine.add_working_time(calendar, start, timedelta(hours=50)) == start + timedelta(hours=50)
    assert engine.is_open(calendar, local("2026-03-01T23:59", "Asia/Shanghai"))


def test_the_make_up_workdays_of_2026_are_those_of_the_state_council():
    worked = {
        day for offset in range(365) if SHANGHAI.day(day := date(2026, 1, 1) + timedelta(days=offset)).kind == "made_up"
    }
    assert worked == {date(2026, *day) for day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]}
    assert SHANGHAI.day(date(2026, 10, 10)).swapped_with == date(2026, 10, 7)


def test_national_day_2026_tells_the_law_from_the_shifted_days():
    kinds = [SHANGHAI.day(date(2026, 10, day)).kind.value for day in range(1, 9)]
    assert kinds == ["holiday", "holiday", "holiday", "rest", "shifted", "shifted", "shifted", "workday"]


@pytest.mark.parametrize(("year", "settled"), [(2024, True), (2026, True), (2035, False)])
def test_years_that_are_not_announced_are_called_uncertain(year: int, settled: bool):
    assert SHANGHAI.day(date(year, 3, 2)).certain is settled
    assert engine.is_certain(SHANGHAI, date(2024, 1, 1), date(year, 12, 31)) is settled
    assert engine.is_certain(OFFICE, date(2024, 1, 1), date(year, 12, 31))
