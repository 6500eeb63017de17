"""The next days off of a country, as the set-up's page of hours shows them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.public import countries
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.clock.usual import ComingDays, next_days_off, usual_week
from storecrew.kernel.pages import formats


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Dates and what they are. `unsettled` is a year whose moved days have not been announced, 0 when there is none."""

    days: tuple[tuple[str, str], ...]
    unsettled: int


def shown(country: str, time_zone: str, now: datetime) -> Upcoming | None:
    """Return the next holidays of a country; None where they are not known."""
    if country not in countries():
        return None
    week = usual_week(country)
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (parse_hours(hours) for hours in week)
    whole = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    calendar = WorkCalendar(time_zone, whole, country)
    coming = next_days_off(calendar, now.astimezone(ZoneInfo(time_zone)).date(), get_language() or "en")
    years = sorted({one.last.year for one in coming})
    unsettled = next((year for year in years if not calendar.is_settled(year)), 0)
    return Upcoming(tuple((formats.days(one.first, one.last), _said(one)) for one in coming), unsettled)


def _said(one: ComingDays) -> str:
    if one.worked_for:
        return _("worked, for %(day)s off") % {"day": formats.day(one.worked_for)}
    return one.name or _("moved day off")
