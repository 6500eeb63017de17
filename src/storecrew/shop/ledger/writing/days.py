"""Days and months of the books, in the store's time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storecrew.kernel.store.reads import current
from storecrew.shop.ledger.models import Period

FURTHEST_AHEAD = timedelta(days=366)


def today(now: datetime) -> date:
    """Return the store's day at this moment."""
    profile = current()
    return now.astimezone(ZoneInfo(profile.time_zone if profile else "UTC")).date()


def month_of(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_end(month: date) -> date:
    """Return the last day of the month."""
    return month_after(month) - timedelta(days=1)


def locked_until() -> date | None:
    """Return the last day that is closed; None while everything is open. Months are locked in order, without holes."""
    last = Period.objects.filter(locked_at__isnull=False).order_by("-month").values_list("month", flat=True).first()
    return month_end(last) if last else None
