"""Hand letters to the mail server, and understand what it says. RFC 5321 §4.2.1: 4yz means later, 5yz means never."""

import smtplib
import socket
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives

from storecrew.kernel.events import outward
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.events.outward import Act, Confirmed, NotReceived, Rejected
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.mail.conditions import holds
from storecrew.kernel.mail.models import Message
from storecrew.kernel.mail.writing import KIND

RETRY = Retry(attempts=10, first_s=30, factor=3, most_s=6 * 3600)
"""About a day: what a mail server that keeps strangers waiting, or is down over night, needs."""
IN_ORDER_WITHIN = timedelta(seconds=45)
"""How long a letter waits for an earlier one: less than it takes to use up its own tries."""
UNDER_WAY = (ActState.PLANNED, ActState.CLAIMED, ActState.HANDED_OVER)


def send(act: Act) -> Confirmed:
    """Send one letter. Raises NotReceived or Rejected; anything else after the hand-over leaves it unknown."""
    row = Message.objects.get(pk=act.payload["message"])
    _after_its_elders(row, act)
    if (still := act.payload.get("still")) and not holds(*still):
        return Confirmed(answer={"sent": False, "key": row.key})
    try:
        _email(row).send()
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()), (550, b"refused"))
        raise _answered(code, text) from error
    except smtplib.SMTPResponseException as error:  # at any stage: the server said that it does not take it
        raise _answered(error.smtp_code, error.smtp_error) from error
    except (ConnectionRefusedError, socket.gaierror, smtplib.SMTPNotSupportedError) as error:
        raise NotReceived(f"The mail server cannot be reached: {error}") from error
    return Confirmed(reference=row.message_id)


def _after_its_elders(row: Message, act: Act) -> None:
    """Let a letter wait for earlier ones about the same thing to the same reader, so that they arrive as they were written.

    Not for ever: one that hangs does not hold back what was written a while after it.
    """
    if not row.subject:
        return
    elders = Message.objects.filter(subject=row.subject, to=row.to, pk__lt=row.pk)
    recent = elders.filter(written_at__gte=row.written_at - IN_ORDER_WITHIN).values_list("message_id", flat=True)
    under_way = OutwardAct.objects.filter(kind=KIND, key__in=list(recent), state__in=UNDER_WAY)
    if act.now < row.written_at + IN_ORDER_WITHIN and under_way.exists():
        raise NotReceived("An earlier letter about the same goes first.", after_s=10)


def _email(row: Message) -> EmailMultiAlternatives:
    # no answering machine may answer this: RFC 3834 §5
    headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
    email = EmailMultiAlternatives(
        row.title,
        row.text,
        row.sender,
        [row.to],
        reply_to=[row.reply_to] if row.reply_to else None,
        headers=headers,
    )
    if row.html:
        email.attach_alternative(row.html, "text/html")
    for file in row.files.all():
        email.attach(file.name, bytes(file.content), file.kind)
    return email


def _answered(code: int, text: bytes | str) -> NotReceived | Rejected:
    said = f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    temporary = code < 500 or code == 535  # a wrong password is mended by the operator, not by giving up the letters
    return NotReceived(said) if temporary else Rejected(said)


outward.kind(KIND, send=send, retry=RETRY, announce=True)
