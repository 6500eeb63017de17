"""How much time counts between two moments at a site: its working days, and rest days at a slower pace. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.types import WorkCalendar, instant

REST_PACE = 0.4
"""On a day of rest so much leaves of what leaves on a working day: other shops sell on, but little is sent."""
LONGEST = timedelta(days=120)
"""Nothing is asked of longer spans; they count as so long."""


@dataclass(frozen=True, slots=True)
class Span:
    """`worked`: working days, `days`: the same with days of rest at their slower pace; parts of days are parts."""

    worked: float
    days: float


NO_TIME = Span(0.0, 0.0)


def span(calendar: WorkCalendar, start: datetime, end: datetime) -> Span:
    """Return what counts from one moment to another; nothing when `end` is not later."""
    if end <= start:
        return NO_TIME
    start = max(start, end - LONGEST)
    worked = rested = 0.0
    on, last = calendar.local_date(start), calendar.local_date(end)
    while on <= last:
        begins, ends = _borders(on, calendar.timezone)
        part = (min(ends, end) - max(begins, start)) / (ends - begins)
        if engine.is_working_day(calendar, on):
            worked += max(0.0, part)
        else:
            rested += max(0.0, part)
        on += timedelta(days=1)
    return Span(worked, worked + REST_PACE * rested)


def opens_on(calendar: WorkCalendar, now: datetime) -> tuple[date | None, int]:
    """Return the next day of work and how many days ahead it is; (None, 0) where today is worked or no day ever is."""
    today = calendar.local_date(now)
    try:
        then = engine.next_working_day(calendar, today)
    except engine.NeverOpen:
        return None, 0
    return (None, 0) if then == today else (then, (then - today).days)


@lru_cache(maxsize=4096)
def _borders(on: date, timezone: str) -> tuple[datetime, datetime]:
    zone = ZoneInfo(timezone)
    return instant(on, 0, zone).astimezone(UTC), instant(on + timedelta(days=1), 0, zone).astimezone(UTC)
