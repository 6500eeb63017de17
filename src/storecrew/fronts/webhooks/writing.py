"""What actions, the handler and the carrier of this room write."""

import json
import uuid
from datetime import datetime
from typing import Any

from storecrew.fronts.webhooks.models import Attempt, Message, Webhook
from storecrew.kernel.events import outward

KIND = "webhook"


def plan_message(
    webhook: Webhook, *, event: str, subject: str, data: dict[str, Any], event_id: int | None, at: datetime, cause: str
) -> Message | None:
    """Write down what a webhook is to be told, and plan the telling; None when this event was planned already."""
    if event_id is not None and Message.objects.filter(webhook=webhook, event_id=event_id).exists():
        return None
    uid = f"msg_{uuid.uuid4().hex}"
    body = {"type": event, "timestamp": at.isoformat(), "subject": subject, "data": data}
    message = Message.objects.create(
        uid=uid,
        webhook=webhook,
        event_id=event_id,
        event=event,
        subject=subject,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        at=at,
        act_key=uid,
    )
    _plan(message, at=at, cause=cause)
    return message


def plan_replay(message: Message, *, at: datetime, cause: str) -> None:
    """Plan the same message once more, under the same webhook-id."""
    message.replays += 1
    message.act_key = f"{message.uid}:{message.replays}"
    message.save(update_fields=["replays", "act_key"])
    _plan(message, at=at, cause=cause)


def note_attempt(message: Message, *, at: datetime, status: int | None, error: str, answer: str) -> Webhook:
    """Keep what came of one request, and since when its webhook fails; returns the webhook as it is now."""
    Attempt.objects.create(
        message=message, at=at, status=status, error=error[:400], answer=answer[:1000].replace("\x00", "")
    )
    webhook = Webhook.objects.filter(pk=message.webhook_id)
    if not error:
        webhook.update(failing_since=None, last_success_at=at)
    else:
        webhook.filter(failing_since=None).update(failing_since=at)
    return webhook.get()


def _plan(message: Message, *, at: datetime, cause: str) -> None:
    webhook = f"webhook:{message.webhook_id}"
    payload = {"message": message.pk, "event": message.event}
    outward.plan(KIND, key=message.act_key, payload=payload, subject=webhook, cause=cause, at=at)
