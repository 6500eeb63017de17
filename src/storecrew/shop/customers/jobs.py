"""The clock's work: ways in that are long over are swept away."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.customers.models import Session, SignInLink

KEPT_FOR = timedelta(days=30)
"""Long enough to look into a complaint, short enough to keep no history of who was where."""


@scheduled("customers.sweep", label=_("Sweep old sign-ins of customers"), rhythm=Daily(time(4, 20)))
def sweep(now: datetime) -> None:
    """Delete links and sessions that ended a month ago."""
    SignInLink.objects.filter(expires_at__lt=now - KEPT_FOR).delete()
    Session.objects.filter(expires_at__lt=now - KEPT_FOR).delete()
    Session.objects.filter(ended_at__lt=now - KEPT_FOR).delete()
