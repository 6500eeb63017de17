"""Which letters were written, and what became of them."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.mail.models import Message
from storecrew.kernel.mail.types import MessageDetail, MessageRow
from storecrew.kernel.mail.writing import KIND

READERS = {"it", "director"}


class MessageQuery(Input):
    """Newest first; `before` is the cursor of the part before. `subject` narrows it to one object, e.g. `order:7`."""

    before: int | None = Field(None, ge=1)
    subject: str = ""
    limit: int = Field(50, ge=1, le=200)


class OneMessage(Input):
    """One letter by its id."""

    id: int


@read("mail.messages", label=_("Letters"), seats=READERS, surfaces={"web", "rest", "cli"})
def messages(ask: Ask, data: MessageQuery) -> Page[MessageRow]:
    """List the letters that were written, newest first, and how far each one is."""
    rows = Message.objects.order_by("-pk")
    if data.subject:
        rows = rows.filter(subject=data.subject)
    if data.before:
        rows = rows.filter(pk__lt=data.before)
    found = list(rows[: data.limit + 1])
    shown = found[: data.limit]
    acts = _acts(shown)
    return Page(
        items=tuple(_row(row, acts.get(row.message_id)) for row in shown),
        cursor=str(shown[-1].pk) if len(found) > data.limit else None,
    )


@read("mail.message", label=_("Letter"), seats=READERS, surfaces={"web", "rest", "cli"})
def message(ask: Ask, data: OneMessage) -> MessageDetail:
    """Show one letter as it is sent."""
    row = Message.objects.filter(pk=data.id).first()
    if row is None:
        raise Missing
    return MessageDetail(
        row=_row(row, _acts([row]).get(row.message_id)),
        sender=row.sender,
        reply_to=row.reply_to,
        text=row.text,
        has_html=bool(row.html),
    )


def _acts(rows: list[Message]) -> dict[str, OutwardAct]:
    found = OutwardAct.objects.filter(kind=KIND, key__in=[row.message_id for row in rows])
    return {act.key: act for act in found}


def _row(row: Message, act: OutwardAct | None) -> MessageRow:
    return MessageRow(
        id=row.pk,
        message_id=row.message_id,
        to=row.to,
        title=row.title,
        subject=row.subject,
        written_at=row.written_at,
        state=act.state if act else "",
        act_id=act.pk if act else None,
    )


def letters_about(subjects: Collection[str], *, since: datetime, limit: int = 100) -> tuple[MessageRow, ...]:
    """Return the letters about these objects, newest first, for a room that has checked who asks. Two questions."""
    rows = list(Message.objects.filter(subject__in=subjects, written_at__gte=since).order_by("-pk")[:limit])
    acts = _acts(rows)
    return tuple(_row(row, acts.get(row.message_id)) for row in rows)
