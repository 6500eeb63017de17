"""Jobs that used up their tries."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing
from storecrew.kernel.jobs import background
from storecrew.kernel.jobs.actions.deliveries import SURFACES, Reason


class OneTask(Input):
    """One job by its id."""

    task_id: UUID


class DiscardTask(Input):
    """`reason` stays on record."""

    task_id: UUID
    reason: Reason


@action("jobs.retry_task", label=gettext_lazy("Run job again"), seats={"it"}, surfaces=SURFACES)
def retry_task(run: Run, data: OneTask) -> Nothing:
    """Run a dead job once more, now."""
    run.about(f"task:{data.task_id}")
    if not background.retry_task(str(data.task_id)):
        raise _not_dead()
    return Nothing()


@action("jobs.discard_task", label=gettext_lazy("Discard job"), seats={"it"}, surfaces=SURFACES, destructive=True)
def discard_task(run: Run, data: DiscardTask) -> Nothing:
    """Give up a dead job for good."""
    run.about(f"task:{data.task_id}")
    if not background.discard_task(str(data.task_id)):
        raise _not_dead()
    return Nothing()


def _not_dead() -> Refused:
    return Refused(_("This job is not dead any more; somebody was quicker."), code="not_dead")
