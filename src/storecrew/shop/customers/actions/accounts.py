"""What customers do with their account: sessions, a new e-mail address."""

import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private
from storecrew.shop.customers import letters
from storecrew.shop.customers.actions.entering import LETTERS, LETTERS_OF_A_NETWORK, LINK_LASTS
from storecrew.shop.customers.actions.people import Email, Language
from storecrew.shop.customers.finding import email_of, whom
from storecrew.shop.customers.models import LinkPurpose, Session, SignInLink
from storecrew.shop.customers.proving import limited
from storecrew.shop.customers.seats import AT_THE_DOOR, SHOP_DOOR, THEMSELVES
from storecrew.shop.customers.writing.sessions import digest_of, open_sessions
from storecrew.shop.customers.writing.warning import warn

SessionToken = Annotated[str, Private, Field(max_length=200)]


class SignOut(Input):
    """The session to end."""

    session: SessionToken


@action("customers.sign_out", label=gettext_lazy("Sign out"), seats=AT_THE_DOOR, surfaces=SHOP_DOOR)
def sign_out(run: Run, data: SignOut) -> Nothing:
    """End the session of this browser. One that is over already is no mistake."""
    session = open_sessions(run.now).filter(digest=digest_of(data.session)).select_related("customer").first()
    if session is not None:
        run.about(session.customer.subject)
        Session.objects.filter(pk=session.pk).update(ended_at=run.now)
    return Nothing()


class EndSessions(Input):
    """Whose sessions end: one of them, or all but the one in use."""

    customer_id: int
    session_id: int | None = None
    keep: SessionToken = ""


class Ended(Output):
    """How many ended."""

    sessions: int


@action("customers.end_sessions", label=gettext_lazy("Sign out elsewhere"), seats=THEMSELVES, surfaces=SHOP_DOOR)
def end_sessions(run: Run, data: EndSessions) -> Ended:
    """Sign a customer out of one browser, or of all but the present one: a lost telephone, a shared computer."""
    row = whom(run, data.customer_id)
    mine = open_sessions(run.now).filter(customer=row)
    mine = mine.filter(pk=data.session_id) if data.session_id else mine.exclude(digest=digest_of(data.keep))
    ended = mine.update(ended_at=run.now)
    run.changed(row.subject, "sessions_ended", old=0, new=ended)
    return Ended(sessions=ended)


class AskEmail(Input):
    """The new address; the link goes there."""

    customer_id: int
    email: Email
    language: Language = ""


@action("customers.ask_email", label=gettext_lazy("Change the e-mail address"), seats=AT_THE_DOOR, surfaces=SHOP_DOOR)
def ask_email(run: Run, data: AskEmail) -> Nothing:
    """Send a link to a new address; whoever opens it there proves it. The old address is told at once."""
    row = whom(run, data.customer_id)
    email = email_of(data.email)
    if not email or email == row.email:
        raise InvalidInput({"email": _("Write the new address.")})
    limited("customers.link", email, run.actor.address, each=LETTERS, network=LETTERS_OF_A_NETWORK)
    link = SignInLink.objects.create(
        uid=uuid.uuid4().hex,
        purpose=LinkPurpose.EMAIL,
        email=email,
        customer=row,
        language=data.language or row.language,
        created_at=run.now,
        expires_at=run.now + LINK_LASTS,
    )
    run.plan(letters.LINK, key=link.uid, payload={"link": link.pk}, subject=row.subject)
    if row.email:
        warn(run, row, "email")
    return Nothing()
