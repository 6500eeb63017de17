"""When "later" is: three moments that people mean, in their own day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

MORNING = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """A moment to put a job off to."""

    code: str
    label: str
    until: datetime


def choices(now: datetime) -> list[Choice]:
    """Return the moments that are offered at `now`: in three hours while that is today, tomorrow, next Monday."""
    here = timezone.localtime(now)
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    soon = here + timedelta(hours=3)
    offered = [
        Choice("tomorrow", _("Tomorrow morning"), morning + timedelta(days=1)),
        Choice("monday", _("Monday morning"), morning + timedelta(days=7 - here.weekday())),
    ]
    if soon.date() == here.date():
        offered.insert(0, Choice("soon", _("In three hours"), soon))
    return offered
