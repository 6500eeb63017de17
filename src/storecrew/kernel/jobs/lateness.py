"""Are jobs taken up in time? The doctor's question to the task library."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django_ox.models import OxTask

from storecrew.kernel.jobs.health import Finding, Level, check

LATE_AFTER = timedelta(minutes=5)


@check("jobs.queue")
def queue(now: datetime) -> Iterator[Finding]:
    """Find the job that has been due longest."""
    due_at = Coalesce(F("run_after"), F("enqueued_at"))
    waiting = OxTask.objects.filter(status=OxTask.Status.READY).annotate(due_at=due_at)
    first = waiting.filter(due_at__lte=now - LATE_AFTER).order_by("due_at", "pk").first()
    if first is None:
        yield Finding(Level.GOOD, _("Jobs are taken up in time."))
        return
    minutes = (now - first.due_at) / timedelta(minutes=1)
    yield Finding(
        Level.BAD,
        _("A job has been due for %(minutes)d minutes: %(name)s.") % {"minutes": minutes, "name": first.task_path},
        _("The workers do not run or do not keep up. They run with the store: %(command)s")
        % {"command": "storecrew up"},
    )
