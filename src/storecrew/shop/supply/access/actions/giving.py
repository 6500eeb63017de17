"""Give a link to somebody of a supplier, send it, take it back."""

import secrets
from datetime import timedelta
from typing import Annotated, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Personal, Surface
from storecrew.kernel.mail.writing import write
from storecrew.shop.supply.access import letters
from storecrew.shop.supply.access.doorway import address_of
from storecrew.shop.supply.access.events import KeyGiven, KeyRevoked
from storecrew.shop.supply.access.models import Key
from storecrew.shop.supply.access.tokens import digest_of, make, token_of
from storecrew.shop.supply.access.types import DAYS, MOST_DAYS, Given
from storecrew.shop.supply.models import ChannelKind, Contact, State, Supplier
from storecrew.shop.supply.seats import BUYERS

SURFACES: Final = frozenset({Surface.WEB, Surface.REST, Surface.CLI})
"""Not for models: what they are told stands in a conversation that others may keep."""
MOST_OPEN: Final = 20
"""Links of one supplier that open at the same time: beyond it nobody knows who holds them."""


class GiveKey(Input):
    """For whom, and for how many days from its last use. Without a contact it is for whoever works there."""

    supplier_id: int
    contact_id: int | None = None
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = DAYS


@action(
    "supply_access.give_key",
    label=gettext_lazy("Give a supplier a link"),
    seats=BUYERS,
    surfaces=SURFACES,
    emits=(KeyGiven,),
)
def give_key(run: Run, data: GiveKey) -> Given:
    """Make a link by which somebody of a supplier comes in without an account, to what is theirs and nothing else.

    Whoever has the link can use it, so it goes to the right person only. The answer is the one time it is told here; the
    pages show it again to those who buy.
    """
    supplier, contact = _receiver(run, data)
    if Key.objects.good(run.now).filter(supplier=supplier).count() >= MOST_OPEN:
        raise Refused(
            _("%(name)s has %(n)d links that open already. Take back those that nobody needs.")
            % {"name": supplier.name, "n": MOST_OPEN},
            code="supply_access.too_many",
        )
    salt = secrets.token_hex(16)
    token = make(salt)
    row = Key.objects.create(
        supplier=supplier,
        contact=contact,
        salt=salt,
        digest=digest_of(token),
        language=_language(supplier, contact),
        days=data.days,
        given_at=run.now,
        expires_at=run.now + timedelta(days=data.days),
        ends_at=run.now + timedelta(days=MOST_DAYS),
        made_by_id=run.actor.person_id,
    )
    run.about(row.subject, supplier.subject, *([contact.subject] if contact else []))
    run.changed(row.subject, "expires_at", old=None, new=row.expires_at.isoformat())
    run.emit(KeyGiven(key_id=row.pk, supplier_id=supplier.pk, contact_id=row.contact_id), subject=row.subject)
    return Given(key_id=row.pk, token=token, url=address_of(token), expires_at=row.expires_at)


def _receiver(run: Run, data: GiveKey) -> tuple[Supplier, Contact | None]:
    """Return for whom it is, the supplier locked. Raises Missing, Refused, InvalidInput."""
    supplier = Supplier.objects.select_for_update(of=("self",)).filter(pk=data.supplier_id).first()
    if supplier is None:
        raise Missing(_("There is no such supplier."))
    if supplier.state == State.ENDED:
        raise Refused(
            _("Nothing is bought from %(name)s any more. Set them active first.") % {"name": supplier.name},
            code="supply.ended",
        )
    if data.contact_id is None:
        return supplier, None
    contact = Contact.objects.filter(pk=data.contact_id, supplier=supplier).first()
    if contact is None:
        raise InvalidInput({"contact_id": _("Nobody of this supplier has this number.")})
    if contact.left_at is not None:
        raise InvalidInput({"contact_id": _("%(name)s works there no more.") % {"name": contact.name}})
    return supplier, contact


def _language(supplier: Supplier, contact: Contact | None) -> str:
    """Return the language of its pages: the contact's, the supplier's, Chinese where neither is spoken here."""
    spoken = {code for code, _name in settings.LANGUAGES}
    wanted = ((contact.language if contact else "") or supplier.language).lower()
    if wanted in spoken:
        return wanted
    return "zh-hans" if not wanted or wanted.startswith("zh") else "en"


class RevokeKey(Input):
    """Names a link."""

    key_id: int


@action(
    "supply_access.revoke_key",
    label=gettext_lazy("Take a supplier's link back"),
    seats=BUYERS,
    surfaces=SURFACES | {Surface.MCP},
    emits=(KeyRevoked,),
)
def revoke_key(run: Run, data: RevokeKey) -> Nothing:
    """Let a link open nothing from this moment on. What was answered by it stays on record."""
    row = _key(run, data.key_id)
    if row.revoked_at is None:
        row.revoked_at = run.now
        row.save(update_fields=["revoked_at"])
        run.changed(row.subject, "revoked", old=False, new=True)
        run.emit(
            KeyRevoked(key_id=row.pk, supplier_id=row.supplier_id, contact_id=row.contact_id),
            subject=row.subject,
        )
    return Nothing()


class SendKey(Input):
    """Which link, and where to; empty: the contact's own address."""

    key_id: int
    to: Annotated[str, Personal, Field(max_length=254)] = ""


@action("supply_access.send_key", label=gettext_lazy("Mail a supplier their link"), seats=BUYERS, surfaces=SURFACES)
def send_key(run: Run, data: SendKey) -> Nothing:
    """Write a letter with the link, in the language of its pages."""
    row = _key(run, data.key_id)
    if not Key.objects.good(run.now).filter(pk=row.pk).exists():
        raise Refused(_("This link opens nothing any more. Give a new one."), code="supply_access.shut")
    token = token_of(row)
    if not token:
        raise Refused(
            _("This link was made under another installation key. Give a new one."), code="supply_access.other_key"
        )
    to = (data.to or _mail_of(row)).casefold()
    if "@" not in to.strip("@") or " " in to:
        raise InvalidInput({"to": _("Write an e-mail address.")})
    letter = letters.invitation(row, address_of(token), to)
    write(letter, key=f"supply_access.key:{row.pk}:{run.uid}", subject=row.supplier.subject, cause=run.uid, at=run.now)
    row.sent_to, row.sent_at = to, run.now
    row.save(update_fields=["sent_to", "sent_at"])
    run.changed(row.subject, "sent_to", old=None, new=to, personal=True)
    return Nothing()


def _mail_of(row: Key) -> str:
    if row.contact is None:
        return ""
    mail = row.contact.channels.filter(kind=ChannelKind.EMAIL).order_by("position").first()
    return mail.address if mail else ""


def _key(run: Run, key_id: int) -> Key:
    rows = Key.objects.select_for_update(of=("self",)).select_related("supplier", "contact")
    row = rows.filter(pk=key_id).first()
    if row is None:
        raise Missing(_("There is no such link."))
    run.about(row.subject, row.supplier.subject)
    return row
