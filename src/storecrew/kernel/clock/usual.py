"""What a new store can begin with: the hours that are usual in its country, and the holidays that come next."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from storecrew.kernel.clock.public import countries, holiday_name
from storecrew.kernel.clock.types import Day, DayKind, WorkCalendar

PLAIN: Final = "09:00-18:00"
_HOURS: Final[Mapping[str, str]] = {
    "CN": "09:00-12:00, 13:30-18:00",
    "TW": "09:00-12:00, 13:30-18:00",
    "VN": "08:00-12:00, 13:00-17:00",
    "JP": "09:00-12:00, 13:00-18:00",
    "KR": "09:00-12:00, 13:00-18:00",
    "ES": "09:00-14:00, 16:00-19:00",
    "IT": "09:00-13:00, 14:00-18:00",
    "FR": "09:00-12:30, 14:00-18:00",
    "GB": "09:00-17:30",
    "US": "09:00-17:00",
    "CA": "09:00-17:00",
    "AU": "09:00-17:00",
    "NZ": "09:00-17:00",
    "DE": "08:00-17:00",
    "AT": "08:00-17:00",
    "CH": "08:00-12:00, 13:00-17:00",
}
"""A first guess for an office of the country, to be looked at once; everywhere else it is `PLAIN`."""

AHEAD: Final = 400
"""Days that are looked through for holidays: a little more than a year, so that yearly ones are always among them."""


@dataclass(frozen=True, slots=True)
class ComingDays:
    """Days in a row that are off, or a single make-up workday (`worked_for` is the day off it is worked for)."""

    first: date
    last: date
    name: str
    worked_for: date | None = None


def usual_week(country: str) -> tuple[str, ...]:
    """Return the hours from Monday to Sunday that are a good first guess for a country; empty is closed.

    Which days are the weekend is the Unicode CLDR's word for the country (supplemental week data).
    """
    rest = _weekend(country)
    hours = _HOURS.get(country, PLAIN)
    return tuple("" if number in rest else hours for number in range(7))


def next_days_off(calendar: WorkCalendar, since: date, language: str, *, most: int = 6) -> tuple[ComingDays, ...]:
    """Return the public holidays and make-up workdays from `since` on, soonest first.

    Days off with nothing but closed days between them are one entry.
    """
    if calendar.country not in countries():
        return ()
    runs: list[list[Day]] = []
    for day in _marked(calendar, since):
        if runs and _joined(calendar, runs[-1][-1], day):
            runs[-1].append(day)
        elif len(runs) == most:
            break
        else:
            runs.append([day])
    return tuple(_coming(calendar, run, language) for run in runs)


def _joined(calendar: WorkCalendar, before: Day, day: Day) -> bool:
    if DayKind.MADE_UP in {before.kind, day.kind}:
        return False
    between = range(1, (day.on - before.on).days)
    return all(not calendar.day(before.on + timedelta(days=number)).is_working for number in between)


def _coming(calendar: WorkCalendar, run: Sequence[Day], language: str) -> ComingDays:
    """Return a run of days under the name that most of them have; days that were only moved here have none."""
    first = run[0]
    if first.kind is DayKind.MADE_UP:
        return ComingDays(first.on, first.on, "", worked_for=first.swapped_with)
    names = Counter(
        holiday_name(calendar.country, calendar.subdivision, day.on, language)
        for day in run
        if day.swapped_with is None
    )
    return ComingDays(first.on, run[-1].on, max(names, key=lambda name: names[name], default=""))


def _marked(calendar: WorkCalendar, since: date) -> Iterator[Day]:
    days = (calendar.day(since + timedelta(days=ahead)) for ahead in range(AHEAD))
    return (day for day in days if day.kind in {DayKind.HOLIDAY, DayKind.SHIFTED, DayKind.MADE_UP})


def _weekend(country: str) -> frozenset[int]:
    """Return the weekdays that are the weekend, Monday 0; Saturday and Sunday where it is not known."""
    spoken = get_global("territory_languages").get(country, {})
    for language in spoken:
        try:
            locale = Locale.parse(f"{language}_{country}")
        except (UnknownLocaleError, ValueError):
            continue
        first, last = locale.weekend_start, locale.weekend_end
        return frozenset((first + offset) % 7 for offset in range((last - first) % 7 + 1))
    return frozenset({5, 6})
