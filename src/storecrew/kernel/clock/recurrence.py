"""When something falls due again and again: duties, jobs, meetings, contact cadences.

A rule is a frozen pydantic value, told apart by `every`, so rooms can keep it as JSON. A plain cron line "1-5" fires on
National Day and misses make-up Sundays; these rules ask the work calendar.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.types import WorkCalendar, instant

_HORIZON: Final = timedelta(days=3660)


class WhenClosed(StrEnum):
    """What happens to an occurrence that falls on a day nobody works."""

    KEEP = "keep"
    SKIP = "skip"
    BEFORE = "before"
    """On the last working day before."""
    AFTER = "after"
    """On the next working day."""


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _nonzero(value: int) -> int:
    if value == 0:
        raise ValueError("counts from 1 at the beginning, or from -1 at the end")
    return value


At = Annotated[time, Field(description="Local time of the work calendar.")]
Months = Annotated[frozenset[Annotated[int, Field(ge=1, le=12)]], Field(min_length=1)]
_ALL_MONTHS: Final = frozenset(range(1, 13))


class EveryWorkday(_Rule):
    """Every working day, make-up workdays included."""

    every: Literal["workday"] = "workday"
    at: At


class EveryDay(_Rule):
    """Every day, worked or not."""

    every: Literal["day"] = "day"
    at: At


class EveryWeek(_Rule):
    """On some weekdays; 1 is Monday and 7 is Sunday (ISO 8601)."""

    every: Literal["week"] = "week"
    weekdays: Annotated[frozenset[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1)]
    at: At
    closed: WhenClosed = WhenClosed.AFTER


class EveryMonth(_Rule):
    """On a day of the month; -1 is the last, and the 31st of a shorter month is its last day."""

    every: Literal["month"] = "month"
    day: Annotated[int, Field(ge=-28, le=31), AfterValidator(_nonzero)]
    at: At
    months: Months = _ALL_MONTHS
    closed: WhenClosed = WhenClosed.AFTER


class EveryMonthWorkday(_Rule):
    """On the n-th working day of the month, or counted from its end (-1: the last); left out where there are fewer."""

    every: Literal["month_workday"] = "month_workday"
    nth: Annotated[int, Field(ge=-23, le=23), AfterValidator(_nonzero)]
    at: At
    months: Months = _ALL_MONTHS


class EveryInterval(_Rule):
    """Every so many minutes of plain time, counted from an anchor so that restarts do not shift it."""

    every: Literal["interval"] = "interval"
    minutes: Annotated[int, Field(ge=1, le=60 * 24 * 366)]
    anchor: AwareDatetime
    open_only: bool = False
    """Leave out what falls into closed hours."""


type Rule = EveryWorkday | EveryDay | EveryWeek | EveryMonth | EveryMonthWorkday | EveryInterval
RuleField = Annotated[Rule, Field(discriminator="every")]
"""A rule as a field of an input."""
_adapter: Final[TypeAdapter[Rule]] = TypeAdapter(RuleField)


def load_rule(value: object) -> Rule:
    """Read a rule from JSON values, e.g. `{"every": "workday", "at": "09:00"}`; raises pydantic's ValidationError."""
    return _adapter.validate_python(value)


def dump_rule(rule: Rule) -> dict[str, object]:
    """Return the JSON values that `load_rule` reads."""
    dumped: dict[str, object] = _adapter.dump_python(rule, mode="json")
    return dumped


def occurrences(rule: Rule, calendar: WorkCalendar, *, after: datetime) -> Iterator[datetime]:
    """Yield the instants (UTC, ascending, no two alike) strictly after `after` at which the rule falls due.

    Ends when nothing falls due for ten years. Two occurrences that move to the same working day are one.
    """
    last = after
    for at in _instants(rule, calendar, after):
        if at > last:
            last = at
            yield at


def next_occurrence(rule: Rule, calendar: WorkCalendar, *, after: datetime) -> datetime | None:
    """Return the first instant strictly after `after`; None where there is none within ten years."""
    return next(occurrences(rule, calendar, after=after), None)


def upcoming(rule: Rule, calendar: WorkCalendar, *, after: datetime, limit: int) -> tuple[datetime, ...]:
    """Return the next `limit` instants, for previews."""
    return tuple(islice(occurrences(rule, calendar, after=after), limit))


def _instants(rule: Rule, calendar: WorkCalendar, after: datetime) -> Iterator[datetime]:
    if isinstance(rule, EveryInterval):
        yield from _steps(rule, calendar, after)
        return
    minute = rule.at.hour * 60 + rule.at.minute
    for on in _dates(rule, calendar, calendar.local_date(after)):
        yield instant(on, minute, calendar.zone) + timedelta(seconds=rule.at.second)


def _steps(rule: EveryInterval, calendar: WorkCalendar, after: datetime) -> Iterator[datetime]:
    step = timedelta(minutes=rule.minutes)
    number = (after - rule.anchor) // step + 1
    last = after
    while True:
        at = (rule.anchor + number * step).astimezone(after.tzinfo)
        if at - last > _HORIZON:
            return  # the steps and the open hours never meet
        if not rule.open_only or engine.is_open(calendar, at):
            last = at
            yield at
            number += 1
            continue
        try:
            opens = engine.next_open(calendar, at)
        except engine.NeverOpen:
            return
        number = -((rule.anchor - opens) // step)  # the first step at or after the opening


def _dates(rule: Rule, calendar: WorkCalendar, today: date) -> Iterator[date]:
    """Yield due dates in order, from some time before `today` on (a long closure may have pushed them to it)."""
    match rule:
        case EveryDay():
            yield from _days(today - timedelta(days=1))
        case EveryWorkday():
            yield from _worked(calendar, _days(today - timedelta(days=1)))
        case EveryWeek():
            nominal = (on for on in _days(_well_before(today)) if on.isoweekday() in rule.weekdays)
            yield from _moved(calendar, nominal, rule.closed)
        case EveryMonth():
            nominal = (_day_of(first, rule.day) for first in _months(_well_before(today), rule.months))
            yield from _moved(calendar, nominal, rule.closed)
        case EveryMonthWorkday():
            for first in _months(_well_before(today), rule.months):
                worked = list(
                    _worked(calendar, (first + timedelta(days=n) for n in range((_next_month(first) - first).days)))
                )
                if len(worked) >= abs(rule.nth):
                    yield worked[rule.nth - 1 if rule.nth > 0 else rule.nth]


def _well_before(today: date) -> date:
    return today - timedelta(days=62)


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(_HORIZON.days))


def _months(first: date, months: frozenset[int]) -> Iterator[date]:
    on = first.replace(day=1)
    end = first + _HORIZON
    while on < end:
        if on.month in months:
            yield on
        on = _next_month(on)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _day_of(first: date, day: int) -> date:
    length = (_next_month(first) - first).days
    return first.replace(day=min(day, length) if day > 0 else length + 1 + day)


def _worked(calendar: WorkCalendar, dates: Iterator[date]) -> Iterator[date]:
    return (on for on in dates if engine.is_working_day(calendar, on))


def _moved(calendar: WorkCalendar, dates: Iterator[date], closed: WhenClosed) -> Iterator[date]:
    for on in dates:
        if closed is WhenClosed.KEEP or engine.is_working_day(calendar, on):
            yield on
        elif closed is WhenClosed.BEFORE:
            yield engine.previous_working_day(calendar, on)
        elif closed is WhenClosed.AFTER:
            yield engine.next_working_day(calendar, on)
