"""What runs by the clock."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.returns import actions
from storecrew.shop.returns.models import Return, State
from storecrew.shop.returns.seats import clerk

GRACE = timedelta(days=14)
"""So long after the day by which it should have been sent, a return is given up: letters are slow, holidays long."""


@scheduled("returns.lapse", label=_("Give up returns that never came"), rhythm=Daily(time(4, 50)))
def lapse(now: datetime) -> None:
    """Call approved returns off that nobody sent, so that what was put aside for them can be sold."""
    late = work_calendar().local_date(now) - GRACE
    rows = Return.objects.filter(state=State.APPROVED, nothing_back=False, send_by__lt=late)
    for return_id in rows.order_by("pk").values_list("pk", flat=True)[:500]:
        actions.lapse(clerk("never sent"), actions.Lapse(return_id=return_id), now=now)
