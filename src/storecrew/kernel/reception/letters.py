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
from storecrew.kernel.people import invitations, new_addresses
from storecrew.kernel.store import reads as store

INVITATION = "reception.invitation"
NEW_ADDRESS = "reception.new_address"
ADDRESS_CHANGED = "reception.address_changed"
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


def plan_new_address(address_id: int, *, subject: str, cause: str, at: datetime) -> None:
    """Ask the worker to send the link that proves a new address."""
    payload = {"address": address_id}
    outward.plan(NEW_ADDRESS, key=f"address:{address_id}", payload=payload, subject=subject, cause=cause, at=at)


def plan_address_changed(person_id: int, old: str, *, cause: str, at: datetime) -> None:
    """Ask the worker to tell the old address that it does not let anybody in any more."""
    subject = f"person:{person_id}"
    payload = {"person": person_id, "old": old}
    outward.plan(ADDRESS_CHANGED, key=f"{person_id}:{cause}", payload=payload, subject=subject, cause=cause, at=at)


def send_new_address(act: Act) -> Confirmed:
    """Send the link to the new address. Raises NotReceived or Rejected; nothing is sent for a wish that is void."""
    row = new_addresses.pending(act.payload["address"])
    if row is None:
        return Confirmed(answer={"sent": False})
    link = settings.ENVIRONMENT.origin + reverse("reception:new_address_confirm", args=[new_addresses.token_of(row)])
    with translation.override(row.user.language or settings.LANGUAGE_CODE):
        title = _("Your new address at %(store)s") % {"store": _store()}
        text = _(
            "Hello %(name)s,\n\nconfirm here, within a day, that you want to sign in with this address:\n%(link)s\n\n"
            "Was it not you who asked? Then leave it: nothing changes."
        ) % {"name": row.user.name, "link": link}
    return _send(row.email, title, text, act)


def send_address_changed(act: Act) -> Confirmed:
    """Tell the old address. Raises NotReceived or Rejected."""
    person = get_user_model().objects.filter(pk=act.payload["person"]).first()
    if person is None:
        return Confirmed(answer={"sent": False})
    with translation.override(person.language or settings.LANGUAGE_CODE):
        title = _("Your address at %(store)s was changed") % {"store": _store()}
        text = _(
            "Hello %(name)s,\n\nfrom now on you sign in with another address, and not with this one any more.\n\n"
            "Was it not you? Then tell whoever looks after the store at once."
        ) % {"name": person.name}
    return _send(act.payload["old"], title, text, act)


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
outward.kind(NEW_ADDRESS, send=send_new_address)
outward.kind(ADDRESS_CHANGED, send=send_address_changed)
