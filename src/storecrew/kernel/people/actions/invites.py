"""Bring people in by a link, once."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.cause import new_id
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import OWNER, PUBLIC, Input, Nothing, Output, Private
from storecrew.kernel.people import accounts, invitations, staffing
from storecrew.kernel.people.accounts import Address, Language, Name, Password, Zone
from storecrew.kernel.people.events import InviteWithdrawn, PersonInvited, PersonJoined, TenureBegan
from storecrew.kernel.people.models import Invite, Ownership, Person, Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind


class InviteForm(Input):
    """Whom to invite. `seats`: given on arrival; a held one is shared then. `days`: how long the link works."""

    email: Address
    name: Annotated[str, Field(max_length=80)] = ""
    language: Language = ""
    seats: tuple[Seat, ...] = ()
    days: Annotated[int, Field(ge=1, le=30)] = 7


class Invited(Output):
    """The invitation; `token` goes into the link and is shown this once."""

    invite_id: int
    token: Annotated[str, Private]


@action(
    "people.invite",
    label=gettext_lazy("Invite somebody"),
    seats={OWNER},
    surfaces={"web", "rest", "cli"},
    emits=(PersonInvited,),
)
def invite(run: Run, data: InviteForm) -> Invited:
    """Invite somebody by a link that works once, and say which seats they will take."""
    if Person.objects.filter(email=data.email, left_at=None).exists():
        raise Refused(_("Somebody in the store has this address already."), code="address_taken")
    # an invitation nobody used in time makes room for a new one
    Invite.objects.filter(email=data.email, accepted_at=None, withdrawn_at=None, expires_at__lte=run.now).update(
        withdrawn_at=run.now
    )
    row = Invite.objects.create(
        uid=new_id(),
        email=data.email,
        name=data.name,
        language=data.language,
        seats=[str(seat) for seat in data.seats],
        invited_by=staffing.myself(run),
        created_at=run.now,
        expires_at=run.now + timedelta(days=data.days),
    )
    run.about(row.subject)
    run.emit(PersonInvited(invite_id=row.pk, invited_by=row.invited_by_id), subject=row.subject)
    return Invited(invite_id=row.pk, token=invitations.token_of(row))


class WithdrawInvite(Input):
    """The invitation that shall let nobody in."""

    invite_id: int


@action(
    "people.withdraw_invite",
    label=gettext_lazy("Withdraw an invitation"),
    seats={OWNER},
    surfaces={"web", "rest", "cli"},
    emits=(InviteWithdrawn,),
)
def withdraw_invite(run: Run, data: WithdrawInvite) -> Nothing:
    """Make an invitation link useless before anybody used it."""
    row = Invite.objects.select_for_update().filter(pk=data.invite_id).first()
    if row is None:
        raise Missing
    run.about(row.subject)
    if row.accepted_at is not None:
        raise Refused(_("Somebody came in with this invitation already. End their seats instead."), code="invite_used")
    if row.withdrawn_at is None:
        row.withdrawn_at = run.now
        row.save(update_fields=["withdrawn_at"])
        run.emit(InviteWithdrawn(invite_id=row.pk), subject=row.subject)
    return Nothing()


class AcceptInvite(Input):
    """Who comes in: their name, a password, and how the console speaks to them (empty: as the store)."""

    token: Annotated[str, Private]
    name: Name
    password: Password
    language: Language = ""
    time_zone: Zone = ""


class Accepted(Output):
    """The new colleague; sign in as them."""

    person_id: int


@action(
    "people.accept_invite",
    label=gettext_lazy("Accept an invitation"),
    seats={PUBLIC},
    emits=(PersonJoined, TenureBegan),
)
def accept_invite(run: Run, data: AcceptInvite) -> Accepted:
    """Make the account an invitation was sent for, and give it the seats it names."""
    row = invitations.find(data.token, run.now)
    row = row and Invite.objects.select_for_update().filter(pk=row.pk, accepted_at=None).first()
    if row is None:
        raise Refused(_("This link does not work any more. Ask whoever invited you for a new one."), code="invite_dead")
    if not Ownership.objects.at(run.now).filter(person=row.invited_by_id).exists():
        raise Refused(
            _("Whoever invited you does not hand out seats any more. Ask for a new link."), code="inviter_gone"
        )
    person = _arrive(run, row, data)
    row.accepted_at, row.accepted_by = run.now, person
    row.save(update_fields=["accepted_at", "accepted_by"])
    run.about(person.subject, row.subject)
    run.emit(PersonJoined(person_id=person.pk, invite_id=row.pk, at=run.now), subject=person.subject)
    staffing.lock()
    for seat in map(Seat, row.seats):
        held = Tenure.objects.at(run.now).filter(seat=seat, kind=TenureKind.HOLD).exists()
        kind = TenureKind.SHARE if held else TenureKind.HOLD
        staffing.begin(run, person, seat, kind, starts_at=run.now, granted_by=row.invited_by)
    return Accepted(person_id=person.pk)


def _arrive(run: Run, row: Invite, data: AcceptInvite) -> Person:
    language = data.language or row.language
    back = Person.objects.filter(email=row.email, forgotten_at=None).first()
    if back is None:
        return accounts.create(
            run.now,
            name=data.name,
            email=row.email,
            password=data.password,
            language=language,
            time_zone=data.time_zone,
        )
    return accounts.come_back(back, name=data.name, password=data.password, language=language, time_zone=data.time_zone)
