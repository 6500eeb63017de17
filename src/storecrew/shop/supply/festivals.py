"""When Spring Festival is, and how long a supplier is really closed for it."""

from collections.abc import Callable
from datetime import date, timedelta

from storecrew.kernel.clock.public import holiday_name, public_year

COUNTRY = "CN"
SATURDAY = 5
NAME = "Spring Festival"
"""As the calendar calls the first of its days in English."""


def spring_festival(year: int) -> tuple[date, date]:
    """Return the first and the last day off of a year's Spring Festival, with moved rest days and the weekends beside.

    The days are as announced where the government has announced them, else those the law names.
    """
    known = public_year(COUNTRY, "", year)
    named = min(day for day in known.statutory if NAME in holiday_name(COUNTRY, "", day, "en"))

    def free(day: date) -> bool:
        weekend = day.weekday() >= SATURDAY and day not in known.made_up
        return weekend or day in known.statutory or day in known.shifted

    return _reach(named, free, -1), _reach(named, free, 1)


def rest(year: int, *, before: int, after: int) -> tuple[date, date]:
    """Return when a place is closed that rests so many days before and after the public holidays."""
    first, last = spring_festival(year)
    return first - timedelta(days=before), last + timedelta(days=after)


def _reach(day: date, free: Callable[[date], bool], step: int) -> date:
    while free(day + timedelta(days=step)):
        day += timedelta(days=step)
    return day
