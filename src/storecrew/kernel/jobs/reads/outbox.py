"""The outbox and the jobs as operators see them."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Page
from storecrew.kernel.events.backlog import outbox
from storecrew.kernel.events.carrying import ASKING
from storecrew.kernel.events.models import ActState, Delivery, DeliveryState, OutwardAct
from storecrew.kernel.events.outward import find_adapter
from storecrew.kernel.jobs import background
from storecrew.kernel.jobs.reads.questions import (
    OPERATORS,
    SURFACES,
    ActQuery,
    Newest,
    NoQuestion,
    OneId,
    last_line,
    part,
)
from storecrew.kernel.jobs.types import ActDetail, ActRow, BacklogView, DeadLetter, DeadLetterDetail, DeadTaskRow


@read("jobs.backlog", label=_("Outbox"), seats=OPERATORS, surfaces=SURFACES)
def backlog(ask: Ask, data: NoQuestion) -> BacklogView:
    """Tell how much of the outbox and of the jobs is waiting, dead, unknown or given up, and since when."""
    found = outbox()
    return BacklogView(
        waiting=found.waiting,
        oldest_at=found.oldest_at,
        dead=found.dead,
        held_back=found.held_back,
        planned=found.planned,
        oldest_act_at=found.oldest_act_at,
        unknown=found.unknown,
        failed=found.failed,
        dead_tasks=background.dead_count(),
        task_waits_since=background.waiting_since(),
    )


@read("jobs.dead_letters", label=_("Dead letters"), seats=OPERATORS, surfaces=SURFACES)
def dead_letters(ask: Ask, data: Newest) -> Page[DeadLetter]:
    """List events that a handler could not deal with, newest first, with what waits behind each."""
    shown, cursor = part(_with_behind().filter(state=DeliveryState.DEAD).order_by("-pk"), data)
    return Page(items=tuple(_letter(row) for row in shown), cursor=cursor)


@read("jobs.dead_letter", label=_("Dead letter"), seats=OPERATORS, surfaces=SURFACES)
def dead_letter(ask: Ask, data: OneId) -> DeadLetterDetail:
    """Show one delivery with its event, its error and its cause."""
    row = _with_behind().filter(pk=data.id).first()
    if row is None:
        raise Missing
    return DeadLetterDetail(
        letter=_letter(row),
        payload=row.event.payload,
        cause=row.event.cause,
        actor=row.event.actor,
        error=row.error,
        state=row.state,
    )


@read("jobs.acts", label=_("Outward acts"), seats=OPERATORS, surfaces=SURFACES)
def acts(ask: Ask, data: ActQuery) -> Page[ActRow]:
    """List outward acts (mail, webhooks, payments), newest first: those in trouble, or all."""
    rows = OutwardAct.objects.order_by("-pk")
    if data.which == "trouble":
        rows = rows.filter(state__in=[ActState.UNKNOWN, ActState.FAILED])
    if data.kind:
        rows = rows.filter(kind=data.kind)
    shown, cursor = part(rows, data)
    return Page(items=tuple(_act(row) for row in shown), cursor=cursor)


@read("jobs.act", label=_("Outward act"), seats=OPERATORS, surfaces=SURFACES)
def act(ask: Ask, data: OneId) -> ActDetail:
    """Show one outward act: what was to be done, how far it got, what the other side said."""
    row = OutwardAct.objects.filter(pk=data.id).first()
    if row is None:
        raise Missing
    return ActDetail(row=_act(row), payload=row.payload, answer=row.answer, cause=row.cause, error=row.error)


@read("jobs.dead_tasks", label=_("Dead jobs"), seats=OPERATORS, surfaces=SURFACES)
def dead_tasks(ask: Ask, data: Newest) -> Page[DeadTaskRow]:
    """List jobs that used up their tries, newest first."""
    items = [
        DeadTaskRow(
            task_id=task.id,
            name=task.name,
            attempts=task.attempts,
            failed_at=task.failed_at,
            reason=last_line(task.error),
        )
        for task in background.dead_tasks(data.limit)
    ]
    return Page(items=tuple(items), total=background.dead_count())


def _with_behind() -> QuerySet[Delivery]:
    behind = (
        Delivery.objects.filter(
            handler=OuterRef("handler"),
            subject=OuterRef("subject"),
            state=DeliveryState.WAITING,
            event_id__gt=OuterRef("event_id"),
        )
        .order_by()
        .values("handler")
        .annotate(n=Count("pk"))
        .values("n")
    )
    counted = Coalesce(Subquery(behind, output_field=IntegerField()), 0)
    return Delivery.objects.select_related("event").annotate(held_back=counted)


def _letter(row: Delivery) -> DeadLetter:
    return DeadLetter(
        delivery_id=row.pk,
        event_id=row.event_id,
        event=row.event.name,
        handler=row.handler,
        subject=row.subject,
        happened_at=row.event.at,
        attempts=row.attempts,
        reason=last_line(row.error),
        held_back=row.held_back,  # type: ignore[attr-defined]  # annotated above
    )


def _act(row: OutwardAct) -> ActRow:
    adapter = find_adapter(row.kind)
    asks = adapter is not None and adapter.ask is not None and not ASKING.exhausted(row.asked)
    return ActRow(
        act_id=row.pk,
        kind=row.kind,
        key=row.key,
        subject=row.subject,
        state=row.state,
        planned_at=row.planned_at,
        handed_over_at=row.handed_over_at,
        attempts=row.attempts,
        asked=row.asked,
        reference=row.reference,
        reason=last_line(row.error),
        askable=asks and row.state == ActState.UNKNOWN,
    )
