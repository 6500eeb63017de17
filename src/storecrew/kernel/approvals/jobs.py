"""The clock's work: carry out approved acts whose waiting time has passed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.approvals.execution import carry_out
from storecrew.kernel.approvals.models import Request
from storecrew.kernel.jobs.schedules import Every, scheduled

AT_ONCE = 200


@scheduled(
    "approvals.carry_out_due", label=_("Carry out approved acts after their waiting time"), rhythm=Every(minutes=1)
)
def carry_out_due(now: datetime) -> None:
    """Run what is due; each runs in a transaction of its own, so one that cannot be done holds up nothing."""
    for uid in list(Request.objects.due(now).order_by("pk").values_list("uid", flat=True)[:AT_ONCE]):
        carry_out(uid, now)
