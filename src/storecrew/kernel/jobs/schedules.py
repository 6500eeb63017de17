"""Schedules: jobs that fall due again and again, by the clock or by the store's work calendar.

    @scheduled("catalogue.publish_due", label=_("Publish what is due"), rhythm=Every(minutes=1))
    @scheduled("clock.plan_the_day", label=_("Plan the day"), rhythm=Daily(time(8, 30), workdays=True))
    def plan_the_day(now: datetime) -> None: ...

Each due time is fired once, however many workers there are. Runs that were missed (the machine was off, the one before
still runs) are made up for by one run. `next_at` is an instant in UTC, computed in the store's time zone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from django.utils.functional import Promise

from storecrew.kernel.events.retry import Retry

DAYS_AHEAD = 400
"""How far the next workday is looked for."""

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Days(Protocol):
    """What schedules have to know about the store's calendar."""

    @property
    def zone(self) -> tzinfo:
        """Return the store's time zone."""

    def is_workday(self, on: date) -> bool:
        """Tell whether anybody works on that date."""


class PlainDays:
    """Monday to Friday, UTC: until the store has said otherwise."""

    zone: tzinfo = UTC

    def is_workday(self, on: date) -> bool:
        """Tell whether it is a day from Monday to Friday."""
        return on.weekday() < 5


class Rhythm(Protocol):
    """When something falls due again and again."""

    def next_after(self, moment: datetime, days: Days) -> datetime:
        """Return the first due time after `moment`, in UTC."""

    def code(self) -> str:
        """Return a short text that changes when the rhythm does."""


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again at a fixed distance, on the grid of the clock (every 15 minutes is :00, :15, :30, :45)."""

    seconds: int = 0
    minutes: int = 0
    hours: int = 0

    def next_after(self, moment: datetime, days: Days) -> datetime:
        """Return the next point of the grid."""
        step = timedelta(seconds=self.seconds, minutes=self.minutes, hours=self.hours)
        return EPOCH + ((moment - EPOCH) // step + 1) * step

    def code(self) -> str:
        """Return e.g. `every 900 s`."""
        return f"every {self.hours * 3600 + self.minutes * 60 + self.seconds} s"


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a time of the store's clock; with `workdays`, only on days when somebody works.

    A time that the clock change skips is made up for right after the gap; one that comes twice counts the first time.
    """

    at: time
    workdays: bool = False

    def next_after(self, moment: datetime, days: Days) -> datetime:
        """Return the next due time; raises LookupError when nobody works for more than a year."""
        first = moment.astimezone(days.zone).date()
        for ahead in range(DAYS_AHEAD):
            on = first + timedelta(days=ahead)
            due = datetime.combine(on, self.at, tzinfo=days.zone).astimezone(UTC)
            if due > moment and (not self.workdays or days.is_workday(on)):
                return due
        raise LookupError("no workday within a year")

    def code(self) -> str:
        """Return e.g. `workdays 08:30`."""
        return f"{'workdays' if self.workdays else 'daily'} {self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Plan:
    """One schedule of the house."""

    name: str
    label: Promise | str
    rhythm: Rhythm
    function: Callable[[datetime], None]
    retry: Retry
    timeout_s: int


_plans: dict[str, Plan] = {}
_days: Callable[[], Days] = PlainDays


def scheduled(
    name: str,
    *,
    label: Promise | str,
    rhythm: Rhythm,
    retry: Retry = Retry(attempts=3, first_s=30, factor=4),  # noqa: B008  a frozen value
    timeout_s: int = 600,
) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Register `function(now)` to run in a rhythm. It must bear being run twice, and ends within `timeout_s`."""

    def decorate(function: Callable[[datetime], None]) -> Callable[[datetime], None]:
        known = _plans.get(name)
        if known is not None and known.function is not function:
            raise ValueError(f"schedule {name} is registered twice")
        _plans[name] = Plan(name, label, rhythm, function, retry, timeout_s)
        return function

    return decorate


def plans() -> Iterator[Plan]:
    """Yield every schedule in the order of names."""
    yield from (_plans[name] for name in sorted(_plans))


def find_plan(name: str) -> Plan | None:
    """Return the schedule of that name, None when the code no longer has it."""
    return _plans.get(name)


def keep_days_by(provider: Callable[[], Days]) -> None:
    """Name the one function that knows the store's time zone and workdays."""
    global _days
    _days = provider


def store_days() -> Days:
    """Return the store's calendar as it is now."""
    return _days()
