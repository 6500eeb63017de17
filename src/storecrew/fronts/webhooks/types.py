"""What this room answers."""

from datetime import datetime
from typing import Annotated

from storecrew.kernel.actions.types import Output, Private


class WebhookRow(Output):
    """A webhook. `state`: `on`, `paused`, `failing` (on, and its last tries failed) or `off` (switched off by failures)."""

    webhook_id: int
    name: str
    url: str
    events: tuple[str, ...]
    state: str
    created_at: datetime
    failing_since: datetime | None
    last_success_at: datetime | None
    off_because: str


class WithSecret(Output):
    """A webhook and the secret its receiver needs; shown here, and to the IT seat whenever it asks."""

    webhook_id: int
    secret: Annotated[str, Private]


class Secrets(Output):
    """The secrets that sign now. The old one is empty unless a rotation is under way."""

    secret: str
    old_secret: str
    old_until: datetime | None


class EventKind(Output):
    """A kind of event that can be subscribed to."""

    name: str
    describe: str


class MessageRow(Output):
    """One event for one webhook; `state` is that of its outward act, e.g. `confirmed`."""

    message_id: int
    uid: str
    webhook_id: int
    event: str
    subject: str
    at: datetime
    state: str
    attempts: int
    last_status: int | None
    replays: int
    next_at: datetime | None


class AttemptRow(Output):
    """One request."""

    at: datetime
    status: int | None
    error: str
    answer: str


class MessageDetail(Output):
    """One message, word for word, with every try."""

    row: MessageRow
    body: str
    attempts: tuple[AttemptRow, ...]
