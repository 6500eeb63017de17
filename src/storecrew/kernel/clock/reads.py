"""Questions about when people work."""

import calendar as months
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, Ask, Input, Output
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.hours import parse_hours, write_hours
from storecrew.kernel.clock.models import STORE, Calendar
from storecrew.kernel.clock.public import countries, holiday_name
from storecrew.kernel.clock.types import Closure, Day, DayKind, ExtraDay, WorkCalendar
from storecrew.kernel.store import reads as store

USUAL_WEEK = ("09:00-18:00",) * 5 + ("", "")
"""Until somebody says otherwise."""

_known: dict[str, WorkCalendar] = {}
"""Calendars by their stamp: a process reckons each day of each version once."""


def work_calendar(code: str = STORE) -> WorkCalendar:
    """Return a calendar to reckon with, for other rooms. One query, if it has not changed since it was last asked for.

    A store that has not set its calendar works Monday to Friday from nine to six in its own time zone and keeps its
    country's holidays. An unknown code gets the store's calendar.
    """
    row = Calendar.objects.filter(code=code).first()
    if row is None:
        return work_calendar() if code != STORE else _usual()
    return _known.get(row.stamp) or _remember(row.stamp, _build(row))


def work_calendars(codes: Iterable[str]) -> dict[str, WorkCalendar]:
    """Return several calendars with one query, if none has changed since it was last asked for; the same as one by one."""
    wanted = set(codes)
    rows = {row.code: row for row in Calendar.objects.filter(code__in={STORE, *wanted})}
    prefetch_related_objects([row for row in rows.values() if row.stamp not in _known], "special_days")
    found = {code: _known.get(row.stamp) or _remember(row.stamp, _build(row)) for code, row in rows.items()}
    store_calendar = found.get(STORE) or _usual()
    return {code: found.get(code, store_calendar) for code in wanted}


def _usual() -> WorkCalendar:
    profile = store.current()
    zone, country = (profile.time_zone, profile.country) if profile else ("UTC", "")
    country = country if country in countries() else ""
    stamp = f"usual:{zone}:{country}"
    return _known.get(stamp) or _remember(stamp, WorkCalendar(zone, _week(USUAL_WEEK), country))


def _build(row: Calendar) -> WorkCalendar:
    special = sorted(row.special_days.all(), key=lambda one: (one.first, one.pk))
    return WorkCalendar(
        timezone=row.timezone,
        week=_week(row.week),
        country=row.country,
        subdivision=row.subdivision,
        make_up=row.make_up,
        closures=tuple(Closure(one.first, one.last, one.reason) for one in special if not one.hours),
        extra_days=tuple(ExtraDay(one.first, parse_hours(one.hours), one.reason) for one in special if one.hours),
    )


def _week(texts: "tuple[str, ...] | list[str]") -> tuple:  # type: ignore[type-arg]  # seven of them
    return tuple(parse_hours(text) for text in texts)


def _remember(stamp: str, calendar: WorkCalendar) -> WorkCalendar:
    if len(_known) > 1024:  # old versions
        _known.clear()
    _known[stamp] = calendar
    return calendar


class CalendarQuery(Input):
    """Which calendar; the store's unless another one is named."""

    code: Annotated[str, Field(max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")] = STORE


class SpecialRow(Output):
    """Dates on which the week does not hold. No hours: closed."""

    special_id: int
    first: date
    last: date
    hours: str
    reason: str


class CalendarAnswer(Output):
    """How a calendar is set. `week` has seven texts from Monday to Sunday. `is_set` False: these are the usual hours."""

    code: str
    is_set: bool
    timezone: str
    country: str
    subdivision: str
    make_up: bool
    week: tuple[str, ...]
    special_days: tuple[SpecialRow, ...]
    open_now: bool
    changes_at: datetime | None
    """When it opens or closes next; None when it never does."""


@read("clock.calendar", label=_("Work calendar"), seats={ANYONE}, surfaces={"web", "rest", "mcp", "cli"})
def calendar(ask: Ask, data: CalendarQuery) -> CalendarAnswer:
    """Tell the usual hours, whose holidays are kept, the coming special days, and whether it is open now."""
    row = Calendar.objects.filter(code=data.code).first()
    value = work_calendar(data.code)
    today = value.local_date(ask.now)
    coming = row.special_days.filter(last__gte=today).order_by("first", "pk") if row else []
    open_now = engine.is_open(value, ask.now)
    return CalendarAnswer(
        code=data.code,
        is_set=row is not None,
        timezone=value.timezone,
        country=value.country,
        subdivision=value.subdivision,
        make_up=value.make_up,
        week=tuple(write_hours(hours) for hours in value.week),
        special_days=tuple(
            SpecialRow(special_id=one.pk, first=one.first, last=one.last, hours=one.hours, reason=one.reason)
            for one in coming
        ),
        open_now=open_now,
        changes_at=_next_change(value, ask.now, open_now=open_now),
    )


def _next_change(value: WorkCalendar, now: datetime, *, open_now: bool) -> datetime | None:
    try:
        change = engine.next_close(value, now) if open_now else engine.next_open(value, now)
    except engine.NeverOpen:
        return None
    return change if change - now < timedelta(days=3000) else None


class MonthQuery(CalendarQuery):
    """A month; None means this one."""

    year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None


class DayRow(Output):
    """One date, and why it is open or closed. `name` is the holiday's, `reason` the store's own words.

    `swapped_with`: the day off that a make-up workday is worked for, or the weekend day that is worked for a day off.
    """

    on: date
    kind: DayKind
    hours: str
    name: str
    reason: str
    swapped_with: date | None


class Month(Output):
    """The days of a month. `certain` False: the government has not announced yet which days of the year are moved."""

    year: int
    month: int
    days: tuple[DayRow, ...]
    working_days: int
    certain: bool


@read("clock.month", label=_("Month of the work calendar"), seats={ANYONE}, surfaces={"web", "rest", "mcp", "cli"})
def month(ask: Ask, data: MonthQuery) -> Month:
    """List the days of a month with their hours, and say why each is open or closed."""
    value = work_calendar(data.code)
    today = value.local_date(ask.now)
    year, number = data.year or today.year, data.month or today.month
    length = months.monthrange(year, number)[1]
    days = [value.day(date(year, number, day)) for day in range(1, length + 1)]
    return Month(
        year=year,
        month=number,
        days=tuple(_row(value, day) for day in days),
        working_days=sum(day.is_working for day in days),
        certain=value.is_settled(year),
    )


def _row(value: WorkCalendar, day: Day) -> DayRow:
    language = get_language() or "en"
    named = day.kind in {DayKind.HOLIDAY, DayKind.SHIFTED} and day.swapped_with is None
    return DayRow(
        on=day.on,
        kind=day.kind,
        hours=write_hours(day.hours),
        name=holiday_name(value.country, value.subdivision, day.on, language) if named else "",
        reason=day.reason,
        swapped_with=day.swapped_with,
    )


class DueQuery(CalendarQuery):
    """From when, and how much working time. `minutes` may be negative: how long before."""

    start: AwareDatetime
    minutes: Annotated[int, Field(ge=-200_000, le=200_000)]


class Due(Output):
    """When it is due (UTC). `certain` False: a year on the way has not been announced yet."""

    at: datetime
    certain: bool


@read("clock.due", label=_("Deadline in working time"), seats={ANYONE}, surfaces={"rest", "mcp", "cli"})
def due(ask: Ask, data: DueQuery) -> Due:
    """Reckon when so many working minutes have passed: over nights, weekends, holidays and make-up workdays."""
    value = work_calendar(data.code)
    try:
        at = engine.add_working_time(value, data.start, timedelta(minutes=data.minutes))
    except (engine.NeverOpen, OverflowError) as error:
        raise Refused(str(engine.NeverOpen()), code="never_open") from error
    first, last = sorted((value.local_date(data.start), value.local_date(at)))
    return Due(at=at, certain=engine.is_certain(value, first, last))
