"""Come in: by a link that was sent, or by a password. Asking answers the same whether somebody is known or not."""

import uuid
from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output, Private
from storecrew.kernel.limits import Rate
from storecrew.shop.customers import letters, tokens
from storecrew.shop.customers.actions.consents import Hash, Place, Version
from storecrew.shop.customers.actions.people import Email, Language, Name
from storecrew.shop.customers.events import (
    AccountOpened,
    ConsentGiven,
    ConsentWithdrawn,
    CustomerEdited,
    CustomerRegistered,
)
from storecrew.shop.customers.finding import alive, by_email, email_of
from storecrew.shop.customers.models import Customer, Identity, IdentityKind, LinkPurpose, Purpose, SignInLink
from storecrew.shop.customers.proving import limited, proved
from storecrew.shop.customers.seats import AT_THE_DOOR, SHOP_DOOR
from storecrew.shop.customers.tokens import LinkToken
from storecrew.shop.customers.writing.consents import write_consent
from storecrew.shop.customers.writing.people import change, derive
from storecrew.shop.customers.writing.sessions import open_session

LINK_LASTS = timedelta(minutes=15)
LETTERS = Rate(5, 900)
"""Links to one address in a quarter of an hour: nobody's mailbox is flooded from here."""
LETTERS_OF_A_NETWORK = Rate(30, 900)

Device = Annotated[str, Field(max_length=400)]
GoOn = Annotated[str, Field(max_length=300, pattern=r"^(|/([^/\\].*)?)$")]


class Wish(Input):
    """A consent that begins to hold once the address is proved: double opt-in."""

    purpose: Purpose
    text_version: Version
    text_hash: Hash = ""
    place: Place = "account"


class AskLink(Input):
    """Where the link is to be sent. Somebody new may say how they are called and what they agree to."""

    email: Email
    name: Name = ""
    language: Language = ""
    wishes: Annotated[tuple[Wish, ...], Field(max_length=len(Purpose))] = ()
    go_on: GoOn = ""


@action("customers.ask_link", label=gettext_lazy("Send a link to sign in"), seats=AT_THE_DOOR, surfaces=SHOP_DOOR)
def ask_link(run: Run, data: AskLink) -> Nothing:
    """Send a link that lets its reader in and opens an account where there is none: to register and to sign in.

    Whether the address is known is not even looked at here, so neither words nor time can tell. Refused when too many
    were asked for.
    """
    email = email_of(data.email)
    if not email:
        raise InvalidInput({"email": _("Write your e-mail address.")})
    limited("customers.link", email, run.actor.address, each=LETTERS, network=LETTERS_OF_A_NETWORK)
    link = SignInLink.objects.create(
        uid=uuid.uuid4().hex,
        purpose=LinkPurpose.ENTER,
        email=email,
        name=data.name,
        language=data.language,
        wishes=[wish.model_dump(mode="json") for wish in data.wishes],
        go_on=data.go_on,
        created_at=run.now,
        expires_at=run.now + LINK_LASTS,
    )
    run.plan(letters.LINK, key=link.uid, payload={"link": link.pk}, subject=f"link:{link.pk}")
    return Nothing()


class Enter(Input):
    """What the link carried."""

    token: LinkToken
    device: Device = ""


class Entered(Output):
    """Somebody is in. `session` goes into their cookie and is shown nowhere else; `go_on` is the page they wanted."""

    customer_id: int
    session: Annotated[str, Private]
    new: bool = False
    go_on: str = ""


@action(
    "customers.enter",
    label=gettext_lazy("Sign in by a link"),
    seats=AT_THE_DOOR,
    surfaces=SHOP_DOOR,
    emits=(CustomerRegistered, AccountOpened, CustomerEdited, ConsentGiven, ConsentWithdrawn),
)
def enter(run: Run, data: Enter) -> Entered:
    """Let in whoever opens a link from their mail, once and within its 15 minutes. A guest becomes an account by it.

    A link for a new e-mail address changes the address.
    """
    link = tokens.find(data.token, run.now)
    if link is None:
        raise Refused(_("This link is used or too old. Ask for a new one."), code="link_over")
    link.used_at = run.now
    link.save(update_fields=["used_at"])
    row, new = _changed(run, link) if link.purpose == LinkPurpose.EMAIL else _arrived(run, link)
    session = open_session(row, device=data.device, now=run.now)
    return Entered(customer_id=row.pk, session=session, new=new, go_on=link.go_on)


def _arrived(run: Run, link: SignInLink) -> tuple[Customer, bool]:
    row = by_email(link.email)
    new = row is None
    if row is None:
        row = Customer(email=link.email, name=link.name, language=link.language, source="account", created_at=run.now)
        derive(row)
        row.save()
        run.emit(CustomerRegistered(customer_id=row.pk, source="account", account=True), subject=row.subject)
    run.about(row.subject)
    fill = {"name": link.name, "language": link.language}
    change(run, row, **{name: value for name, value in fill.items() if value and not getattr(row, name)})
    if row.email == link.email and row.email_proved_at is None:
        Customer.objects.filter(pk=row.pk).update(email_proved_at=run.now)
    _made, opened = Identity.objects.get_or_create(
        customer=row, kind=IdentityKind.LINK, defaults={"created_at": run.now, "changed_at": run.now}
    )
    if opened and not new:
        run.emit(AccountOpened(customer_id=row.pk), subject=row.subject)
    for wish in (Wish.model_validate(said) for said in link.wishes):
        write_consent(
            run,
            row,
            wish.purpose,
            given=True,
            text_version=wish.text_version,
            text_hash=wish.text_hash,
            place=wish.place,
        )
    return row, new


def _changed(run: Run, link: SignInLink) -> tuple[Customer, bool]:
    owner = Customer.objects.filter(pk=link.customer_id or 0).first()
    row = alive(owner) if owner else None
    other = by_email(link.email)
    if row is None or row.forgotten_at is not None or (other is not None and other.pk != row.pk):
        raise Refused(_("Another account has this e-mail address. Sign in with it instead."), code="taken")
    run.about(row.subject)
    before = row.email
    change(run, row, email=link.email, email_proved_at=run.now)
    if before != row.email:
        run.emit(CustomerEdited(customer_id=row.pk, fields=("email",)), subject=row.subject)
    return row, False


class SignIn(Input):
    """An e-mail address, and what `proving.prove` said of the password; empty: it was wrong."""

    email: Email
    proof: Annotated[str, Private, Field(max_length=200)]
    device: Device = ""


@action("customers.sign_in", label=gettext_lazy("Sign in with a password"), seats=AT_THE_DOOR, surfaces=SHOP_DOOR)
def sign_in(run: Run, data: SignIn) -> Entered:
    """Let in whoever has proved the password. Refused in the same words for a wrong password and an unknown address."""
    identity = proved(data.proof)
    row = alive(identity.customer) if identity else None
    if row is None or row.forgotten_at is not None or by_email(email_of(data.email)) != row:
        raise Refused(_("E-mail address and password do not fit together."), code="wrong")
    run.about(row.subject)
    return Entered(customer_id=row.pk, session=open_session(row, device=data.device, now=run.now))
