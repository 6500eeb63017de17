"""What this room gives to others: its page in the menu, its name for links, the store's workdays for schedules."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.types import ANYONE, Actor
from storecrew.kernel.clock.engine import is_working_day
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.jobs import schedules
from storecrew.kernel.pages import desk, formats, links, menu, wording
from storecrew.kernel.pages.types import Link, MenuItem, Moment
from storecrew.kernel.people.seats import Seat


class StoreDays:
    """The store's calendar as schedules ask for it."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar

    @property
    def zone(self) -> tzinfo:
        """Return the store's time zone."""
        return self.calendar.zone

    def is_workday(self, on: date) -> bool:
        """Tell whether anybody works on that date."""
        return is_working_day(self.calendar, on)


def opening(actor: Actor, start: datetime, end: datetime) -> Iterable[Moment]:
    """Yield the working hours of the day."""
    calendar = work_calendar()
    for opens, closes in calendar.openings(calendar.local_date(start)):
        label = _("at work until %(time)s") % {"time": formats.clock(closes)}
        yield Moment(opens, label, until=closes, url=reverse("clock:index"))


def _calendar_link(code: str) -> Link:
    return Link(_("Work calendar"), reverse("clock:index"))


schedules.keep_days_by(lambda: StoreDays(work_calendar()))
for _seat in Seat:
    desk.day(_seat)(opening)
wording.register(
    "calendar",
    {
        "subdivision": gettext_lazy("Part of the country"),
        "make_up": gettext_lazy("Make-up workdays are worked"),
        "week": gettext_lazy("The usual week"),
    },
)
links.register("calendar", _calendar_link)
menu.register(
    MenuItem(
        room="clock",
        label=gettext_lazy("Work calendar"),
        icon="calendar",
        url_name="clock:index",
        seats={ANYONE},
        order=60,
    )
)
