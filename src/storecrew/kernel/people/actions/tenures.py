"""Give, share, cover and end seats."""

from datetime import datetime
from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, OWNER, Input, Output
from storecrew.kernel.people import handover, staffing
from storecrew.kernel.people.events import TenureBegan, TenureEnded
from storecrew.kernel.people.models import Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind
from storecrew.kernel.people.weighing import SEAT_KINDS, weigh_access

Reason = Annotated[str, Field(max_length=200)]


class SeatForm(Input):
    """Who sits where in `[starts_at, ends_at)`. `starts_at` None: now; `ends_at` None: until further notice."""

    person_id: int
    seat: Seat
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    reason: Reason = ""


class Given(Output):
    """The row that was written."""

    tenure_id: int
    starts_at: datetime
    ends_at: datetime | None


@action(
    "people.grant_seat",
    label=gettext_lazy("Give a seat"),
    seats={OWNER},
    surfaces={"web", "rest", "cli"},
    emits=(TenureBegan,),
    previews=True,
    weigh=weigh_access,
    kinds=SEAT_KINDS,
)
def grant_seat(run: Run, data: SeatForm) -> Given:
    """Let somebody hold a vacant seat: answer for it, and have its queue, duties and limits."""
    return _give(run, data, TenureKind.HOLD)


@action(
    "people.share_seat",
    label=gettext_lazy("Share a seat"),
    seats={OWNER},
    surfaces={"web", "rest", "cli"},
    emits=(TenureBegan,),
    previews=True,
    weigh=weigh_access,
    kinds=SEAT_KINDS,
)
def share_seat(run: Run, data: SeatForm) -> Given:
    """Let somebody work in a seat beside its holder; the holder goes on answering for it."""
    return _give(run, data, TenureKind.SHARE)


def _give(run: Run, data: SeatForm, kind: TenureKind) -> Given:
    staffing.lock()
    tenure = staffing.begin(
        run,
        staffing.colleague(run, data.person_id),
        data.seat,
        kind,
        starts_at=data.starts_at or run.now,
        ends_at=data.ends_at,
        reason=data.reason,
        granted_by=staffing.myself(run),
    )
    return _given(tenure)


class CoverForm(Input):
    """Who stands in for whom. `covered_id` None: for myself. At most 30 days, `[from, until)`, with a reason."""

    seat: Seat
    person_id: int
    covered_id: int | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@action(
    "people.cover_seat",
    label=gettext_lazy("Name a cover"),
    seats={ANYONE},
    surfaces={"web", "rest", "cli"},
    emits=(TenureBegan,),
    previews=True,
)
def cover_seat(run: Run, data: CoverForm) -> Given:
    """Let somebody stand in for a seat's holder while they are away; it ends by itself and cannot be passed on.

    Holders and sharers name their own cover; whoever hands out seats may name one for anybody.
    """
    me, covered_id = staffing.myself(run), data.covered_id or run.actor.person_id
    staffing.require(run.actor.kind == "person" and (covered_id == me.pk or staffing.is_owner(run)))
    deputy = staffing.colleague(run, data.person_id)
    starts_at = data.starts_at or run.now
    staffing.lock()
    rows = Tenure.objects.at(starts_at).filter(seat=data.seat, person=covered_id)
    covered = rows.order_by(
        F("covers").asc(nulls_first=True), "pk"
    ).first()  # a seat of their own before one they cover
    if covered is None:
        raise Refused(_("Nobody sits in this seat then who could be covered."), code="nothing_to_cover")
    staffing.check_cover(run, covered, deputy, starts_at, data.ends_at)
    tenure = staffing.begin(
        run,
        deputy,
        data.seat,
        TenureKind.COVER,
        starts_at=starts_at,
        ends_at=data.ends_at,
        reason=data.reason,
        covers=covered,
        granted_by=me,
    )
    return _given(tenure)


class EndTenure(Input):
    """The row to end. `at` None: now; before its beginning: it never begins."""

    tenure_id: int
    at: AwareDatetime | None = None


class Ended(Output):
    """When the seat is left."""

    tenure_id: int
    ends_at: datetime


@action(
    "people.end_tenure",
    label=gettext_lazy("End a seat"),
    seats={ANYONE},
    surfaces={"web", "rest", "cli"},
    emits=(TenureEnded,),
    previews=True,
)
def end_tenure(run: Run, data: EndTenure) -> Ended:
    """Take somebody out of a seat. Refused while work would be left that nobody else in the seat could take.

    People may leave a seat themselves and call their own cover off; whoever hands out seats may end any.
    """
    staffing.lock()
    tenure = Tenure.objects.filter(pk=data.tenure_id).first()
    if tenure is None:
        raise Missing
    allowed = {
        tenure.person_id,
        tenure.covers.person_id if tenure.covers else None,
        tenure.granted_by_id if tenure.covers else None,
    }
    staffing.require(run.actor.kind == "person" and (run.actor.person_id in allowed or staffing.is_owner(run)))
    at = data.at or run.now
    if at < run.now:
        raise Refused(_("A seat cannot be ended back in time. End it now or later."), code="ends_in_the_past")
    if tenure.ends_at is not None and tenure.ends_at <= at:
        raise Refused(_("This seat ends by then anyway."), code="ended_already")
    _check_nothing_orphaned(tenure, at, run.now)
    staffing.end(run, tenure, at)
    return Ended(tenure_id=tenure.pk, ends_at=tenure.ends_at or at)


def _check_nothing_orphaned(tenure: Tenure, at: datetime, now: datetime) -> None:
    if tenure.starts_at > now:  # it has not begun: nothing is on its desk yet
        return
    others = Tenure.objects.at(at).filter(seat=tenure.seat).exclude(pk=tenure.pk).exclude(covers=tenure)
    parts = handover.sections(tenure, now).values()
    open_work = [item for part in parts for item in part.items if item.then == handover.Owner.SEAT]
    if (open_work and not others.exists()) or handover.orphans(parts):
        raise Refused(
            _("There is work on this seat's desk that nobody would have. Hand the seat over instead."),
            code="would_orphan",
        )


def _given(tenure: Tenure) -> Given:
    return Given(tenure_id=tenure.pk, starts_at=tenure.starts_at, ends_at=tenure.ends_at)
