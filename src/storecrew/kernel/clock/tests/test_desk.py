"""The ruler of a day carries the working hours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storecrew.kernel.clock.actions import AddSpecialDays, SetCalendar, add_special_days, set_calendar
from storecrew.kernel.pages import desk

MIDNIGHT = datetime(2026, 3, 1, 16, tzinfo=UTC)  # of Monday, 2 March, in Shanghai
DAY = timedelta(days=1)
WEEK = ("09:00-12:00, 13:30-18:00",) * 5 + ("", "")


@pytest.fixture
def hours(company):
    set_calendar(company.director, SetCalendar(timezone="Asia/Shanghai", country="CN", week=WEEK))

    def on(start):
        found = desk.moments(["warehouse", "finance"], company.founder, start, start + DAY)
        return [(one.at, one.until) for one in found if one.url == "/crew/clock/"]

    return on


def test_every_span_of_the_day_stands_on_it_once(hours):
    at = MIDNIGHT
    assert hours(at) == [
        (at + timedelta(hours=9), at + timedelta(hours=12)),
        (at + timedelta(hours=13, minutes=30), at + timedelta(hours=18)),
    ]


def test_a_weekend_and_a_closed_day_have_none(hours, company):
    assert hours(MIDNIGHT + 5 * DAY) == []
    add_special_days(company.director, AddSpecialDays(first=date(2026, 3, 2)))
    assert hours(MIDNIGHT) == []
