"""Letters that carry a way in: invitations and new passwords.

Their links are made when the letter leaves and stand in no table: whoever may read the outbox must not come in by it.
"""

import smtplib
import socket
from datetime import datetime
from email.utils import make_msgid

from allauth.account import app_settings as sign_in
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.kernel.events import outward
from storecrew.kernel.events.outward import Act, Confirmed, NotReceived, Rejected
from storecrew.kernel.people import invitations
from storecrew.kernel.store import reads as store

INVITATION = "reception.invitation"
NEW_PASSWORD = "reception.new_password"  # noqa: S105  the name of a kind of letter


def plan_new_password(person: AbstractBaseUser, *, language: str, cause: str, at: datetime) -> None:
    """Ask the worker to send a link for a new password; the same cause again asks once."""
    payload = {"person": person.pk, "language": language}
    subject = f"person:{person.pk}"
    outward.plan(NEW_PASSWORD, key=f"{person.pk}:{cause}", payload=payload, subject=subject, cause=cause, at=at)


def plan_invitation(invite_id: int, *, cause: str, at: datetime) -> None:
    """Ask the worker to send an invitation."""
    subject = f"invite:{invite_id}"
    outward.plan(INVITATION, key=subject, payload={"invite": invite_id}, subject=subject, cause=cause, at=at)


def send_new_password(act: Act) -> Confirmed:
    """Send the link. Raises NotReceived or Rejected; nothing is sent to somebody who left meanwhile."""
    person = get_user_model().objects.filter(pk=act.payload["person"], left_at=None).first()
    if person is None:
        return Confirmed(answer={"sent": False})
    key = f"{user_pk_to_url_str(person)}-{sign_in.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", key)
    with translation.override(person.language or act.payload["language"] or settings.LANGUAGE_CODE):
        title = _("A new password for %(store)s") % {"store": _store()}
        text = _(
            "Hello %(name)s,\n\nset a new password here, within three days:\n%(link)s\n\n"
            "Was it not you who asked? Then leave it: the old password goes on working."
        ) % {"name": person.name, "link": settings.ENVIRONMENT.origin + path}
    return _send(person.email, title, text, act)


def send_invitation(act: Act) -> Confirmed:
    """Send the link. Raises NotReceived or Rejected; nothing is sent once it was used, withdrawn or is too old."""
    invite = invitations.get(act.payload["invite"])
    if not invitations.is_open(invite, act.now):
        return Confirmed(answer={"sent": False})
    link = settings.ENVIRONMENT.origin + reverse("reception:join", args=[invitations.token_of(invite)])
    with translation.override(invite.language or invite.invited_by.language or settings.LANGUAGE_CODE):
        title = _("%(name)s invites you to %(store)s") % {"name": invite.invited_by.name, "store": _store()}
        text = _("Hello %(name)s,\n\ncome in here, until %(day)s:\n%(link)s\n\nThe link works once.") % {
            "name": invite.name or invite.email,
            "day": date_format(invite.expires_at, "DATE_FORMAT"),
            "link": link,
        }
    return _send(invite.email, title, text, act)


def _send(to: str, title: str, text: str, act: Act) -> Confirmed:
    # no answering machine may answer this: RFC 3834 §5
    headers = {"Message-ID": make_msgid(f"act{act.id}"), "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(" ".join(title.split()), text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers).send()
    except smtplib.SMTPRecipientsRefused as error:
        raise Rejected(str(error)) from error
    except smtplib.SMTPResponseException as error:
        said = f"{error.smtp_code} {error.smtp_error!r}"
        raise (NotReceived if error.smtp_code < 500 else Rejected)(said) from error
    except (ConnectionRefusedError, socket.gaierror) as error:
        raise NotReceived(f"The mail server cannot be reached: {error}") from error
    return Confirmed(reference=headers["Message-ID"])


def _store() -> str:
    profile = store.current()
    return profile.name if profile else "Storecrew"


outward.kind(NEW_PASSWORD, send=send_new_password)
outward.kind(INVITATION, send=send_invitation)
