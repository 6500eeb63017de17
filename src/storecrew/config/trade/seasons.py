"""How many buy on which day: growth, weekdays, and the feasts that a shop for lamps lives by."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from math import exp

import holidays

GREW_FROM, GREW_TO = 0.62, 1.38
"""Where the year began and ended, as shares of its average."""
WEEKDAYS_HOME = (1.04, 1.0, 0.97, 0.95, 0.92, 1.0, 1.12)
WEEKDAYS_ABROAD = (1.08, 1.03, 1.0, 0.98, 0.9, 0.92, 1.09)
FAR = 99


def weights(first: date, days: int, *, abroad: bool) -> list[float]:
    """Return how much of the year's trade falls on each day, at home or abroad; not normed."""
    demand = _abroad if abroad else _home
    found = []
    for number in range(days):
        day = first + timedelta(days=number)
        grown = GREW_FROM + (GREW_TO - GREW_FROM) * number / max(1, days - 1)
        found.append(grown * demand(day))
    return found


def mid_autumn_nearest(day: date) -> date:
    """Return the Mid-Autumn Festival that is nearest to a day."""
    return min(_feasts("中秋", day.year), key=lambda feast: abs((feast - day).days))


def days_after_spring_festival(day: date) -> int:
    """Return how many days the nearest Lunar New Year is past; negative: still to come."""
    return min(((day - feast).days for feast in _feasts("春节", day.year)), key=abs, default=FAR)


def closed_for_spring_festival(day: date) -> bool:
    """Tell whether couriers and warehouses stand still."""
    return -2 <= days_after_spring_festival(day) <= 6


def _home(day: date) -> float:
    factor = WEEKDAYS_HOME[day.weekday()]
    new_year = days_after_spring_festival(day)
    if -9 <= new_year <= 7:
        factor *= 0.22 if -3 <= new_year <= 4 else 0.5
    elif -26 <= new_year < -9:
        factor *= 1.3  # things for the New Year
    moon = (mid_autumn_nearest(day) - day).days
    factor *= 1 + 1.25 * _hill(moon, middle=9, before=9, after=4)
    factor *= 1 + _sale(day, 11, 11, top=3.4, ramp=10) + _sale(day, 6, 18, top=1.3, ramp=12)
    factor *= 1 + _sale(day, 12, 12, top=0.8, ramp=4) + _sale(day, 5, 20, top=0.35, ramp=5)
    return factor


def _abroad(day: date) -> float:
    factor = WEEKDAYS_ABROAD[day.weekday()]
    to_christmas = (date(day.year, 12, 25) - day).days
    if 0 <= to_christmas <= 9:
        factor *= 0.7  # too late to arrive in time
    else:
        factor *= 1 + 1.5 * _hill(to_christmas, middle=20, before=13, after=7)
    factor *= 1 + _sale(day, 2, 14, top=0.35, ramp=14)
    if day.month in (7, 8):
        factor *= 0.82
    return factor


def _hill(distance: int, *, middle: int, before: float, after: float) -> float:
    """Return a bell over the days before a feast: 1 at its middle, flat far away; it falls faster towards the feast."""
    width = before if distance > middle else after
    return exp(-(((distance - middle) / width) ** 2))


def _sale(day: date, month: int, on: int, *, top: float, ramp: int) -> float:
    """Return what a day of sales adds: it builds up, peaks, and leaves people tired for a few days."""
    left = (date(day.year, month, on) - day).days
    if left == 0:
        return top
    if 0 < left <= ramp:
        return top * 0.32 * exp(-1.6 * (left - 1) / ramp)
    return -0.22 if -5 <= left < 0 and top > 1 else 0.0


def _feasts(name: str, year: int) -> list[date]:
    return [day for number in (year - 1, year, year + 1) for day in _of_year(name, number)]


@cache
def _of_year(name: str, year: int) -> tuple[date, ...]:
    found = holidays.country_holidays("CN", years=year, language="zh_CN")
    return tuple(_firsts(day for day, title in sorted(found.items()) if name in title and "（" not in title))


def _firsts(days: Iterator[date]) -> Iterator[date]:
    """Yield the first day of each run."""
    last: date | None = None
    for day in days:
        if last is None or (day - last).days > 1:
            yield day
        last = day
