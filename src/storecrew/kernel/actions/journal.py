"""Write the audit's rows, and find the row of an earlier attempt with the same key."""

import time

from storecrew.kernel.actions import cause
from storecrew.kernel.actions.grants import Permit
from storecrew.kernel.actions.redaction import audit_form, input_hash
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.audit.models import Entry, Mention
from storecrew.kernel.audit.types import Outcome


def record(
    run: Run,
    data: Input,
    outcome: Outcome,
    granted: Permit,
    *,
    started: float,
    key: str = "",
    parent: str = "",
    result: Output | None = None,
    message: str = "",
    code: str = "",
) -> None:
    """Write what became of `run`. `started` is a reading of `time.perf_counter`."""
    kept, personal = audit_form(data)
    entry = Entry.objects.create(
        uid=run.uid,
        parent=parent,
        cause=cause.current(),
        at=run.now,
        action=run.action.name,
        outcome=outcome,
        actor=run.actor.ref,
        person_id=run.actor.person_id,
        seat=granted.seat,
        tenure_id=granted.tenure_id,
        surface=run.actor.surface,
        address=run.actor.address,
        reason=run.actor.reason[:200],
        approval=run.approval,
        subject=run.subject,
        key=key,
        input_hash=input_hash(data),
        input=kept,
        personal=[["input", *path] for path in personal]
        + [["changes", index] for index, change in enumerate(run.changes) if change.personal],
        result=None if result is None else audit_form(result)[0],
        changes=[
            {"subject": change.subject, "field": change.field, "old": change.old, "new": change.new}
            for change in run.changes
        ],
        message=message,
        code=code,
        duration_ms=round((time.perf_counter() - started) * 1000),
    )
    if run.mentions:
        Mention.objects.bulk_create(Mention(entry=entry, subject=subject) for subject in run.mentions)


def find_entry(action: str, *, key: str, actor: str) -> Entry | None:
    """Return the row that a key belongs to, None when it is new."""
    outcomes = [Outcome.DONE, Outcome.PARKED]
    return Entry.objects.filter(action=action, key=key, actor=actor, outcome__in=outcomes).first()


def find_approved(request: str) -> Entry | None:
    """Return the row of the run that carried out an approved request, None while it waits."""
    return Entry.objects.filter(approval=request, outcome=Outcome.DONE).order_by("pk").first()
