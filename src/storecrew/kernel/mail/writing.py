"""Write a letter down, in the transaction that wants it sent."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from storecrew.kernel.events import outward
from storecrew.kernel.mail.models import Attachment, Message
from storecrew.kernel.mail.types import Letter

KIND = "mail"
FORGOTTEN = "forgotten@invalid"


def write(
    letter: Letter, *, key: str, subject: str, cause: str, at: datetime, still: tuple[str, str] | None = None
) -> Message:
    """Keep a letter and plan its sending after the commit; the same `key` again is the same letter, sent once.

    Called from the body of an action or from a handler. `subject` is the object it is about; `still`: name and subject of a
    condition (see `conditions`) that has to hold when the letter leaves.
    """
    row, new = Message.objects.get_or_create(
        key=key,
        defaults={
            "message_id": make_msgid(domain=_domain()),
            "to": letter.to,
            "sender": settings.DEFAULT_FROM_EMAIL,
            "reply_to": letter.reply_to,
            # a line break in a header is how headers are smuggled in
            "title": " ".join(letter.title.split())[:200],
            "text": letter.text,
            "html": letter.html,
            "subject": subject,
            "written_at": at,
        },
    )
    if new:
        Attachment.objects.bulk_create(
            Attachment(message=row, name=file.name, kind=file.kind, content=file.content) for file in letter.files
        )
    payload: dict[str, object] = {"message": row.pk}
    if still is not None:
        payload["still"] = list(still)
    outward.plan(KIND, key=row.message_id, payload=payload, subject=subject, cause=cause, at=at)
    return row


def is_written(key: str) -> bool:
    """Tell whether the letter of this key was written."""
    return Message.objects.filter(key=key).exists()


def forget(address: str) -> int:
    """Blank what was written to somebody who is to be forgotten; that letters went out, and about what, stays.

    Called inside the action that forgets. Returns how many letters it blanked; a second call returns 0.
    """
    letters = Message.objects.filter(to=address) if address else Message.objects.none()
    Attachment.objects.filter(message__in=letters).delete()
    return letters.update(to=FORGOTTEN, title="", text="", html="")


def forget_about(subjects: Iterable[str]) -> int:
    """Blank what was written to others about these objects, where it tells of somebody who is to be forgotten.

    To whom it went stays. Called inside the action that forgets; returns how many letters it blanked.
    """
    letters = Message.objects.filter(subject__in=list(subjects)).exclude(text="")
    Attachment.objects.filter(message__in=letters).delete()
    return letters.update(title="", text="", html="")


def _domain() -> str:
    _name, _at, host = settings.DEFAULT_FROM_EMAIL.strip("<> ").rpartition("@")
    return host or urlsplit(settings.CSRF_TRUSTED_ORIGINS[0]).hostname or "localhost"
