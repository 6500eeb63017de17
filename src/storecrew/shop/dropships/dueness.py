"""When a supplier's answer and parcel are due: by the working hours, the handling days and the cut-off of the site."""

from datetime import UTC, date, datetime, time, timedelta

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.supply.types import SiteView


def calendar_of(site: SiteView) -> WorkCalendar:
    """Return the site's calendar, else the store's."""
    return work_calendar(site.calendar) if site.calendar else work_calendar()


def answer_by(site: SiteView, sent_at: datetime, hours: int) -> datetime | None:
    """Return until when an answer is due: so many working hours after it was sent. None: nobody ever works there."""
    try:
        return engine.add_working_time(calendar_of(site), sent_at, timedelta(hours=hours))
    except engine.NeverOpen:
        return None


def ship_by(site: SiteView, at: datetime, handling_days: int | None) -> datetime | None:
    """Return when goods ordered at `at` have to leave.

    What comes before the cut-off of a working day counts as that day's, everything else as the next working day's; the
    handling days later it has to be gone, by the cut-off. `handling_days` None: as the site does it.
    """
    calendar = calendar_of(site)
    days = site.handling_days if handling_days is None else handling_days
    try:
        first = engine.next_working_day(calendar, calendar.local_date(at))
        if at > _cut_off(calendar, site, first):
            first = engine.add_working_days(calendar, first, 1)
        return _cut_off(calendar, site, engine.add_working_days(calendar, first, days) if days else first)
    except engine.NeverOpen:
        return None


def _cut_off(calendar: WorkCalendar, site: SiteView, on: date) -> datetime:
    if site.cut_off is not None:
        return datetime.combine(on, site.cut_off, tzinfo=calendar.zone).astimezone(UTC)
    openings = list(calendar.openings(on))
    return openings[-1][1] if openings else datetime.combine(on, time(23, 59), tzinfo=calendar.zone).astimezone(UTC)
