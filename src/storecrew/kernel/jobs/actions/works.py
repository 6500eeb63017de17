"""Long works: end them early, or let them go on from where they stopped."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, Input, Output
from storecrew.kernel.jobs.actions.deliveries import SURFACES
from storecrew.kernel.jobs.background import enqueue
from storecrew.kernel.jobs.events import WorkFinished
from storecrew.kernel.jobs.models import Work
from storecrew.kernel.jobs.running import finished, run_work
from storecrew.kernel.jobs.types import WorkState
from storecrew.kernel.jobs.work import LEASE, ask_to_end, find_kind


class OneWork(Input):
    """One long work."""

    work_id: int


class WorkNow(Output):
    """Where a work stands."""

    work_id: int
    state: str


@action("jobs.cancel_work", label=gettext_lazy("Stop work"), seats={ANYONE}, surfaces=SURFACES, emits=(WorkFinished,))
def cancel_work(run: Run, data: OneWork) -> WorkNow:
    """End a long work early: one's own, or as IT or director anybody's. What it has done stays done and reported."""
    row = Work.objects.seen_by(run.actor, run.now).get_or_missing(data.work_id)
    run.about(row.ref, *([row.subject] if row.subject else []))
    if not ask_to_end(row.pk, run.now):
        raise Refused(_("This work has ended already."), code="ended")
    run.changed(row.ref, "cancel requested", old=False, new=True)
    # nobody works on it: it ends here; otherwise before its next step
    if Work.objects.filter(pk=row.pk, state=WorkState.QUEUED).update(state=WorkState.CANCELLED, finished_at=run.now):
        run.emit(finished(Work.objects.get(pk=row.pk)), subject=row.ref)
        return WorkNow(work_id=row.pk, state=WorkState.CANCELLED)
    return WorkNow(work_id=row.pk, state=row.state)


@action("jobs.resume_work", label=gettext_lazy("Go on with work"), seats={ANYONE}, surfaces=SURFACES)
def resume_work(run: Run, data: OneWork) -> WorkNow:
    """Let a stopped or failed work go on after its last finished step; nothing that was done is done again."""
    row = Work.objects.seen_by(run.actor, run.now).get_or_missing(data.work_id)
    run.about(row.ref, *([row.subject] if row.subject else []))
    if find_kind(row.kind) is None:
        raise Refused(_("This version of the software does not know this kind of work."), code="unknown_kind")
    ended = Work.objects.filter(pk=row.pk, state__in=[WorkState.CANCELLED, WorkState.FAILED])
    if not ended.update(
        state=WorkState.QUEUED,
        finished_at=None,
        cancel_requested_at=None,
        attempts=0,
        error="",
        leased_until=run.now + LEASE,
    ):
        raise Refused(_("Only a work that was stopped or failed can go on."), code="not_ended")
    run.changed(row.ref, "state", old=row.state, new=WorkState.QUEUED)
    enqueue(run_work, work_id=row.pk)
    return WorkNow(work_id=row.pk, state=WorkState.QUEUED)
