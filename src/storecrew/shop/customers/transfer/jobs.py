"""Files that were sent are deleted: they are full of personal data, and nobody needs them once their import has ended."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs.models import Work
from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.customers.transfer.actions import CHECK, RUN, SHELF

KEPT_FOR = timedelta(days=3)
"""Long enough to look at the check over a weekend and go on."""


@scheduled("customers.sweep_imports", label=_("Delete files of imported customers"), rhythm=Daily(time(4, 30)))
def sweep(now: datetime) -> None:
    """Delete files whose checks and imports are over for days."""
    recent = Work.objects.filter(kind__in=[CHECK, RUN], created_at__gte=now - KEPT_FOR)
    needed = {params["digest"] for params in recent.values_list("params", flat=True)}
    SHELF.sweep(needed, now, after=KEPT_FOR)
