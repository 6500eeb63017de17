"""Working time and working days. Pure: instants go in and come out aware and in UTC, dates are the calendar's own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from storecrew.kernel.clock.types import Opening, WorkCalendar

HORIZON: Final = timedelta(days=3660)
"""How far ahead or back an opening is looked for before the calendar counts as closed for good."""


class NeverOpen(ValueError):
    """The calendar has no open hours within ten years of the instant; the message is for people."""

    def __init__(self) -> None:
        super().__init__(_("This work calendar is never open; give it some hours first."))


def is_open(calendar: WorkCalendar, at: datetime) -> bool:
    """Tell whether `at` lies in open hours. A span's last instant is closed already."""
    return any(start <= at < end for start, end in _near(calendar, at))


def next_open(calendar: WorkCalendar, at: datetime) -> datetime:
    """Return `at` itself where it is open, else the next opening. Raises NeverOpen."""
    start, _end = next(_forward(calendar, at))
    return max(start, at.astimezone(UTC))


def next_close(calendar: WorkCalendar, at: datetime) -> datetime:
    """Return when the open hours at or after `at` end; spans that touch (midnight) count as one.

    Raises NeverOpen; a calendar without closing time answers the end of the horizon.
    """
    spans = _forward(calendar, at)
    close = next(spans)[1]
    for start, end in spans:
        if start != close or end - at > HORIZON:
            break
        close = end
    return close


def add_working_time(calendar: WorkCalendar, start: datetime, duration: timedelta) -> datetime:
    """Return the instant at which `duration` of open time has passed since `start`.

    The earliest such instant, so work that fills a day is due at its closing. Nothing added to a closed instant is the
    next opening. A negative duration goes back, to the latest such instant: "one hour before" the opening is late on
    the day before, never at night. Raises NeverOpen.
    """
    if duration < timedelta(0):
        return _take_back(calendar, start.astimezone(UTC), -duration)
    at = next_open(calendar, start)
    for begin, end in _forward(calendar, at):
        begin = max(begin, at)
        if duration <= end - begin:
            return begin + duration
        duration -= end - begin
    raise NeverOpen  # unreachable: _forward raises by itself


def working_time_between(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """Return how much open time lies between two instants; negative when `end` is the earlier one."""
    if end < start:
        return -working_time_between(calendar, end, start)
    spent = timedelta(0)
    on, last = calendar.local_date(start) - timedelta(days=1), calendar.local_date(end)
    while on <= last:
        for opens, closes in calendar.openings(on):
            spent += max(timedelta(0), min(closes, end) - max(opens, start))
        on += timedelta(days=1)
    return spent


def is_working_day(calendar: WorkCalendar, on: date) -> bool:
    """Tell whether anybody works on that date."""
    return calendar.day(on).is_working


def next_working_day(calendar: WorkCalendar, on: date) -> date:
    """Return `on` itself if it is worked, else the next date that is. Raises NeverOpen."""
    return _step_until_working(calendar, on, 1)


def previous_working_day(calendar: WorkCalendar, on: date) -> date:
    """Return `on` itself if it is worked, else the last date before that is. Raises NeverOpen."""
    return _step_until_working(calendar, on, -1)


def add_working_days(calendar: WorkCalendar, on: date, days: int) -> date:
    """Return the working day that is `days` working days after `on` (before it, if negative).

    `on` itself is never counted; zero days are the same or the next working day. Raises NeverOpen.
    """
    if days == 0:
        return next_working_day(calendar, on)
    step = 1 if days > 0 else -1
    for _count in range(abs(days)):
        on = _step_until_working(calendar, on + timedelta(days=step), step)
    return on


def working_days_between(calendar: WorkCalendar, first: date, until: date) -> int:
    """Return how many working days lie in [first, until); negative when `until` is the earlier one."""
    if until < first:
        return -working_days_between(calendar, until, first)
    return sum(is_working_day(calendar, first + timedelta(days=offset)) for offset in range((until - first).days))


def is_certain(calendar: WorkCalendar, first: date, last: date) -> bool:
    """Tell whether every date from `first` to `last` is settled.

    False where the country moves rest days about and has not announced a year yet: say "as far as is known today".
    """
    return all(calendar.is_settled(year) for year in range(first.year, last.year + 1))


def _take_back(calendar: WorkCalendar, start: datetime, duration: timedelta) -> datetime:
    for begin, end in _backward(calendar, start):
        end = min(end, start)
        if duration <= end - begin:
            return end - duration
        duration -= end - begin
    raise NeverOpen  # unreachable: _backward raises by itself


def _near(calendar: WorkCalendar, at: datetime) -> Iterator[Opening]:
    """Yield the openings of the local date, and of the one before: clocks set back over midnight show a date twice."""
    on = calendar.local_date(at)
    yield from calendar.openings(on - timedelta(days=1))
    yield from calendar.openings(on)


def _forward(calendar: WorkCalendar, at: datetime) -> Iterator[Opening]:
    """Yield the openings that end after `at`, in order, without end. Raises NeverOpen."""
    on = calendar.local_date(at) - timedelta(days=1)
    seen = on
    while on - seen <= HORIZON:
        for start, end in calendar.openings(on):
            if end > at:
                seen = on
                yield start, end
        on += timedelta(days=1)
    raise NeverOpen


def _backward(calendar: WorkCalendar, at: datetime) -> Iterator[Opening]:
    """Yield the openings that start before `at`, latest first, without end. Raises NeverOpen."""
    on = seen = calendar.local_date(at) + timedelta(days=1)
    while seen - on <= HORIZON:
        for start, end in reversed(calendar.openings(on)):
            if start < at:
                seen = on
                yield start, end
        on -= timedelta(days=1)
    raise NeverOpen


def _step_until_working(calendar: WorkCalendar, on: date, step: int) -> date:
    for _tried in range(HORIZON.days):
        if is_working_day(calendar, on):
            return on
        on += timedelta(days=step)
    raise NeverOpen
