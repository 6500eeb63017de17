"""The two calendars of a promise: that of the place it leaves from, and that of the country where it arrives."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.public import countries
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.clock.usual import usual_week
from storecrew.shop.promise.engine.rhythm import kind_of
from storecrew.shop.promise.grounds import AHEAD

WORKS: Final = "works:"
ROADS: Final = "roads:"


def works_of(code: str) -> WorkCalendar:
    """Return the calendar of a warehouse; empty: that of the store. One question, while it does not change."""
    return work_calendar(code) if code else work_calendar()


@lru_cache(maxsize=256)
def roads_of(country: str, time_zone: str) -> WorkCalendar:
    """Return when carriers of a country work: its usual week and its public holidays, in the store's own time."""
    week = tuple(parse_hours(hours) for hours in usual_week(country))
    return WorkCalendar(time_zone, week, country if country in countries() else "")  # type: ignore[arg-type]  # seven


@lru_cache(maxsize=512)
def works_ahead(calendar: WorkCalendar, begin: int) -> str:
    """Return for each day from `begin` on whether it is worked."""
    return "".join("1" if calendar.day(date.fromordinal(begin + ahead)).is_working else "0" for ahead in range(AHEAD))


@lru_cache(maxsize=512)
def roads_ahead(calendar: WorkCalendar, begin: int) -> str:
    """Return the kind of each day from `begin` on."""
    days = (begin + ahead for ahead in range(AHEAD))
    return "".join(str(kind_of(day, worked=calendar.day(date.fromordinal(day)).is_working)) for day in days)


def worked_on(name: str, time_zone: str) -> Callable[[int], bool]:
    """Return which days are worked by the name that knowledge has for a calendar."""
    country = name.removeprefix(ROADS)
    calendar = roads_of(country, time_zone) if name.startswith(ROADS) else works_of(name.removeprefix(WORKS))
    return lambda day: engine.is_working_day(calendar, date.fromordinal(day))
