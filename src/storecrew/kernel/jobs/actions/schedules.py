"""Schedules: hold them, release them, run one now."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.jobs.actions.deliveries import SURFACES
from storecrew.kernel.jobs.models import Schedule
from storecrew.kernel.jobs.schedules import Plan, find_plan, store_days
from storecrew.kernel.jobs.ticking import fire


class OneSchedule(Input):
    """One schedule by its name, e.g. `catalogue.publish_due`."""

    name: str


class ScheduleNow(Output):
    """Where a schedule stands."""

    name: str
    next_at: datetime
    paused: bool


@action("jobs.pause_schedule", label=gettext_lazy("Hold schedule"), seats={"it"}, surfaces=SURFACES)
def pause_schedule(run: Run, data: OneSchedule) -> ScheduleNow:
    """Hold a schedule: it is not run any more until somebody releases it. A run that has begun goes on."""
    _plan, row = _one(data.name)
    if row.paused_at is not None:
        raise Refused(_("This schedule is held already."), code="paused")
    run.changed(f"schedule:{row.pk}", "paused", old=False, new=True)
    Schedule.objects.filter(pk=row.pk).update(paused_at=run.now)
    return ScheduleNow(name=row.pk, next_at=row.next_at, paused=True)


@action("jobs.resume_schedule", label=gettext_lazy("Release schedule"), seats={"it"}, surfaces=SURFACES)
def resume_schedule(run: Run, data: OneSchedule) -> ScheduleNow:
    """Release a held schedule; it runs at its next time. What was missed meanwhile is not made up for."""
    plan, row = _one(data.name)
    if row.paused_at is None:
        raise Refused(_("This schedule is not held."), code="not_paused")
    due = plan.rhythm.next_after(run.now, store_days())
    run.changed(f"schedule:{row.pk}", "paused", old=True, new=False)
    Schedule.objects.filter(pk=row.pk).update(paused_at=None, next_at=due)
    return ScheduleNow(name=row.pk, next_at=due, paused=False)


@action("jobs.run_schedule_now", label=gettext_lazy("Run now"), seats={"it"}, surfaces=SURFACES)
def run_schedule_now(run: Run, data: OneSchedule) -> ScheduleNow:
    """Run a schedule once, now, whether held or not; its regular times stay as they are."""
    plan, row = _one(data.name)
    run.about(f"schedule:{row.pk}")
    if not fire(plan, row, now=run.now, next_at=row.next_at):
        raise Refused(_("It is running at this moment."), code="running")
    return ScheduleNow(name=row.pk, next_at=row.next_at, paused=row.paused_at is not None)


def _one(name: str) -> tuple[Plan, Schedule]:
    plan, row = find_plan(name), Schedule.objects.filter(pk=name).first()
    if plan is None or row is None:
        raise Missing
    return plan, row
