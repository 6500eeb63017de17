"""What suppliers say before it leaves: yes, packed, no, and that they stopped. Each answer is kept as evidence."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.dropships import states
from storecrew.shop.dropships.events import DropshipAcknowledged, DropshipRefused
from storecrew.shop.dropships.loading import dropship_of, lines_of, parts_of
from storecrew.shop.dropships.models import ASKED, DropLine, DropShipment, Kind, Means, Reason, State
from storecrew.shop.dropships.seats import ANSWERERS, BY_SUPPLIERS
from storecrew.shop.dropships.telling import note
from storecrew.shop.dropships.types import LinePart

Note = Annotated[str, Field(max_length=400)]
Lines = Annotated[tuple[LinePart, ...], Field(max_length=500)]


class Answered(Output):
    """How the drop shipment stands after an answer. `counted` is False where it said nothing new."""

    dropship_id: int
    number: str
    state: str
    counted: bool


class Acknowledge(Input):
    """The supplier says yes. `ships_on`: the day it leaves, None: as expected; `lines`: of so many, empty: of everything.

    `means`: by which way they said it, where somebody writes it down for them; `contact_id`: who of them.
    """

    dropship_id: int
    ships_on: date | None = None
    note: Note = ""
    lines: Lines = ()
    means: Means | None = None
    contact_id: int | None = None


@action(
    "dropships.acknowledge",
    label=gettext_lazy("Acknowledge a drop shipment"),
    seats=ANSWERERS,
    surfaces=BY_SUPPLIERS,
    emits=(DropshipAcknowledged,),
)
def acknowledge(run: Run, data: Acknowledge) -> Answered:
    """Note that the supplier will send it, and on which day. Of what they name fewer of, the rest stays open.

    They may say it again with another day; the last word counts. A yes after a no takes the no back, as long as no other
    source was found.
    """
    row = _asked(run, data.dropship_id, again=(State.REFUSED,))
    lines = lines_of(row)
    for line in lines:
        line.reopen(min(line.pending, line.refused))
    parts = parts_of(lines, data.lines, usual={line.pk: line.open for line in lines})
    confirmed = {line.pk: line.confirmed for line in lines}
    for line, quantity in parts:
        if quantity > line.open:
            raise _beyond(line)
        line.confirmed = line.wanted - line.refused - line.cancelled - line.open + quantity
    if data.ships_on is not None and data.ships_on < run.now.date() and data.ships_on != row.ships_on:
        raise InvalidInput({"ships_on": _("This day is over.")})
    same = row.ack_at and row.state in ASKED and data.ships_on in {None, row.ships_on}
    if same and confirmed == {line.pk: line.confirmed for line in lines} and not data.note:
        return _answered(row, counted=False)
    run.changed(row.subject, "ships_on", old=_plain(row.ships_on), new=_plain(data.ships_on or row.ships_on))
    row.ack_at, row.ships_on = row.ack_at or run.now, data.ships_on or row.ships_on
    _keep(run, row, Kind.ACKNOWLEDGED, data, parts, {"ships_on": _plain(data.ships_on)})
    states.settle(run, row, lines)
    run.emit(
        DropshipAcknowledged(
            dropship_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            supplier_id=row.supplier_id,
            ships_on=row.ships_on,
            ship_by=row.ship_by,
        ),
        subject=row.subject,
    )
    return _answered(row, counted=True)


class MarkPacked(Input):
    """The supplier has packed what is still open of it."""

    dropship_id: int
    note: Note = ""
    means: Means | None = None
    contact_id: int | None = None


@action("dropships.pack", label=gettext_lazy("Note that a supplier has packed"), seats=ANSWERERS, surfaces=BY_SUPPLIERS)
def pack(run: Run, data: MarkPacked) -> Answered:
    """Note that it lies packed at the supplier's and waits for the carrier. Said twice, it is once."""
    row = _asked(run, data.dropship_id)
    if row.packed_at is not None:
        return _answered(row, counted=False)
    lines = lines_of(row)
    row.packed_at, row.ack_at = run.now, row.ack_at or run.now
    _keep(run, row, Kind.PACKED, data, [], {})
    states.settle(run, row, lines)
    return _answered(row, counted=True)


class Refuse(Input):
    """The supplier will not send these; empty `lines`: nothing of what is open."""

    dropship_id: int
    lines: Lines = ()
    reason: Reason = Reason.OUT_OF_STOCK
    note: Note = ""
    means: Means | None = None
    contact_id: int | None = None


@action(
    "dropships.refuse",
    label=gettext_lazy("Refuse a drop shipment"),
    seats=ANSWERERS,
    surfaces=BY_SUPPLIERS,
    emits=(DropshipRefused,),
)
def refuse(run: Run, data: Refuse) -> Answered:
    """Note what a supplier will not send, and why. It stays promised there until it is moved or the order is changed."""
    row = _asked(run, data.dropship_id, again=(State.REFUSED,))
    lines = lines_of(row)
    parts = parts_of(lines, data.lines, usual={line.pk: line.open for line in lines})
    if not parts:
        return _answered(row, counted=False)
    for line, quantity in parts:
        if quantity > line.open:
            raise _beyond(line)
        line.refused += quantity
        line.pending += quantity
        line.reason = data.reason
        line.confirmed = min(line.confirmed, line.wanted - line.refused - line.cancelled)
        run.changed(row.subject, f"refused {line.sku or line.title}", old=line.refused - quantity, new=line.refused)
    row.ack_at = row.ack_at or run.now
    _keep(run, row, Kind.REFUSED, data, parts, {"reason": data.reason.value})
    states.settle(run, row, lines)
    run.emit(
        DropshipRefused(
            dropship_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            supplier_id=row.supplier_id,
            lines={line.pk: quantity for line, quantity in parts},
            reason=data.reason,
            note=data.note,
        ),
        subject=row.subject,
    )
    return _answered(row, counted=True)


class AgreeToStop(Input):
    """The supplier stopped what they had been asked to stop."""

    dropship_id: int
    note: Note = ""
    means: Means | None = None
    contact_id: int | None = None


@action(
    "dropships.agree_to_stop",
    label=gettext_lazy("Note that a supplier has stopped"),
    seats=ANSWERERS,
    surfaces=BY_SUPPLIERS,
)
def agree_to_stop(run: Run, data: AgreeToStop) -> Answered:
    """Note that nothing will leave any more: whatever leaves all the same is the supplier's own affair."""
    row = dropship_of(run, data.dropship_id)
    if row.cancel_asked_at is None:
        raise Refused(_("Nobody asked the supplier to stop %(number)s.") % {"number": row.number})
    if row.cancel_agreed_at is not None:
        return _answered(row, counted=False)
    row.cancel_agreed_at = run.now
    run.changed(row.subject, "cancel_agreed", old=None, new=run.now.isoformat())
    _keep(run, row, Kind.AGREED, data, [], {})
    row.version += 1
    row.save()
    return _answered(row, counted=True)


def _asked(run: Run, dropship_id: int, again: tuple[State, ...] = ()) -> DropShipment:
    row = dropship_of(run, dropship_id)
    names = {"number": row.number}
    if row.state == State.NEW:
        raise Refused(_("%(number)s was not sent to the supplier yet.") % names, code="dropships.not_sent")
    if row.state not in ASKED and row.state not in again:
        said = {
            State.SHIPPED: _("%(number)s has left already."),
            State.MOVED: _("%(number)s was given to another source."),
            State.REFUSED: _("%(number)s was refused already."),
        }
        words = said.get(State(row.state), _("%(number)s was called off."))
        raise Refused(words % names, code="dropships.over")
    return row


def _beyond(line: DropLine) -> Refused:
    words = _("Of “%(title)s” only %(n)d are still open.")
    return Refused(words % {"title": line.sku or line.title, "n": line.open}, code="dropships.beyond")


def _keep(
    run: Run,
    row: DropShipment,
    kind: Kind,
    data: Acknowledge | MarkPacked | Refuse | AgreeToStop,
    parts: list[tuple[DropLine, int]],
    detail: dict[str, object],
) -> None:
    pieces = {str(line.pk): quantity for line, quantity in parts}
    note(
        run,
        row,
        kind,
        text=data.note,
        means=data.means,
        contact_id=data.contact_id,
        detail=detail | ({"pieces": pieces} if pieces else {}),
    )


def _plain(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _answered(row: DropShipment, *, counted: bool) -> Answered:
    return Answered(dropship_id=row.pk, number=row.number, state=row.state, counted=counted)
