"""The work calendar as a value, and what one of its days looks like."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from storecrew.kernel.clock.hours import ALL_DAY, DAY_MINUTES, Hours
from storecrew.kernel.clock.public import public_year


class DayKind(StrEnum):
    """Why a day is open or closed; the first that applies, in this order."""

    EXTRA = "extra"
    """The store's own extra hours for this date (also: closed hours differing from the week's)."""
    CLOSURE = "closure"
    """The store's own closure."""
    MADE_UP = "made_up"
    """A weekend day worked in exchange for a longer holiday (调休上班)."""
    HOLIDAY = "holiday"
    """A holiday by law."""
    SHIFTED = "shifted"
    """A rest day moved here, or a day in lieu."""
    WORKDAY = "workday"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Closure:
    """The store is closed from the first day to the last, both included."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """Hours of one date that replace all other rules; none means closed."""

    on: date
    hours: Hours
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One date of a work calendar."""

    on: date
    kind: DayKind
    hours: Hours
    certain: bool
    """False where the government has not yet announced which days of the year are moved."""
    reason: str = ""
    """The store's own words, for closures and extra days."""
    swapped_with: date | None = None
    """The day off that a make-up workday is worked for; the weekend day that is worked for a shifted day off."""

    @property
    def is_working(self) -> bool:
        """Tell whether anybody works on this day."""
        return bool(self.hours)


type Opening = tuple[datetime, datetime]
"""Open from the first instant until just before the second; both UTC."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When people work. A value: change it by making another."""

    timezone: str
    week: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
    """Hours from Monday to Sunday."""
    country: str = ""
    """ISO 3166 code of the country whose holidays are kept; empty keeps none."""
    subdivision: str = ""
    make_up: bool = True
    """Whether make-up workdays are worked."""
    closures: tuple[Closure, ...] = ()
    extra_days: tuple[ExtraDay, ...] = ()
    _days: dict[date, Day] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)
    _openings: dict[date, tuple[Opening, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        if self.timezone not in available_timezones():
            raise ValueError(f"{self.timezone!r} is no time zone of the tz database")
        if len(self.week) != 7:
            raise ValueError("a week has seven days")

    @property
    def zone(self) -> ZoneInfo:
        """Return the calendar's time zone."""
        return ZoneInfo(self.timezone)

    def day(self, on: date) -> Day:
        """Return what the calendar says about a date, and why."""
        known = self._days.get(on)
        if known is None:
            known = self._days[on] = self._look_up(on)
        return known

    def openings(self, on: date) -> tuple[Opening, ...]:
        """Return the open hours of a date as instants. Spans that a clock change swallows are left out."""
        known = self._openings.get(on)
        if known is None:
            spans = (
                (instant(on, span.start, self.zone), instant(on, span.end, self.zone)) for span in self.day(on).hours
            )
            known = self._openings[on] = tuple((start, end) for start, end in spans if start < end)
        return known

    def local_date(self, at: datetime) -> date:
        """Return the calendar's date at an instant."""
        return at.astimezone(self.zone).date()

    def is_settled(self, year: int) -> bool:
        """Tell whether the year's holidays and make-up workdays have been announced."""
        return not self.country or public_year(self.country, self.subdivision, year).announced

    def _look_up(self, on: date) -> Day:
        public = public_year(self.country, self.subdivision, on.year) if self.country else None
        certain = self.is_settled(on.year)
        for extra in self.extra_days:
            if extra.on == on:
                return Day(on, DayKind.EXTRA, extra.hours, certain=True, reason=extra.reason)
        for closure in self.closures:
            if closure.first <= on <= closure.last:
                return Day(on, DayKind.CLOSURE, (), certain=True, reason=closure.reason)
        usual = self.week[on.weekday()]
        if public is not None:
            if self.make_up and on in public.made_up:
                off = public.made_up[on]
                return Day(on, DayKind.MADE_UP, usual or self._hours_in_lieu(off), certain, swapped_with=off)
            if on in public.statutory:
                return Day(on, DayKind.HOLIDAY, (), certain)
            if on in public.shifted:
                return Day(on, DayKind.SHIFTED, (), certain, swapped_with=public.moved.get(on))
        return Day(on, DayKind.WORKDAY if usual else DayKind.REST, usual, certain)

    def _hours_in_lieu(self, off: date) -> Hours:
        """A make-up workday has the hours of the day off it is worked for, else of the first open day of the week."""
        if self.week[off.weekday()]:
            return self.week[off.weekday()]
        return next((hours for hours in self.week if hours), ())


ALWAYS: Final = (ALL_DAY,) * 7


def around_the_clock(timezone: str) -> WorkCalendar:
    """Return a calendar that is never closed (24×7)."""
    return WorkCalendar(timezone=timezone, week=ALWAYS)


def instant(on: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the instant at which clocks in `zone` first show that minute of the day (0 to 1440), in UTC.

    A time that a clock change skips is the instant of the change; of a time that comes twice it is the first. So
    instants never run backwards as minutes run forwards, and touching spans still touch.
    """
    day, rest = divmod(minute, DAY_MINUTES)
    naive = datetime(on.year, on.month, on.day, rest // 60, rest % 60) + timedelta(days=day)
    early = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == naive:
        return early
    return _change_between(naive.replace(tzinfo=zone, fold=1).astimezone(UTC), early, zone)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant in (before, after] at which the zone's offset changes, to the second."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
