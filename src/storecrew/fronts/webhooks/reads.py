"""Which webhooks there are, what they were told, and how it went."""

from collections.abc import Sequence

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.fronts.webhooks.models import Attempt, Message, Webhook
from storecrew.fronts.webhooks.types import (
    AttemptRow,
    EventKind,
    MessageDetail,
    MessageRow,
    Secrets,
    WebhookRow,
)
from storecrew.fronts.webhooks.writing import KIND
from storecrew.kernel import secrets as sealed
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.events.types import event_types

SEATS = {"it", "director"}
SURFACES = {"web", "rest", "cli"}


class NoQuestion(Input):
    """Nothing needs to be said."""


class OneWebhook(Input):
    """One webhook."""

    webhook_id: int


class OneMessage(Input):
    """One message of the log."""

    message_id: int


class LogQuery(Input):
    """The log of one webhook, newest first; `before` is the cursor of the part before."""

    webhook_id: int
    before: int | None = Field(None, ge=1)
    limit: int = Field(50, ge=1, le=200)


@read("webhooks.webhooks", label=_("Webhooks"), seats=SEATS, surfaces=SURFACES)
def webhooks(ask: Ask, data: NoQuestion) -> Page[WebhookRow]:
    """List webhooks in the order of their names."""
    rows = [_row(row) for row in Webhook.objects.shown().order_by("name", "pk")]
    return Page(items=tuple(rows), total=len(rows))


@read("webhooks.webhook", label=_("Webhook"), seats=SEATS, surfaces=SURFACES)
def webhook(ask: Ask, data: OneWebhook) -> WebhookRow:
    """Show one webhook."""
    return _row(_one(data.webhook_id))


@read("webhooks.secrets", label=_("Secrets of a webhook"), seats={"it"}, surfaces={"web"})
def secrets(ask: Ask, data: OneWebhook) -> Secrets:
    """Show the secrets that sign a webhook's messages at this moment."""
    row = _one(data.webhook_id)
    both = row.old_secret and row.old_secret_until and ask.now < row.old_secret_until
    return Secrets(
        secret=sealed.decrypt(row.secret),
        old_secret=sealed.decrypt(row.old_secret) if both else "",
        old_until=row.old_secret_until if both else None,
    )


@read("webhooks.event_kinds", label=_("Kinds of events"), seats=SEATS, surfaces=SURFACES)
def event_kinds(ask: Ask, data: NoQuestion) -> Page[EventKind]:
    """List the events that a webhook can be told of."""
    kinds = [
        EventKind(name=name, describe=" ".join((kind.__doc__ or "").split())) for name, kind in event_types().items()
    ]
    return Page(items=tuple(kinds), total=len(kinds))


@read("webhooks.messages", label=_("Log of a webhook"), seats=SEATS, surfaces=SURFACES)
def messages(ask: Ask, data: LogQuery) -> Page[MessageRow]:
    """List what a webhook was told, newest first, and how far each message is."""
    rows = _with_attempts().filter(webhook=_one(data.webhook_id)).order_by("-pk")
    if data.before:
        rows = rows.filter(pk__lt=data.before)
    found = list(rows[: data.limit + 1])
    shown = found[: data.limit]
    cursor = str(shown[-1].pk) if len(found) > data.limit else None
    return Page(items=_message_rows(shown), cursor=cursor)


@read("webhooks.message", label=_("Webhook message"), seats=SEATS, surfaces=SURFACES)
def message(ask: Ask, data: OneMessage) -> MessageDetail:
    """Show one message word for word, with every try."""
    row = _with_attempts().filter(pk=data.message_id, webhook__removed_at=None).first()
    if row is None:
        raise Missing
    tries = [
        AttemptRow(at=one.at, status=one.status, error=one.error, answer=one.answer)
        for one in row.attempts.order_by("-pk")[:50]
    ]
    return MessageDetail(row=_message_rows([row])[0], body=row.body, attempts=tuple(tries))


def _one(webhook_id: int) -> Webhook:
    row = Webhook.objects.shown().filter(pk=webhook_id).first()
    if row is None:
        raise Missing
    return row


def _row(row: Webhook) -> WebhookRow:
    return WebhookRow(
        webhook_id=row.pk,
        name=row.name,
        url=row.url,
        events=tuple(row.events),
        state=_state(row),
        created_at=row.created_at,
        failing_since=row.failing_since,
        last_success_at=row.last_success_at,
        off_because=row.switched_off_because,
    )


def _state(row: Webhook) -> str:
    if row.switched_off_at:
        return "off"
    if row.paused_at:
        return "paused"
    return "failing" if row.failing_since else "on"


def _with_attempts() -> QuerySet[Message]:
    last = Attempt.objects.filter(message=OuterRef("pk")).order_by("-pk").values("status")[:1]
    return Message.objects.annotate(tries=Count("attempts"), last_status=Subquery(last))


def _message_rows(rows: Sequence[Message]) -> tuple[MessageRow, ...]:
    acts = {act.key: act for act in OutwardAct.objects.filter(kind=KIND, key__in=[row.act_key for row in rows])}
    return tuple(_message_row(row, acts.get(row.act_key)) for row in rows)


def _message_row(row: Message, act: OutwardAct | None) -> MessageRow:
    return MessageRow(
        message_id=row.pk,
        uid=row.uid,
        webhook_id=row.webhook_id,
        event=row.event,
        subject=row.subject,
        at=row.at,
        state=act.state if act else "",
        attempts=row.tries,  # type: ignore[attr-defined]  # annotated
        last_status=row.last_status,  # type: ignore[attr-defined]  # annotated
        replays=row.replays,
        next_at=act.due_at if act and act.state == ActState.PLANNED and act.attempts else None,
    )
