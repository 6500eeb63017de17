"""What this room gives to others: its page in the menu, its name for links, the store's workdays for schedules."""

from datetime import date, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.types import ANYONE
from storecrew.kernel.clock.engine import is_working_day
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.kernel.jobs import schedules
from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem


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


def _calendar_link(code: str) -> Link:
    return Link(_("Work calendar"), reverse("clock:index"))


schedules.keep_days_by(lambda: StoreDays(work_calendar()))
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
