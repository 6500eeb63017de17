"""Letters that carry a way in. The link is made when the letter leaves and stands in no table."""

import smtplib
import socket
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.kernel.events import outward
from storecrew.kernel.events.outward import Act, Confirmed, NotReceived, Rejected
from storecrew.kernel.store.reads import current
from storecrew.shop.customers.models import LinkPurpose, SignInLink
from storecrew.shop.customers.tokens import token_of
from storecrew.shop.customers.types import ENTER_PATH

LINK = "customers.link"


def send_link(act: Act) -> Confirmed:
    """Send a link. Raises NotReceived or Rejected; one that is used or too old meanwhile is not sent."""
    link = SignInLink.objects.filter(pk=act.payload["link"]).first()
    if link is None or link.used_at is not None or link.expires_at <= act.now:
        return Confirmed(answer={"sent": False})
    with translation.override(link.language or settings.LANGUAGE_CODE):
        title, text = _words(link)
    return _send(link.email, title, text, act)


def _words(link: SignInLink) -> tuple[str, str]:
    store = current()
    said = {
        "store": store.name if store else "Storecrew",
        "link": settings.ENVIRONMENT.origin + ENTER_PATH.format(token=token_of(link)),
        "email": link.email,
    }
    if link.purpose == LinkPurpose.EMAIL:
        return (
            _("Your new e-mail address at %(store)s") % said,
            _(
                "Hello,\n\nthis link makes %(email)s the address of your account, within 15 minutes and once:\n%(link)s\n\n"
                "Was it not you who asked? Then leave it: nothing changes."
            )
            % said,
        )
    return (
        _("Your link to %(store)s") % said,
        _(
            "Hello,\n\nthis link lets you in, within 15 minutes and once:\n%(link)s\n\n"
            "Was it not you who asked? Then leave it: without the link nobody comes in."
        )
        % said,
    )


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


outward.kind(LINK, send=send_link)
