"""What this room announces."""

from storecrew.kernel.events.types import Event
from storecrew.kernel.jobs.types import WorkState


class WorkFinished(Event):
    """A long work came to its end: done, cancelled or failed."""

    room = "jobs"
    history = True
    work_id: int
    kind: str
    state: WorkState
    person_id: int | None
    done: int
    skipped: int
    refused: int
