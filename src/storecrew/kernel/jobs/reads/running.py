"""What runs by itself, and what takes long."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, Ask, Page
from storecrew.kernel.jobs.models import Schedule, Work, WorkRow
from storecrew.kernel.jobs.reads.questions import (
    OPERATORS,
    SURFACES,
    NoQuestion,
    OneId,
    ReportQuery,
    WorkQuery,
    last_line,
    part,
)
from storecrew.kernel.jobs.schedules import plans
from storecrew.kernel.jobs.types import ReportLine, RowOutcome, ScheduleRow, WorkState, WorkView
from storecrew.kernel.jobs.work import find_kind

ENOUGH_S = 3
"""A work must have run for so long before its speed says anything."""


@read("jobs.schedules", label=_("Schedules"), seats=OPERATORS, surfaces=SURFACES)
def schedules(ask: Ask, data: NoQuestion) -> Page[ScheduleRow]:
    """List what runs by itself, in the order of names: when next, and how the last run went."""
    rows = {row.name: row for row in Schedule.objects.all()}
    items = [
        ScheduleRow(
            name=plan.name,
            label=str(plan.label),
            rhythm=rows[plan.name].rhythm,
            next_at=None if rows[plan.name].paused_at else rows[plan.name].next_at,
            paused_at=rows[plan.name].paused_at,
            running_since=rows[plan.name].running_since,
            finished_at=rows[plan.name].finished_at,
            failures=rows[plan.name].failures,
            reason=last_line(rows[plan.name].error),
        )
        for plan in plans()
        if plan.name in rows
    ]
    return Page(items=tuple(items), total=len(items))


@read("jobs.works", label=_("Long works"), seats={ANYONE}, surfaces=SURFACES)
def works(ask: Ask, data: WorkQuery) -> Page[WorkView]:
    """List long works, newest first: one's own; for IT and director everybody's."""
    rows = Work.objects.seen_by(ask.actor, ask.now).order_by("-pk")
    if data.which == "open":
        rows = rows.filter(state__in=[WorkState.QUEUED, WorkState.RUNNING])
    if data.subject:
        rows = rows.filter(subject=data.subject)
    shown, cursor = part(rows, data)
    return Page(items=tuple(_view(row, ask.now) for row in shown), cursor=cursor)


@read("jobs.work", label=_("Long work"), seats={ANYONE}, surfaces=SURFACES)
def work(ask: Ask, data: OneId) -> WorkView:
    """Show how far one long work is."""
    return _view(Work.objects.seen_by(ask.actor, ask.now).get_or_missing(data.id), ask.now)


@read("jobs.report", label=_("Report of a work"), seats={ANYONE}, surfaces=SURFACES)
def report(ask: Ask, data: ReportQuery) -> Page[ReportLine]:
    """List what became of each row of a long work, in order, or only the rows with one outcome."""
    row = Work.objects.seen_by(ask.actor, ask.now).get_or_missing(data.work_id)
    lines = WorkRow.objects.filter(work=row, pk__gt=data.after).order_by("pk")
    if data.outcome is not None:
        lines = lines.filter(outcome=data.outcome)
    found = list(lines[: data.limit + 1])
    shown = found[: data.limit]
    counts = {RowOutcome.DONE: row.done, RowOutcome.SKIPPED: row.skipped, RowOutcome.REFUSED: row.refused}
    return Page(
        items=tuple(line_of(line) for line in shown),
        cursor=str(shown[-1].pk) if len(found) > data.limit else None,
        total=sum(counts.values()) if data.outcome is None else counts[data.outcome],
    )


def line_of(row: WorkRow) -> ReportLine:
    """Return a line of a report as its readers get it."""
    return ReportLine(
        line=row.line,
        outcome=RowOutcome(row.outcome),
        subject=row.subject,
        column=row.column,
        value=row.value,
        reason=row.reason,
    )


def _view(row: Work, now: datetime) -> WorkView:
    kind = find_kind(row.kind)
    return WorkView(
        work_id=row.pk,
        kind=row.kind,
        kind_label=str(kind.label) if kind else row.kind,
        label=row.label,
        subject=row.subject,
        state=WorkState(row.state),
        position=row.position,
        total=row.total,
        done=row.done,
        skipped=row.skipped,
        refused=row.refused,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        cancelling=row.is_open and row.cancel_requested_at is not None,
        remaining_s=_remaining_s(row, now),
        reason=last_line(row.error),
        person_id=row.person_id,
        summary=row.summary,
    )


def _remaining_s(row: Work, now: datetime) -> int | None:
    """Return what is left at the speed so far; None while too little is known."""
    if row.state != WorkState.RUNNING or not row.total or not row.position or row.started_at is None:
        return None
    spent_s = (now - row.started_at).total_seconds()
    if spent_s < ENOUGH_S:
        return None
    return round(spent_s * max(row.total - row.position, 0) / row.position)
