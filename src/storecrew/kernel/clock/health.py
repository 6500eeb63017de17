"""Does the calendar know enough of the months ahead?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.jobs.health import Finding, Level, check

AHEAD = timedelta(days=30)
"""Promises and duties of the coming month are made from it."""


@check("clock.announced")
def announced(now: datetime) -> Iterable[Finding]:
    """Holidays and make-up workdays of the coming month are known."""
    calendar = work_calendar()
    until = calendar.local_date(now + AHEAD)
    if calendar.is_settled(until.year):
        yield Finding(Level.GOOD, _("Holidays and make-up workdays are known until %(day)s.") % {"day": until})
    else:
        yield Finding(
            Level.WARN,
            _("Which days of %(year)d are moved for long holidays is not known to this version.")
            % {"year": until.year},
            _(
                "Update the program once the government has announced them, or add the days to the work calendar by hand."
            ),
        )
