"""The rules of seats that every change of tenure obeys, and the rows that come of it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from storecrew.kernel.actions.constraints import sentence
from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.run import Run
from storecrew.kernel.people.events import TenureBegan, TenureEnded
from storecrew.kernel.people.models import COVER_AT_MOST, Ownership, Person, Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind


def lock() -> None:
    """Let changes of who sits where happen one after another (the open ownership row is there from set-up on)."""
    Ownership.objects.select_for_update().filter(ends_at=None).first()


def is_owner(run: Run) -> bool:
    """Tell whether the run's actor hands out seats at this instant; an agent never does."""
    return grants_of(run.actor, run.now).owner


def myself(run: Run) -> Person:
    """Return the human behind the run."""
    return colleague(run, run.actor.person_id or 0)


def colleague(run: Run, person_id: int) -> Person:
    """Return somebody who is in the store now; raises Missing."""
    person = Person.objects.filter(pk=person_id, left_at=None).first()
    if person is None:
        raise Missing(_("There is no such person in the store."))
    return person


def require(allowed: bool) -> None:
    """Raise Denied unless `allowed`: for what depends on whose row it is."""
    if not allowed:
        raise Denied(_("Only whoever hands out seats may do this for others."))


def begin(
    run: Run,
    person: Person,
    seat: Seat,
    kind: TenureKind,
    *,
    starts_at: datetime,
    ends_at: datetime | None = None,
    reason: str = "",
    covers: Tenure | None = None,
    granted_by: Person | None = None,
) -> Tenure:
    """Write a tenure and announce it; raises Refused when it would contradict another one. Call `lock` first."""
    _check_window(run, starts_at, ends_at)
    _check_free(seat, kind, person, starts_at, ends_at)
    tenure = Tenure.objects.create(
        person=person,
        seat=seat,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        covers=covers,
        granted_by=granted_by,
    )
    run.changed(person.subject, f"seat.{seat}", old=None, new={"tenure": tenure.pk, **_window(tenure)})
    run.about(f"seat:{seat}")
    began = TenureBegan(
        tenure_id=tenure.pk,
        person_id=person.pk,
        seat=seat,
        kind=kind,
        at=starts_at,
        until=ends_at,
        covers=covers.pk if covers else None,
    )
    run.emit(began, subject=f"seat:{seat}")
    return tenure


def end(run: Run, tenure: Tenure, at: datetime) -> None:
    """Close a tenure at `at` with the covers that rest on it, and announce each. Call `lock` first."""
    for row in [tenure, *tenure.covered_by.ending_after(at).order_by("pk")]:
        before = _window(row)
        row.close(at)
        run.changed(f"person:{row.person_id}", f"seat.{row.seat}", old={"tenure": row.pk, **before}, new=_window(row))
        ended = TenureEnded(
            tenure_id=row.pk, person_id=row.person_id, seat=row.seat, kind=row.kind, at=row.ends_at or at
        )
        run.emit(ended, subject=f"seat:{row.seat}")
    run.about(f"seat:{tenure.seat}")


def check_cover(run: Run, covered: Tenure, deputy: Person, starts_at: datetime, ends_at: datetime) -> None:
    """Raise Refused unless `deputy` may cover this tenure in that window."""
    if covered.kind == TenureKind.COVER:
        raise Refused(
            _("A cover cannot be covered by somebody else. Name a new cover for whoever is away."),
            code="cover_of_cover",
        )
    if covered.person_id == deputy.pk:
        raise Refused(_("Nobody can cover for themselves."), code="cover_of_self")
    if ends_at - starts_at > COVER_AT_MOST:
        raise Refused(
            _("A cover lasts 30 days at most. Hand the seat over, or share it, when it is for longer."),
            code="cover_too_long",
        )
    if covered.starts_at > starts_at or (covered.ends_at is not None and covered.ends_at < ends_at):
        raise Refused(_("The cover would last longer than the seat it covers."), code="cover_outside_tenure")


def _check_window(run: Run, starts_at: datetime, ends_at: datetime | None) -> None:
    if starts_at < run.now:
        raise Refused(_("Seats cannot be given back in time. Begin now or later."), code="starts_in_the_past")
    if ends_at is not None and ends_at <= starts_at:
        raise Refused(_("The end has to be after the beginning."), code="ends_before_start")


def _check_free(seat: Seat, kind: TenureKind, person: Person, starts_at: datetime, ends_at: datetime | None) -> None:
    there = Tenure.objects.filter(seat=seat).overlapping(starts_at, ends_at).select_related("person")
    own = there.filter(person=person).order_by("pk").first()
    # who covers a colleague may still become sharer or holder; two rows of the same weight say nothing new
    if own is not None and (kind == TenureKind.COVER or own.kind != TenureKind.COVER):
        raise Refused(_("%(name)s is in this seat then already.") % {"name": person.name}, code="in_seat_already")
    holder = there.filter(kind=TenureKind.HOLD).order_by("pk").first()
    if kind == TenureKind.HOLD and holder is not None:
        raise Refused(
            _("%(name)s holds this seat then. Hand it over, or let both share it.") % {"name": holder.person.name},
            code="seat_held",
        )


def _window(tenure: Tenure) -> dict[str, str | None]:
    return {
        "kind": tenure.kind,
        "from": tenure.starts_at.isoformat(),
        "until": tenure.ends_at.isoformat() if tenure.ends_at else None,
    }


def explain_constraints() -> None:
    """Give each named rule of the tables its sentence."""
    sentence("people_tenure_one_open_holder", "people_tenure.seat", says=lazy("Somebody else holds this seat already."))
    sentence("people_cover_at_most_30_days", says=lazy("A cover lasts 30 days at most."))
    sentence("people_cover_has_end_and_reason", says=lazy("A cover needs an end and a reason."))
    sentence("people_ownership_one_at_a_time", says=lazy("Somebody else hands out the seats already."))
    sentence("people_person_email_key", "people_person.email", says=lazy("Somebody has this address already."))
    sentence("people_invite_one_open_per_address", says=lazy("There is an open invitation for this address already."))
    sentence("people_agent_name_once_per_person", says=lazy("You have an agent of this name already."))
