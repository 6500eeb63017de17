"""Set a job aside instead of doing it, and take that back."""

from datetime import datetime, timedelta
from typing import Annotated

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AwareDatetime, Field

from storecrew.fronts.desks.models import Deferral, Kind
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, Input, Nothing, Output, person
from storecrew.kernel.pages import notices
from storecrew.kernel.people.seats import Seat

AT_MOST = timedelta(days=30)
"""Nothing is set aside for longer: after a month the world has changed, and the job is worth a second look."""
SURFACES = frozenset({"web", "rest", "cli"})


class Job(Input):
    """A job of a list: its key and seat, its sentence and its version as they stand there."""

    key: Annotated[str, Field(min_length=1, max_length=200)]
    seat: Seat
    title: Annotated[str, Field(min_length=1, max_length=300)]
    version: Annotated[str, Field(max_length=64)] = ""


class PutOff(Job):
    """Until when it is off the list: at most 30 days."""

    until: AwareDatetime


class HandOn(Job):
    """Who does it instead."""

    to_person_id: int
    reason: Annotated[str, Field(max_length=200)] = ""


class Drop(Job):
    """Why it need not be done."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class SetAside(Output):
    """What was noted; `deferral_id` takes it back."""

    deferral_id: int
    until: datetime


@action("desks.put_off", label=gettext_lazy("Put a job off"), seats={ANYONE}, surfaces=SURFACES)
def put_off(run: Run, data: PutOff) -> SetAside:
    """Take a job off its seat's list until a moment, for everybody in the seat; then it is back by itself."""
    if data.until <= run.now:
        raise InvalidInput({"until": _("Choose a moment that is still to come.")})
    if data.until > run.now + AT_MOST:
        raise InvalidInput({"until": _("Thirty days are the most. If it can wait longer, drop it with a reason.")})
    return _set_aside(run, data, Kind.LATER, until=data.until)


@action("desks.hand_on", label=gettext_lazy("Hand a job on"), seats={ANYONE}, surfaces=SURFACES)
def hand_on(run: Run, data: HandOn) -> SetAside:
    """Give a job to somebody else who is in the same seat; they are told, and it leaves the lists of all others."""
    if data.to_person_id == run.actor.person_id:
        raise Refused(_("It is on your list already."), code="handed_to_oneself")
    if data.seat not in grants_of(person(data.to_person_id), run.now).seats:
        raise Refused(
            _("They are not in this seat, so they could not do it. Let them share the seat first."), code="not_in_seat"
        )
    aside = _set_aside(run, data, Kind.HANDED, until=run.now + AT_MOST, reason=data.reason, to=data.to_person_id)
    notices.tell(
        data.to_person_id,
        gettext_lazy("Handed on to you: %(title)s"),
        title=data.title,
        key=f"desks.handed:{aside.deferral_id}",
        at=run.now,
        url=reverse("desks:today"),
        icon="handover",
    )
    return aside


@action("desks.drop", label=gettext_lazy("Drop a job"), seats={ANYONE}, surfaces=SURFACES)
def drop(run: Run, data: Drop) -> SetAside:
    """Take a job off the list with a reason; it comes back when it changes, or after 30 days."""
    return _set_aside(run, data, Kind.DROPPED, until=run.now + AT_MOST, reason=data.reason)


class TakeBack(Input):
    """Which deferral."""

    deferral_id: int


@action("desks.take_back", label=gettext_lazy("Put a job back on the list"), seats={ANYONE}, surfaces=SURFACES)
def take_back(run: Run, data: TakeBack) -> Nothing:
    """Put a job that was put off, handed on or dropped back on its seat's list."""
    row = Deferral.objects.filter(pk=data.deferral_id, taken_back_at=None).first()
    if row is None:
        raise Missing(_("It is back on the list already."))
    _in_seat(run, row.seat)
    row.taken_back_at = run.now
    row.save(update_fields=["taken_back_at"])
    run.changed(f"job:{row.key}", "aside", old=row.kind, new=None)
    return Nothing()


def _set_aside(
    run: Run, data: Job, kind: Kind, *, until: datetime, reason: str = "", to: int | None = None
) -> SetAside:
    _in_seat(run, data.seat)
    if run.actor.person_id is None:
        raise Refused(_("Only people set jobs aside."), code="not_a_person")
    open_rows = Deferral.objects.filter(key=data.key, seat=data.seat, taken_back_at=None)
    before = open_rows.values_list("kind", flat=True).first()
    open_rows.update(taken_back_at=run.now)
    row = Deferral.objects.create(
        key=data.key,
        seat=data.seat,
        title=data.title,
        version=data.version,
        kind=kind,
        until=until,
        to_person_id=to,
        reason=reason,
        person_id=run.actor.person_id,
        at=run.now,
    )
    run.changed(f"job:{data.key}", "aside", old=before, new=kind.value)
    return SetAside(deferral_id=row.pk, until=until)


def _in_seat(run: Run, seat: str) -> None:
    if seat not in grants_of(run.actor, run.now).seats:
        raise Denied(_("This job belongs to a seat that is not yours."))
