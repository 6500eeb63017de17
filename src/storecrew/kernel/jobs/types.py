"""The stable codes of this room, and what its reads answer."""

from datetime import datetime

from django.db import models
from django.utils.translation import pgettext_lazy
from pydantic import JsonValue

from storecrew.kernel.actions.types import Output


class WorkState(models.TextChoices):
    """How far a long work is."""

    QUEUED = "queued", pgettext_lazy("work", "waiting to begin")
    RUNNING = "running", pgettext_lazy("work", "running")
    DONE = "done", pgettext_lazy("work", "done")
    CANCELLED = "cancelled", pgettext_lazy("work", "cancelled")
    FAILED = "failed", pgettext_lazy("work", "stopped by an error")


class RowOutcome(models.TextChoices):
    """What became of one row of what was worked on."""

    DONE = "done", pgettext_lazy("row", "done")
    SKIPPED = "skipped", pgettext_lazy("row", "skipped")
    REFUSED = "refused", pgettext_lazy("row", "refused")


class BacklogView(Output):
    """The outbox in a few counts. Times are those of the oldest that is still open; None when there is none."""

    waiting: int
    oldest_at: datetime | None
    dead: int
    held_back: int
    planned: int
    oldest_act_at: datetime | None
    unknown: int
    failed: int
    dead_tasks: int
    task_waits_since: datetime | None


class DeadLetter(Output):
    """An event that a handler could not deal with."""

    delivery_id: int
    event_id: int
    event: str
    handler: str
    subject: str
    happened_at: datetime
    attempts: int
    reason: str
    """The last line of the error."""
    held_back: int
    """Later events of the same subject that wait behind it."""


class DeadLetterDetail(Output):
    """A dead letter with everything that is known."""

    letter: DeadLetter
    payload: dict[str, JsonValue]
    cause: str
    actor: str
    error: str
    state: str


class ActRow(Output):
    """An outward act."""

    act_id: int
    kind: str
    key: str
    subject: str
    state: str
    planned_at: datetime
    handed_over_at: datetime | None
    attempts: int
    asked: int
    reference: str
    reason: str
    askable: bool
    """The other side can be asked, and still is."""


class ActDetail(Output):
    """An outward act with everything that is known."""

    row: ActRow
    payload: dict[str, JsonValue]
    answer: dict[str, JsonValue]
    cause: str
    error: str


class ScheduleRow(Output):
    """One schedule. `next_at` is None while it is held."""

    name: str
    label: str
    rhythm: str
    next_at: datetime | None
    paused_at: datetime | None
    running_since: datetime | None
    finished_at: datetime | None
    failures: int
    reason: str


class WorkView(Output):
    """A long work. `remaining_s` is what it will probably still take; None while that cannot be said."""

    work_id: int
    kind: str
    kind_label: str
    label: str
    subject: str
    state: WorkState
    position: int
    total: int | None
    done: int
    skipped: int
    refused: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    cancelling: bool
    remaining_s: int | None
    reason: str
    person_id: int | None
    summary: dict[str, JsonValue]


class ReportLine(Output):
    """What became of one row, and why."""

    line: int
    outcome: RowOutcome
    subject: str
    column: str
    value: str
    reason: str


class DeadTaskRow(Output):
    """A job that used up its tries."""

    task_id: str
    name: str
    attempts: int
    failed_at: datetime | None
    reason: str
