"""What this room itself does by night: take away rows that nobody will ask for any more.

Events, outward acts and dead letters stay; what goes are deliveries that were made, jobs that went well, and the
row-by-row reports of works that ended long ago (their counts stay).
"""

from datetime import datetime, time, timedelta

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.events.models import Delivery, DeliveryState
from storecrew.kernel.jobs.models import WorkRow
from storecrew.kernel.jobs.schedules import Daily, scheduled

KEEP_DELIVERIES = timedelta(days=30)
KEEP_REPORTS = timedelta(days=180)
CHUNK = 2000


@scheduled("jobs.tidy", label=_("Clear away what was delivered long ago"), rhythm=Daily(time(4, 10)), timeout_s=1800)
def tidy(now: datetime) -> None:
    """Delete in small pieces, so that nobody has to wait for the lock."""
    made = Delivery.objects.filter(state=DeliveryState.DONE, settled_at__lt=now - KEEP_DELIVERIES)
    while made.filter(pk__in=list(made.order_by("pk").values_list("pk", flat=True)[:CHUNK])).delete()[0]:
        pass
    told = WorkRow.objects.filter(work__finished_at__lt=now - KEEP_REPORTS)
    while told.filter(pk__in=list(told.order_by("pk").values_list("pk", flat=True)[:CHUNK])).delete()[0]:
        pass
    call_command("ox_prune", older_than="7d", verbosity=0)
