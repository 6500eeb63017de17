"""Rules fall due on the days people work."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.recurrence import (
    EveryDay,
    EveryInterval,
    EveryMonth,
    EveryMonthWorkday,
    EveryWeek,
    EveryWorkday,
    WhenClosed,
    dump_rule,
    load_rule,
    next_occurrence,
    upcoming,
)
from storecrew.kernel.clock.tests.calendars import CLOSED, SHANGHAI, local, weekdays
from storecrew.kernel.clock.types import Closure, WorkCalendar

NINE = time(9)
ZONE = "Asia/Shanghai"


def _dates(rule, calendar=SHANGHAI, after="2026-09-17T12:00", limit=5):
    instants = upcoming(rule, calendar, after=local(after, calendar.timezone), limit=limit)
    return [f"{at.astimezone(calendar.zone):%m-%d}" for at in instants]


def test_every_workday_counts_make_up_days_and_not_national_day():
    assert _dates(EveryWorkday(at=NINE), limit=4) == ["09-18", "09-20", "09-21", "09-22"]
    assert _dates(EveryWorkday(at=NINE), after="2026-09-30T10:00", limit=3) == ["10-08", "10-09", "10-10"]


def test_every_day_means_every_day():
    assert _dates(EveryDay(at=NINE), after="2026-09-30T10:00", limit=2) == ["10-01", "10-02"]


@pytest.mark.parametrize(
    ("closed", "due"),
    [
        (WhenClosed.KEEP, ["09-28", "10-05", "10-12"]),
        (WhenClosed.SKIP, ["09-28", "10-12", "10-19"]),
        (WhenClosed.BEFORE, ["09-28", "09-30", "10-12"]),
        (WhenClosed.AFTER, ["09-28", "10-08", "10-12"]),
    ],
)
def test_a_monday_that_is_closed_moves_as_told(closed, due):
    assert _dates(EveryWeek(weekdays={1}, at=NINE, closed=closed), after="2026-09-27T10:00", limit=3) == due


def test_two_days_that_move_to_the_same_day_are_one():
    rule = EveryWeek(weekdays={4, 5}, at=NINE)
    assert _dates(rule, after="2026-09-30T10:00", limit=3) == ["10-08", "10-09", "10-15"]


def test_a_long_closure_pushes_occurrences_to_its_end():
    calendar = weekdays("9-18", ZONE, closures=(Closure(date(2026, 7, 1), date(2026, 8, 14)),))
    assert _dates(EveryMonth(day=5, at=NINE), calendar, after="2026-08-10T00:00", limit=2) == ["08-17", "09-07"]


def test_months_have_last_days_and_working_days():
    assert _dates(EveryMonth(day=31, at=NINE, closed=WhenClosed.KEEP), limit=3) == ["09-30", "10-31", "11-30"]
    assert _dates(EveryMonth(day=-1, at=NINE, closed=WhenClosed.BEFORE), limit=3) == ["09-30", "10-30", "11-30"]
    assert _dates(EveryMonthWorkday(nth=1, at=NINE), limit=3) == ["10-08", "11-02", "12-01"]
    assert _dates(EveryMonthWorkday(nth=-1, at=NINE), limit=2) == ["09-30", "10-30"]
    assert _dates(EveryMonthWorkday(nth=2, at=NINE, months={1, 4, 7, 10}), limit=2) == ["10-09", "01-05"]


def test_intervals_keep_their_anchor_and_can_mind_the_hours():
    anchor = datetime(2026, 9, 18, 1, 10, tzinfo=UTC)
    after = local("2026-09-18T11:15", ZONE)
    plain = upcoming(EveryInterval(minutes=30, anchor=anchor), SHANGHAI, after=after, limit=2)
    assert plain == (local("2026-09-18T11:40", ZONE), local("2026-09-18T12:10", ZONE))
    open_only = upcoming(EveryInterval(minutes=30, anchor=anchor, open_only=True), SHANGHAI, after=after, limit=2)
    assert open_only == (local("2026-09-18T11:40", ZONE), local("2026-09-18T13:40", ZONE))
    before = next_occurrence(EveryInterval(minutes=30, anchor=anchor), SHANGHAI, after=anchor - timedelta(minutes=100))
    assert before == anchor - timedelta(minutes=90)


def test_a_time_that_the_clock_change_skips_is_due_at_the_change():
    calendar = weekdays("9-17", "America/New_York")
    due = next_occurrence(EveryDay(at=time(2, 30)), calendar, after=local("2026-03-07T12:00", "America/New_York"))
    assert due == local("2026-03-08T03:00", "America/New_York")
    twice = upcoming(EveryDay(at=time(1, 30)), calendar, after=local("2026-10-31T12:00", "America/New_York"), limit=2)
    assert twice == (local("2026-11-01T01:30", "America/New_York"), local("2026-11-02T01:30", "America/New_York"))


def test_a_rule_that_never_falls_due_ends():
    never = WorkCalendar(timezone="UTC", week=(CLOSED,) * 7)
    after = datetime(2026, 1, 1, tzinfo=UTC)
    assert next_occurrence(EveryWorkday(at=NINE), never, after=after) is None
    assert next_occurrence(EveryMonthWorkday(nth=1, at=NINE), never, after=after) is None
    assert next_occurrence(EveryInterval(minutes=1, anchor=after, open_only=True), never, after=after) is None
    nights = EveryInterval(minutes=60 * 24, anchor=datetime(2026, 1, 1, 20, tzinfo=UTC), open_only=True)
    assert next_occurrence(nights, SHANGHAI, after=after) is None


rules = st.one_of(
    st.builds(EveryWorkday, at=st.times()),
    st.builds(
        EveryWeek,
        weekdays=st.frozensets(st.integers(1, 7), min_size=1),
        at=st.times(),
        closed=st.sampled_from(WhenClosed),
    ),
    st.builds(EveryMonth, day=st.integers(-28, 31).filter(bool), at=st.times(), closed=st.sampled_from(WhenClosed)),
    st.builds(EveryMonthWorkday, nth=st.integers(-3, 3).filter(bool), at=st.times()),
    st.builds(
        EveryInterval,
        minutes=st.integers(60, 5000),
        anchor=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
        open_only=st.booleans(),
    ),
)


@settings(max_examples=60, deadline=None)
@given(rules, st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)))
def test_occurrences_ascend_and_do_not_depend_on_where_one_starts(rule, after):
    due = upcoming(rule, SHANGHAI, after=after, limit=6)
    assert list(due) == sorted(set(due))
    assert all(at > after for at in due)
    for number, at in enumerate(due[:-1]):  # few or none where steps never meet open hours
        assert upcoming(rule, SHANGHAI, after=at, limit=len(due) - number - 1) == due[number + 1 :]
    if getattr(rule, "closed", WhenClosed.KEEP) is not WhenClosed.KEEP:
        assert all(engine.is_working_day(SHANGHAI, SHANGHAI.local_date(at)) for at in due)


@given(rules)
def test_rules_travel_as_json(rule):
    assert load_rule(dump_rule(rule)) == rule


@pytest.mark.parametrize(
    "value",
    [
        {"every": "month", "day": 0, "at": "09:00"},
        {"every": "week", "weekdays": [], "at": "09:00"},
        {"every": "moon"},
        {"every": "week", "weekdays": [8], "at": "09:00"},
        {"every": "interval", "minutes": 5, "anchor": "2026-01-01T00:00:00"},
    ],
)
def test_rules_that_make_no_sense_are_refused(value):
    with pytest.raises(ValidationError):
        load_rule(value)
