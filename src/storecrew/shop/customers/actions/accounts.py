"""What customers do with their account: sessions, password, a new e-mail address."""

import uuid
from datetime import timedelta
from typing import Annotated

from django.contrib.auth.hashers import identify_hasher
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private
from storecrew.kernel.mail import writing as mail
from storecrew.kernel.mail.types import Letter
from storecrew.kernel.store.reads import current
from storecrew.shop.customers import letters
from storecrew.shop.customers.actions.entering import LETTERS, LETTERS_OF_A_NETWORK, LINK_LASTS
from storecrew.shop.customers.actions.people import Email, Language
from storecrew.shop.customers.finding import alive, email_of, whom
from storecrew.shop.customers.models import Customer, Identity, IdentityKind, LinkPurpose, Session, SignInLink
from storecrew.shop.customers.proving import limited, proved
from storecrew.shop.customers.seats import AT_THE_DOOR, SHOP_DOOR, THEMSELVES
from storecrew.shop.customers.writing.sessions import digest_of, open_sessions

FRESH = timedelta(minutes=15)
"""Who came in this recently has just proved who they are, and may set a password without the old one."""

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


class SetPassword(Input):
    """A password as `proving.hashed` made it, and a proof of the old one; or a session that has only just begun."""

    customer_id: int
    password: Annotated[str, Private, Field(max_length=200)]
    proof: Annotated[str, Private, Field(max_length=200)] = ""
    session: SessionToken = ""


@action("customers.set_password", label=gettext_lazy("Set a password"), seats=AT_THE_DOOR, surfaces=SHOP_DOOR)
def set_password(run: Run, data: SetPassword) -> Ended:
    """Set the password of one's own account. All other sessions end, and a letter tells of it.

    Who has a password proves it first; who forgot it signs in by a link and has a quarter of an hour.
    """
    row = whom(run, data.customer_id, lock=True)
    if run.actor.ref not in {row.subject, f"customer:{data.customer_id}"}:
        raise Missing
    try:
        identify_hasher(data.password)
    except ValueError as error:
        raise InvalidInput({"password": _("This password cannot be kept.")}) from error
    known = row.identities.filter(kind=IdentityKind.PASSWORD).first()
    if known is not None and not _is_sure(run, row, data):
        raise Refused(_("Write your present password too, or sign in by a link first."), code="not_sure")
    Identity.objects.update_or_create(
        customer=row,
        kind=IdentityKind.PASSWORD,
        defaults={"secret": data.password, "changed_at": run.now},
        create_defaults={"secret": data.password, "created_at": run.now, "changed_at": run.now},
    )
    run.changed(row.subject, "password", old=known is not None, new="set")
    ended = open_sessions(run.now).filter(customer=row).exclude(digest=digest_of(data.session)).update(ended_at=run.now)
    _warn(run, row, row.email, key=f"customers.password:{run.uid}", what="password")
    return Ended(sessions=ended)


def _is_sure(run: Run, row: Customer, data: SetPassword) -> bool:
    identity = proved(data.proof) if data.proof else None
    if identity is not None and alive(identity.customer).pk == row.pk:
        return True
    mine = open_sessions(run.now).filter(customer=row, digest=digest_of(data.session))
    return mine.filter(created_at__gt=run.now - FRESH).exists()


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
        _warn(run, row, row.email, key=f"customers.email:{run.uid}", what="email")
    return Nothing()


def _warn(run: Run, row: Customer, to: str, *, key: str, what: str) -> None:
    """Tell the owner of an account of a change that a thief would make."""
    if not to:
        return
    store = current()
    said = {"store": store.name if store else "Storecrew"}
    with translation.override(row.language or (store.languages[0] if store else "en")):
        if what == "password":
            title = _("Your password at %(store)s is new") % said
            text = _(
                "Hello,\n\nthe password of your account was set just now. Was it not you? Then tell us by answering."
            )
        else:
            title = _("A new e-mail address for your account at %(store)s") % said
            text = _(
                "Hello,\n\nsomebody who is signed in to your account wants to give it another e-mail address. "
                "Was it not you? Then tell us by answering."
            )
    mail.write(Letter(to=to, title=title, text=text), key=key, subject=row.subject, cause=run.uid, at=run.now)
