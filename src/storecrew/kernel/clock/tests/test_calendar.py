"""The store's calendar is set by actions, asked by reads, and gone by at once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused, SignedOut
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.actions import (
    AddSpecialDays,
    RemoveSpecialDays,
    SetCalendar,
    add_special_days,
    remove_special_days,
    set_calendar,
)
from storecrew.kernel.clock.models import SpecialDays
from storecrew.kernel.clock.reads import (
    CalendarQuery,
    DueQuery,
    MonthQuery,
    calendar,
    due,
    month,
    work_calendar,
    work_calendars,
)
from storecrew.kernel.clock.tests.calendars import local
from storecrew.kernel.jobs.schedules import Daily, store_days

LUNCH = "09:00-12:00, 13:30-18:00"
WEEK = (LUNCH,) * 5 + ("", "")
SHANGHAI = {"timezone": "Asia/Shanghai", "country": "CN"}


def _set(company, **more):
    return set_calendar(company.director, SetCalendar(**{**SHANGHAI, "week": WEEK, **more}))


def test_before_it_is_set_the_store_works_office_hours_and_keeps_its_countrys_holidays(company):
    answer = calendar(company.analyst, CalendarQuery())
    assert not answer.is_set
    assert (answer.timezone, answer.country) == ("Asia/Shanghai", "CN")
    assert answer.week == ("09:00-18:00",) * 5 + ("", "")
    assert not engine.is_working_day(work_calendar(), date(2026, 10, 1))


def test_without_a_store_there_is_still_a_calendar(db):
    assert work_calendar().timezone == "UTC"


def test_the_week_is_set_and_gone_by_at_once(company):
    assert engine.is_open(work_calendar(), local("2026-09-21T12:30", "Asia/Shanghai"))
    _set(company)
    assert not engine.is_open(work_calendar(), local("2026-09-21T12:30", "Asia/Shanghai"))
    _set(company, week=("0-24",) * 7, country="")
    assert engine.is_open(work_calendar(), local("2026-10-01T03:00", "Asia/Shanghai"))


def test_several_calendars_are_asked_for_at_once(company, django_assert_num_queries):
    _set(company)
    for code, country in (("site-1", "CN"), ("site-2", "")):
        _set(company, code=code, week=("0-24",) * 7, country=country)
    one_by_one = {code: work_calendar(code) for code in ("site-1", "site-2", "nobody's")}
    with django_assert_num_queries(1):
        assert work_calendars(one_by_one) == one_by_one
    assert work_calendars([]) == {}


def test_the_audit_tells_what_the_hours_were(company):
    _set(company)
    change = next(one for one in Entry.objects.get(action="clock.set_calendar").changes if one["field"] == "week")
    assert change["old"][0] == "09:00-18:00"
    assert change["new"][0] == LUNCH


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"week": ("9-12, 11-13", *WEEK[1:])}, "week"),
        ({"week": ("",) * 7}, "week"),
        ({"week": WEEK[:6]}, "week"),
        ({"timezone": "Asia/Nowhere"}, "timezone"),
        ({"country": "XX"}, "country"),
        ({"country": "DE", "subdivision": "ZZ"}, "input"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused_at_its_field(wrong, field):
    with pytest.raises(InvalidInput) as refusal:
        parse(SetCalendar, {**SHANGHAI, "week": WEEK, **wrong})
    assert set(refusal.value.fields) == {field}


def test_who_may_set_the_calendar(company):
    _set(company)
    set_calendar(company.founder, SetCalendar(**SHANGHAI, week=WEEK))
    for actor in (company.service, company.warehouse, company.stranger):
        with pytest.raises(Denied):
            set_calendar(actor, SetCalendar(**SHANGHAI, week=WEEK))
    with pytest.raises(SignedOut):
        set_calendar(company.nobody, SetCalendar(**SHANGHAI, week=WEEK))


def test_own_days_off_and_extra_hours_come_and_go(company):
    off = AddSpecialDays(first=date(2026, 9, 21), last=date(2026, 9, 22), reason="stock-taking")
    extra = AddSpecialDays(first=date(2026, 10, 2), hours="10-16", reason="holiday sale")
    added = add_special_days(company.warehouse, off)
    add_special_days(company.warehouse, extra)
    value = work_calendar()
    assert engine.add_working_days(value, date(2026, 9, 20), 1) == date(2026, 9, 23)
    assert engine.is_open(value, local("2026-10-02T15:00", "Asia/Shanghai"))
    listed = calendar(company.analyst, CalendarQuery(), now=local("2026-09-22T08:00", "Asia/Shanghai"))
    assert [(one.hours, one.reason) for one in listed.special_days] == [
        ("", "stock-taking"),
        ("10:00-16:00", "holiday sale"),
    ]
    remove_special_days(company.warehouse, RemoveSpecialDays(special_id=added.special_id))
    assert engine.is_working_day(work_calendar(), date(2026, 9, 21))
    with pytest.raises(Missing):
        remove_special_days(company.warehouse, RemoveSpecialDays(special_id=added.special_id))


def test_one_date_has_one_set_of_hours(company):
    add_special_days(company.director, AddSpecialDays(first=date(2026, 10, 2), hours="10-16"))
    with pytest.raises(Refused, match="hours of its own already"):
        add_special_days(company.director, AddSpecialDays(first=date(2026, 10, 2), hours="9-12"))
    assert SpecialDays.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "2026-10-02", "last": "2026-10-01"},
        {"first": "2026-10-02", "last": "2026-10-03", "hours": "9-12"},
        {"first": "2026-01-01", "last": "2027-06-01"},
        {"first": "2026-10-02", "hours": "morning"},
        {"first": "31.12.2026"},
    ],
)
def test_special_days_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InvalidInput):
        parse(AddSpecialDays, wrong)


def test_a_month_says_why_each_day_is_open_or_closed(company):
    _set(company)
    add_special_days(company.director, AddSpecialDays(first=date(2026, 10, 9), reason="moving house"))
    october = month(company.analyst, MonthQuery(year=2026, month=10))
    kinds = {row.on.day: row.kind.value for row in october.days}
    assert (kinds[1], kinds[4], kinds[7], kinds[8], kinds[9], kinds[10]) == (
        "holiday",
        "rest",
        "shifted",
        "workday",
        "closure",
        "made_up",
    )
    assert october.days[0].name == "National Day"
    assert october.days[8].reason == "moving house"
    assert october.days[9].swapped_with == date(2026, 10, 7)
    assert october.days[6].swapped_with == date(2026, 10, 10)
    assert october.certain
    assert not month(company.analyst, MonthQuery(year=2040, month=1)).certain


def test_holidays_have_their_names_in_the_readers_language(company):
    with translation.override("zh-hans"):
        assert month(company.analyst, MonthQuery(year=2026, month=10)).days[0].name == "国庆节"


def test_deadlines_can_be_asked_for(company):
    _set(company)
    start = local("2026-09-30T17:30", "Asia/Shanghai")
    answer = due(company.service, DueQuery(start=start, minutes=480))
    assert (answer.at, answer.certain) == (local("2026-10-08T18:00", "Asia/Shanghai"), True)
    assert not due(company.service, DueQuery(start=datetime(2040, 1, 1, tzinfo=UTC), minutes=60)).certain
    with pytest.raises(InvalidInput):
        parse(DueQuery, {"start": "9999-12-30T00:00:00Z", "minutes": 60})


def test_it_is_said_when_it_opens_next(company):
    _set(company)
    noon = calendar(company.analyst, CalendarQuery(), now=local("2026-09-21T12:30", "Asia/Shanghai"))
    assert (noon.open_now, noon.changes_at) == (False, local("2026-09-21T13:30", "Asia/Shanghai"))
    always = SetCalendar(timezone="Asia/Shanghai", week=("0-24",) * 7)
    set_calendar(company.director, always)
    assert calendar(company.analyst, CalendarQuery()).changes_at is None


def test_schedules_go_by_the_stores_workdays(company):
    _set(company)
    rhythm = Daily(time(8, 30), workdays=True)
    after = local("2026-09-30T12:00", "Asia/Shanghai")
    assert rhythm.next_after(after, store_days()) == local("2026-10-08T08:30", "Asia/Shanghai")
    saturday = rhythm.next_after(local("2026-10-09T12:00", "Asia/Shanghai"), store_days())
    assert saturday == local("2026-10-10T08:30", "Asia/Shanghai")


def test_a_calendar_that_has_not_changed_costs_one_query(company, django_assert_num_queries):
    _set(company)
    add_special_days(company.director, AddSpecialDays(first=date(2026, 10, 9)))
    work_calendar()
    with django_assert_num_queries(1):
        value = work_calendar()
        engine.add_working_time(value, datetime(2026, 9, 1, tzinfo=UTC), timedelta(hours=500))


def test_other_calendars_stand_beside_the_stores(company):
    set_calendar(company.director, SetCalendar(timezone="America/New_York", week=("9-17",) * 7, code="newark"))
    assert work_calendar("newark").timezone == "America/New_York"
    assert work_calendar().timezone == "Asia/Shanghai"
    assert work_calendar("unknown") == work_calendar()
