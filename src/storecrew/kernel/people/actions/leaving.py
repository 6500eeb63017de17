"""Let somebody leave with all seats at once, pass the ownership on, and forget a former colleague."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import OWNER, Input, Output
from storecrew.kernel.audit import forgetting
from storecrew.kernel.people import accounts, handover, staffing
from storecrew.kernel.people.actions.agents import halt
from storecrew.kernel.people.actions.handovers import pass_on
from storecrew.kernel.people.events import (
    AgentStopped,
    OwnershipPassed,
    PersonForgotten,
    PersonLeft,
    SeatHandedOver,
    TenureBegan,
    TenureEnded,
)
from storecrew.kernel.people.models import Agent, Handover, Invite, Ownership, Person, Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.tokens import revoke
from storecrew.kernel.people.types import TenureKind


class Successor(Input):
    """Who takes a seat over."""

    seat: Seat
    to_id: int


class Leave(Input):
    """Who leaves, and who takes over each seat they hold."""

    person_id: int
    successors: tuple[Successor, ...] = ()
    reason: Annotated[str, Field(max_length=200)] = ""


class Left(Output):
    """The receipt of all seats, and what was closed with them."""

    handover_id: int
    sessions_ended: int
    agents_stopped: int
    tokens_revoked: int


@action(
    "people.leave",
    label=gettext_lazy("Let somebody leave"),
    seats={OWNER},
    surfaces={"web", "rest", "cli"},
    emits=(PersonLeft, SeatHandedOver, TenureBegan, TenureEnded, AgentStopped),
    previews=True,
    destructive=True,
)
def leave(run: Run, data: Leave) -> Left:
    """Hand over every seat of a person in one act, stop their programs, end their sessions, and close their account."""
    person = staffing.colleague(run, data.person_id)
    staffing.lock()
    if Ownership.objects.at(run.now).filter(person=person).exists():
        raise Refused(_("Whoever hands out seats cannot leave. Pass that on first."), code="owner_cannot_leave")
    heirs = {row.seat.value: staffing.colleague(run, row.to_id) for row in data.successors if row.to_id != person.pk}
    rows = list(Tenure.objects.filter(person=person).ending_after(run.now).order_by("pk"))
    receipt = Handover.objects.create(
        from_person=person,
        at=run.now,
        reason=data.reason,
        leaves=True,
        done_by=staffing.myself(run),
        receipt=[handover.written(row, heirs.get(row.seat), run.now) for row in rows if row.starts_at <= run.now],
    )
    run.about(person.subject, receipt.subject)
    for row in rows:
        _give_up(run, row, heirs.get(row.seat), receipt=receipt, reason=data.reason)
    stopped = [
        halt(run, agent, reason="left", by=None)
        for agent in Agent.objects.filter(acts_for=person, stopped_at=None).order_by("pk")
    ]
    revoked = revoke(run.now, person=person)
    person.left_at = run.now
    person.save(update_fields=["left_at"])
    run.changed(person.subject, "left_at", old=None, new=run.now.isoformat())
    run.emit(PersonLeft(person_id=person.pk, handover_id=receipt.pk, at=run.now), subject=person.subject)
    ended = accounts.close_sessions(person)
    return Left(handover_id=receipt.pk, sessions_ended=ended, agents_stopped=len(stopped), tokens_revoked=revoked)


def _give_up(run: Run, row: Tenure, heir: Person | None, *, receipt: Handover, reason: str) -> None:
    if row.kind != TenureKind.HOLD or row.starts_at > run.now:
        staffing.end(run, row, run.now)
        return
    if heir is None:
        raise Refused(
            _("Say who takes over: %(seat)s. No seat with work on its desk is left to nobody.")
            % {"seat": Seat(row.seat).label},
            code="no_successor",
        )
    pass_on(run, row, heir, at=run.now, receipt=receipt, granted_by=staffing.myself(run), reason=reason)


class TransferOwnership(Input):
    """Who hands out the seats from now on."""

    to_id: int
    reason: Annotated[str, Field(max_length=200)] = ""


class Transferred(Output):
    """Since when."""

    owner_id: int
    at: datetime


@action(
    "people.transfer_ownership",
    label=gettext_lazy("Pass on handing out seats"),
    seats={OWNER},
    surfaces={"web", "cli"},
    emits=(OwnershipPassed,),
)
def transfer_ownership(run: Run, data: TransferOwnership) -> Transferred:
    """Let somebody else hand out the seats. Your own seats stay; taking it back is up to them."""
    staffing.lock()
    me, heir = staffing.myself(run), staffing.colleague(run, data.to_id)
    if heir.pk == me.pk:
        raise Refused(_("You hand out the seats already."), code="same_person")
    Ownership.objects.get(person=me, ends_at=None).close(run.now)
    Ownership.objects.create(person=heir, granted_by=me, starts_at=run.now, reason=data.reason)
    run.about(heir.subject, me.subject)
    run.changed("store:1", "owner", old=me.pk, new=heir.pk)
    run.emit(OwnershipPassed(from_person=me.pk, to_person=heir.pk, at=run.now), subject="store:1")
    return Transferred(owner_id=heir.pk, at=run.now)


class ForgetPerson(Input):
    """The former colleague to forget."""

    person_id: int


class Forgotten(Output):
    """How many audit entries were blanked."""

    entries: int


@action(
    "people.forget_person",
    label=gettext_lazy("Forget a former colleague"),
    seats={OWNER},
    surfaces={"web", "cli"},
    emits=(PersonForgotten,),
    previews=True,
    destructive=True,
)
def forget_person(run: Run, data: ForgetPerson) -> Forgotten:
    """Erase the name, address and sign-in of somebody who left. What they did stays on record under their number."""
    person = Person.objects.filter(pk=data.person_id).first()
    if person is None:
        raise Missing
    if person.left_at is None:
        raise Refused(
            _("%(name)s is still in the store. Let them leave first.") % {"name": person.name}, code="still_here"
        )
    run.about(person.subject)
    if person.forgotten_at is not None:
        return Forgotten(entries=0)
    name = person.name
    invites = Invite.objects.filter(email=person.email)
    subjects = [person.subject, *(row.subject for row in invites)]
    invites.update(email=f"forgotten-{person.pk}@invalid", name="")
    accounts.erase(person, run.now)
    run.emit(PersonForgotten(person_id=person.pk), subject=person.subject)
    return Forgotten(entries=sum(forgetting.forget(subject, person_id=person.pk, name=name) for subject in subjects))
