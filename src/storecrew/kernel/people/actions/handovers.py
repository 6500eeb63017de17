"""Hand a seat over: one act, one receipt, signed by both."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, Input, Output
from storecrew.kernel.people import handover, staffing
from storecrew.kernel.people.events import SeatHandedOver, TenureBegan, TenureEnded
from storecrew.kernel.people.models import Handover, Person, Signature, Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind


class HandOver(Input):
    """Which seat goes to whom. `from_id` None: mine. `at` None: now; from then on the new holder acts."""

    seat: Seat
    to_id: int
    from_id: int | None = None
    at: AwareDatetime | None = None
    reason: Annotated[str, Field(max_length=200)] = ""


class HandedOver(Output):
    """The receipt, and the row of the successor."""

    handover_id: int
    tenure_id: int
    at: datetime


@action(
    "people.hand_over",
    label=gettext_lazy("Hand a seat over"),
    seats={ANYONE},
    surfaces={"web", "rest", "cli"},
    emits=(SeatHandedOver, TenureBegan, TenureEnded),
    previews=True,
)
def hand_over(run: Run, data: HandOver) -> HandedOver:
    """Pass a seat with all that lies on its desk to somebody else, at one instant and with a receipt.

    Holders hand over their own seat; whoever hands out seats may do it for anybody. Refused if anything would be left
    without an owner.
    """
    me, from_id = staffing.myself(run), data.from_id or run.actor.person_id
    staffing.require(run.actor.kind == "person" and (from_id == me.pk or staffing.is_owner(run)))
    successor = staffing.colleague(run, data.to_id)
    at = data.at or run.now
    if at < run.now:
        raise Refused(_("A seat cannot be handed over back in time. Do it now or later."), code="starts_in_the_past")
    staffing.lock()
    held = Tenure.objects.at(at).filter(seat=data.seat, person=from_id, kind=TenureKind.HOLD).first()
    if held is None:
        raise Refused(
            _("Only the holder's seat can be handed over, and this person does not hold it then."), code="not_holder"
        )
    if successor.pk == from_id:
        raise Refused(_("That is the same person. Choose somebody else."), code="same_person")
    receipt = Handover.objects.create(
        from_person=held.person,
        at=at,
        reason=data.reason,
        done_by=me,
        receipt=[handover.written(held, successor, run.now)],
    )
    run.about(receipt.subject)
    tenure = pass_on(run, held, successor, at=at, receipt=receipt, granted_by=me, reason=data.reason)
    return HandedOver(handover_id=receipt.pk, tenure_id=tenure.pk, at=at)


def pass_on(
    run: Run, held: Tenure, successor: Person, *, at: datetime, receipt: Handover, granted_by: Person, reason: str
) -> Tenure:
    """Close one tenure and open the successor's at the same instant; Refused while something would be orphaned."""
    parts = handover.sections(held, run.now)
    stuck = handover.orphans(parts.values())
    if stuck:
        raise Refused(
            _("This would be left without an owner: %(items)s") % {"items": "; ".join(item.text for item in stuck)},
            code="would_orphan",
        )
    staffing.end(run, held, at)
    # a sharer or cover who becomes the holder stops being the other
    for row in Tenure.objects.filter(seat=held.seat, person=successor).ending_after(at).order_by("pk"):
        staffing.end(run, row, at)
    tenure = staffing.begin(
        run,
        successor,
        Seat(held.seat),
        TenureKind.HOLD,
        starts_at=at,
        ends_at=None,
        reason=reason,
        granted_by=granted_by,
    )
    for part in parts.values():
        if part.move is not None:
            part.move(run, successor)
    run.emit(
        SeatHandedOver(
            handover_id=receipt.pk, seat=held.seat, from_person=held.person_id, to_person=successor.pk, at=at
        ),
        subject=f"seat:{held.seat}",
    )
    return tenure


class SignHandover(Input):
    """The receipt, and what the signer wants to have on record."""

    handover_id: int
    note: Annotated[str, Field(max_length=400)] = ""


class Signed(Output):
    """How many of those concerned have signed, and how many there are."""

    signed: int
    of: int


@action("people.sign_handover", label=gettext_lazy("Sign a handover"), seats={ANYONE}, surfaces={"web", "rest", "cli"})
def sign_handover(run: Run, data: SignHandover) -> Signed:
    """Say that the receipt is what was handed over; both sides sign, once each."""
    receipt = Handover.objects.filter(pk=data.handover_id).first()
    if receipt is None:
        raise Missing
    concerned = parties(receipt)
    me = staffing.myself(run)
    if run.actor.kind != "person" or me.pk not in concerned:
        raise Missing
    run.about(receipt.subject)
    signature, new = Signature.objects.get_or_create(
        handover=receipt, person=me, defaults={"at": run.now, "note": data.note}
    )
    if new:
        run.changed(receipt.subject, f"signed.{me.subject}", old=None, new=signature.at.isoformat())
    return Signed(signed=receipt.signatures.count(), of=len(concerned))


def parties(receipt: Handover) -> list[int]:
    """Return the people who sign: the one who gives and all who take, each once."""
    takers = [seat["to"] for seat in receipt.receipt if seat["to"]]
    return list(dict.fromkeys([receipt.from_person_id, *takers]))
