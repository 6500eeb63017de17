"""Calendars that the tests share."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.types import WorkCalendar

CLOSED = ()


def weekdays(hours: str, timezone: str, country: str = "", **more: object) -> WorkCalendar:
    """Monday to Friday with the same hours."""
    day = parse_hours(hours)
    return WorkCalendar(timezone=timezone, week=(day, day, day, day, day, CLOSED, CLOSED), country=country, **more)


SHANGHAI = weekdays("09:00-12:00, 13:30-18:00", "Asia/Shanghai", "CN")
"""A Chinese store with a lunch break."""


def local(text: str, timezone: str, fold: int = 0) -> datetime:
    """The instant at which clocks in the zone show that."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone), fold=fold).astimezone(UTC)
