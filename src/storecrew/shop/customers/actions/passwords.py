"""The password of an account: set a new one, or do without. Both want to be sure who asks."""

from typing import Annotated

from django.contrib.auth.hashers import identify_hasher
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Private
from storecrew.shop.customers.actions.accounts import Ended, SessionToken
from storecrew.shop.customers.finding import alive, whom
from storecrew.shop.customers.models import Customer, Identity, IdentityKind
from storecrew.shop.customers.proving import proved
from storecrew.shop.customers.seats import AT_THE_DOOR, SHOP_DOOR
from storecrew.shop.customers.types import FRESH
from storecrew.shop.customers.writing.sessions import digest_of, open_sessions
from storecrew.shop.customers.writing.warning import warn


class Sure(Input):
    """Whose password it is about, and a proof of the present one; or a session that has only just begun."""

    customer_id: int
    proof: Annotated[str, Private, Field(max_length=200)] = ""
    session: SessionToken = ""


class SetPassword(Sure):
    """A password as `proving.hashed` made it."""

    password: Annotated[str, Private, Field(max_length=200)]


class RemovePassword(Sure):
    """The account that does without a password from now on."""


@action("customers.set_password", label=gettext_lazy("Set a password"), seats=AT_THE_DOOR, surfaces=SHOP_DOOR)
def set_password(run: Run, data: SetPassword) -> Ended:
    """Set the password of one's own account. All other sessions end, and a letter tells of it.

    Who has a password proves it first; who forgot it signs in by a link and has a quarter of an hour.
    """
    row = _own(run, data)
    try:
        identify_hasher(data.password)
    except ValueError as error:
        raise InvalidInput({"password": _("This password cannot be kept.")}) from error
    known = row.identities.filter(kind=IdentityKind.PASSWORD).first()
    if known is not None:
        _be_sure(run, row, data)
    Identity.objects.update_or_create(
        customer=row,
        kind=IdentityKind.PASSWORD,
        defaults={"secret": data.password, "changed_at": run.now},
        create_defaults={"secret": data.password, "created_at": run.now, "changed_at": run.now},
    )
    run.changed(row.subject, "password", old=known is not None, new="set")
    warn(run, row, "password")
    return _end_others(run, row, data)


@action("customers.remove_password", label=gettext_lazy("Remove the password"), seats=AT_THE_DOOR, surfaces=SHOP_DOOR)
def remove_password(run: Run, data: RemovePassword) -> Ended:
    """Do without a password: the link by mail remains the only way in. Without one, nothing changes.

    All other sessions end, and a letter tells of it.
    """
    row = _own(run, data)
    known = row.identities.filter(kind=IdentityKind.PASSWORD).first()
    if known is None:
        return Ended(sessions=0)
    _be_sure(run, row, data)
    Identity.objects.get_or_create(
        customer=row, kind=IdentityKind.LINK, defaults={"created_at": run.now, "changed_at": run.now}
    )
    known.delete()
    run.changed(row.subject, "password", old=True, new="removed")
    warn(run, row, "no_password")
    return _end_others(run, row, data)


def _own(run: Run, data: Sure) -> Customer:
    """Return the customer, whom nobody else acts for here; raises Missing."""
    row = whom(run, data.customer_id, lock=True)
    if run.actor.ref not in {row.subject, f"customer:{data.customer_id}"}:
        raise Missing
    return row


def _be_sure(run: Run, row: Customer, data: Sure) -> None:
    identity = proved(data.proof) if data.proof else None
    if identity is not None and alive(identity.customer).pk == row.pk:
        return
    mine = open_sessions(run.now).filter(customer=row, digest=digest_of(data.session))
    if not mine.filter(created_at__gt=run.now - FRESH).exists():
        raise Refused(_("Write your present password too, or sign in by a link first."), code="not_sure")


def _end_others(run: Run, row: Customer, data: Sure) -> Ended:
    others = open_sessions(run.now).filter(customer=row).exclude(digest=digest_of(data.session))
    return Ended(sessions=others.update(ended_at=run.now))
