"""What must hold for every calendar, every instant and every duration."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.hours import Interval, hours_of, parse_hours
from storecrew.kernel.clock.tests.calendars import CLOSED, SHANGHAI, local, weekdays
from storecrew.kernel.clock.types import Closure, DayKind, ExtraDay, WorkCalendar, around_the_clock

ZONES = [
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Apia",
]


@st.composite
def hours(draw: st.DrawFn) -> tuple[Interval, ...]:
    marks = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    return hours_of(Interval(15 * start, 15 * end) for start, end in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    week = tuple(draw(hours()) for _weekday in range(7))
    assume(any(week))
    closures = tuple(
        Closure(first, first + timedelta(days=length))
        for first, length in draw(st.lists(st.tuples(days, st.integers(0, 20)), max_size=2))
    )
    extra = tuple(ExtraDay(on, draw(hours())) for on in draw(st.sets(days, max_size=3)))
    return WorkCalendar(
        timezone=draw(st.sampled_from(ZONES)),
        week=week,
        country=draw(st.sampled_from(["", "CN", "US", "DE"])),
        closures=closures,
        extra_days=extra,
    )


days = st.dates(date(2011, 12, 1), date(2027, 12, 31))
instants = st.datetimes(datetime(2011, 12, 20), datetime(2027, 12, 1), timezones=st.just(UTC))
durations = st.timedeltas(timedelta(0), timedelta(hours=120))


@settings(max_examples=80, deadline=None)
@given(calendars(), instants, durations)
def test_adding_then_measuring_returns_what_was_added(calendar, start, duration):
    due = engine.add_working_time(calendar, start, duration)
    assert engine.working_time_between(calendar, start, due) == duration
    back = engine.add_working_time(calendar, due, -duration)
    assert engine.working_time_between(calendar, back, due) == duration


@settings(max_examples=80, deadline=None)
@given(calendars(), instants, durations)
def test_a_deadline_never_falls_into_closed_time(calendar, start, duration):
    due = engine.add_working_time(calendar, start, duration)
    if duration:
        assert engine.is_open(calendar, due - timedelta(microseconds=1))
        assert engine.is_open(calendar, engine.add_working_time(calendar, due, -duration))
    else:
        assert engine.is_open(calendar, due)


@settings(max_examples=60, deadline=None)
@given(calendars(), instants, durations, st.timedeltas(timedelta(0), timedelta(days=9)), durations)
def test_later_and_longer_is_never_due_earlier(calendar, start, duration, delay, more):
    due = engine.add_working_time(calendar, start, duration)
    assert engine.add_working_time(calendar, start + delay, duration) >= due
    assert engine.add_working_time(calendar, start, duration + more) >= due
    assert (
        engine.add_working_time(calendar, start, duration + more) == engine.add_working_time(calendar, due, more)
        or not more
    )


@settings(max_examples=60, deadline=None)
@given(
    calendars(),
    instants,
    st.timedeltas(timedelta(0), timedelta(days=90)),
    st.timedeltas(timedelta(0), timedelta(days=90)),
)
def test_working_time_adds_up_along_the_way(calendar, one, first, second):
    two, three = one + first, one + first + second
    parts = engine.working_time_between(calendar, one, two) + engine.working_time_between(calendar, two, three)
    assert parts == engine.working_time_between(calendar, one, three)
    assert -parts == engine.working_time_between(calendar, three, one)
    assert timedelta(0) <= parts <= three - one


@settings(max_examples=60, deadline=None)
@given(calendars(), days, st.integers(-60, 60).filter(bool))
def test_counting_working_days_undoes_adding_them(calendar, on, count):
    then = engine.add_working_days(calendar, on, count)
    assert engine.is_working_day(calendar, then)
    after = timedelta(days=1)
    if count > 0:
        assert engine.working_days_between(calendar, on + after, then + after) == count
    else:
        assert engine.working_days_between(calendar, then, on) == -count


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), instants)
def test_around_the_clock_is_plain_time(zone, start):
    assert engine.add_working_time(around_the_clock(zone), start, timedelta(hours=60)) == start + timedelta(hours=60)


def test_hours_that_the_clock_change_skips_are_not_worked():
    night = WorkCalendar(timezone="America/New_York", week=(parse_hours("01:00-05:00"),) * 7)
    spring = engine.working_time_between(
        night, local("2026-03-08T00:00", "America/New_York"), local("2026-03-08T12:00", "America/New_York")
    )
    autumn = engine.working_time_between(
        night, local("2026-11-01T00:00", "America/New_York"), local("2026-11-01T12:00", "America/New_York")
    )
    assert (spring, autumn) == (timedelta(hours=3), timedelta(hours=5))


def test_hours_inside_the_skipped_hour_vanish_and_neighbours_do_not_overlap():
    calendar = WorkCalendar(timezone="America/New_York", week=(parse_hours("02:10-02:40, 02:50-04:00"),) * 7)
    spans = calendar.openings(date(2026, 3, 8))
    assert spans == ((local("2026-03-08T03:00", "America/New_York"), local("2026-03-08T04:00", "America/New_York")),)


def test_a_day_that_a_zone_skipped_has_no_hours():
    calendar = around_the_clock("Pacific/Apia")
    assert calendar.openings(date(2011, 12, 30)) == ()


def test_own_days_outrank_the_countrys():
    calendar = weekdays(
        "09:00-18:00",
        "Asia/Shanghai",
        "CN",
        closures=(Closure(date(2026, 10, 9), date(2026, 10, 12), "moving house"),),
        extra_days=(
            ExtraDay(date(2026, 10, 2), parse_hours("10:00-16:00"), "sale"),
            ExtraDay(date(2026, 10, 12), parse_hours("9-12")),
        ),
    )
    seen = {
        day.on.day: (day.kind, bool(day.hours))
        for day in (calendar.day(date(2026, 10, on)) for on in (1, 2, 8, 9, 10, 12))
    }
    assert seen == {
        1: (DayKind.HOLIDAY, False),
        2: (DayKind.EXTRA, True),
        8: (DayKind.WORKDAY, True),
        9: (DayKind.CLOSURE, False),
        10: (DayKind.CLOSURE, False),
        12: (DayKind.EXTRA, True),
    }


def test_a_make_up_day_has_the_hours_of_the_day_it_is_worked_for():
    long, short = parse_hours("09:00-18:00"), parse_hours("09:00-12:00")
    calendar = WorkCalendar(
        timezone="Asia/Shanghai", week=(long, long, short, long, long, CLOSED, CLOSED), country="CN"
    )
    assert calendar.day(date(2026, 10, 10)).hours == short  # worked for Wednesday 7 October
    open_saturday = WorkCalendar(
        timezone="Asia/Shanghai", week=(long, long, long, long, long, short, CLOSED), country="CN"
    )
    assert open_saturday.day(date(2026, 10, 10)).hours == short


def test_next_open_and_next_close_follow_the_day():
    friday_night = local("2026-10-09T20:00", "Asia/Shanghai")
    assert engine.next_open(SHANGHAI, friday_night) == local("2026-10-10T09:00", "Asia/Shanghai")
    assert engine.next_close(SHANGHAI, friday_night) == local("2026-10-10T12:00", "Asia/Shanghai")
    noon = local("2026-10-09T12:00", "Asia/Shanghai")
    assert not engine.is_open(SHANGHAI, noon)
    assert engine.next_open(SHANGHAI, noon) == local("2026-10-09T13:30", "Asia/Shanghai")


def test_hours_over_midnight_close_once():
    week = (parse_hours("00:00-02:00, 22:00-24:00"),) * 7
    night = WorkCalendar(timezone="Asia/Shanghai", week=week)
    at = local("2026-03-02T23:00", "Asia/Shanghai")
    assert engine.next_close(night, at) == local("2026-03-03T02:00", "Asia/Shanghai")


def test_a_calendar_without_hours_says_so():
    never = WorkCalendar(timezone="UTC", week=(CLOSED,) * 7)
    for act in (
        lambda: engine.add_working_time(never, datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1)),
        lambda: engine.add_working_time(never, datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=-1)),
        lambda: engine.next_open(never, datetime(2026, 1, 1, tzinfo=UTC)),
        lambda: engine.add_working_days(never, date(2026, 1, 1), 1),
    ):
        with pytest.raises(engine.NeverOpen):
            act()
    assert engine.working_time_between(
        never, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    ) == timedelta(0)
