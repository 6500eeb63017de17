"""What suppliers answer: as ordered, or other quantities, days and prices; and what the store says to that."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Surface
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.actions.ordering import LINES_AT_MOST, po_id
from storecrew.shop.buying.events import PurchaseAcknowledged
from storecrew.shop.buying.models import OPEN, Answer, PurchaseLine, PurchaseOrder, State, Way
from storecrew.shop.buying.seats import ANSWERERS, BUYERS, EVERYWHERE
from storecrew.shop.buying.types import PoId
from storecrew.shop.buying.writing import incoming, letters
from storecrew.shop.buying.writing.loading import is_supplier, lines_of, move, order_of, save


class AckLine(Input):
    """What a supplier says of a line. None: as ordered. `quantity` 0: they cannot deliver it at all."""

    line_id: int
    quantity: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    on: date | None = None
    cost: Money | None = None


class AcknowledgePO(Input):
    """A supplier's answer. Lines that are not named are as ordered; `on` is the day of all lines that name none."""

    po_id: int
    lines: Annotated[tuple[AckLine, ...], Field(max_length=LINES_AT_MOST)] = ()
    on: date | None = None
    note: Annotated[str, Field(max_length=2000)] = ""
    way: Way = Way.PERSON
    contact_id: int | None = None


@action(
    "buying.acknowledge",
    label=gettext_lazy("Note a supplier’s answer to an order"),
    seats=ANSWERERS,
    surfaces=EVERYWHERE | {Surface.PORTAL},
    emits=(PurchaseAcknowledged,),
    calls=incoming.CALLS,
    previews=True,
)
def acknowledge(run: Run, data: AcknowledgePO) -> PoId:
    """Note that a supplier took an order, with the days they promise; other quantities and prices wait for a decision.

    Open to the supplier themselves. Every answer is kept as it was given. Days count from now on; fewer pieces are no
    longer awaited; a price holds only once somebody here has accepted it.
    """
    order = order_of(run, data.po_id)
    theirs = is_supplier(run, order)
    if order.state not in OPEN:
        raise Refused(_("This order is not open any more. Ask the shop."), code="buying.state")
    lines = lines_of(order)
    said = _said(data, lines, order)
    for line in lines:
        _take(line, said.get(line.pk), data.on, order)
    fields = ["said_quantity", "said_minor", "said_on", "promised_on", "first_promised_on"]
    PurchaseLine.objects.bulk_update(lines, fields, batch_size=200)
    if order.state == State.SENT:
        move(run, order, State.ACKNOWLEDGED)
    order.acked_at, order.asked_at = order.acked_at or run.now, None
    order.promised_on = None
    incoming.latest_day(order, lines)
    incoming.follow(run, order, lines)
    save(order)
    Answer.objects.create(
        order=order,
        at=run.now,
        kind="acknowledged",
        way=Way.PORTAL if theirs and data.way == Way.PERSON else data.way,
        actor=run.actor.ref,
        contact_id=data.contact_id,
        text=data.note,
        lines=[_kept(one) for one in data.lines],
    )
    differs = any(line.differs for line in lines)
    run.emit(
        PurchaseAcknowledged(
            po_id=order.pk, supplier_id=order.supplier_id, differs=differs, promised=order.promised_on
        ),
        subject=order.subject,
    )
    return po_id(order)


def _said(data: AcknowledgePO, lines: list[PurchaseLine], order: PurchaseOrder) -> dict[int, AckLine]:
    known = {line.pk: line for line in lines}
    for number, one in enumerate(data.lines):
        if one.line_id not in known:
            raise InvalidInput({f"lines.{number}.line_id": _("This line is not on the order.")})
        if one.cost is not None and one.cost.currency != order.currency:
            raise InvalidInput({f"lines.{number}.cost": _("This order is in %(c)s.") % {"c": order.currency}})
        if one.quantity is not None and one.quantity < known[one.line_id].kept:
            raise InvalidInput({f"lines.{number}.quantity": _("More than that has come already.")})
    return {one.line_id: one for one in data.lines}


def _take(line: PurchaseLine, said: AckLine | None, day: date | None, order: PurchaseOrder) -> None:
    """Write what was said of a line; what is as ordered, or as accepted before, is no difference."""
    on = (said.on if said else None) or day
    quantity = said.quantity if said else None
    cost = said.cost.minor if said and said.cost else None
    agreed = line.quantity - line.waived
    line.said_quantity = quantity if quantity is not None and quantity != agreed else None
    line.said_minor = cost if cost is not None and cost != line.cost_minor else None
    line.said_on = None
    if on is not None:
        late = order.wanted_on is not None and on > order.wanted_on and on != line.promised_on
        line.said_on = on if late else None
        line.promised_on = on
        line.first_promised_on = line.first_promised_on or on


def _kept(one: AckLine) -> dict[str, Any]:
    return {
        "line": one.line_id,
        "quantity": one.quantity,
        "on": one.on.isoformat() if one.on else None,
        "minor": one.cost.minor if one.cost else None,
    }


class AcceptDifference(Input):
    """What the store says to a supplier's answer. `line_ids` empty: to all that differs. Declined: they are asked again."""

    po_id: int
    accept: bool
    line_ids: Annotated[tuple[int, ...], Field(max_length=LINES_AT_MOST)] = ()
    note: Annotated[str, Field(max_length=1000)] = ""


@action(
    "buying.accept_difference",
    label=gettext_lazy("Accept or decline what a supplier answered"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    calls=incoming.CALLS,
    previews=True,
)
def accept_difference(run: Run, data: AcceptDifference) -> PoId:
    """Accept other quantities, days and prices than were ordered, or decline them: then the supplier is asked again.

    The first promised day and what was first ordered stay on record for the score.
    """
    order = order_of(run, data.po_id, states=OPEN)
    lines = lines_of(order)
    chosen = [line for line in lines if line.differs and (not data.line_ids or line.pk in data.line_ids)]
    if not chosen:
        raise Refused(_("There is nothing to decide: nothing differs any more."), code="buying.no_difference")
    for line in chosen:
        if data.accept:
            _accept(run, order, line)
        line.said_quantity = line.said_minor = line.said_on = None
        line.save()
    if not data.accept:
        order.acked_at, order.asked_at = None, run.now
        if order.state == State.ACKNOWLEDGED:
            move(run, order, State.SENT)
        letters.decline(run, order, chosen, note=data.note)
    incoming.latest_day(order, lines)
    incoming.follow(run, order, lines)
    save(order)
    kind, way = "accepted" if data.accept else "declined", order.way or Way.PERSON
    Answer.objects.create(
        order=order, at=run.now, ours=True, kind=kind, way=way, actor=run.actor.ref, text=data.note,
        lines=[{"line": line.pk} for line in chosen],
    )  # fmt: skip
    return po_id(order)


def _accept(run: Run, order: PurchaseOrder, line: PurchaseLine) -> None:
    name = f"line:{line.variant_id}"
    if line.said_quantity is not None:
        agreed = line.quantity - line.waived
        run.changed(order.subject, f"{name}.quantity", old=agreed, new=line.said_quantity)
        line.quantity += line.said_quantity - agreed
    if line.said_minor is not None:
        run.changed(order.subject, f"{name}.cost", old=line.cost_minor, new=line.said_minor)
        line.cost_minor = line.said_minor
    if line.said_on is not None:
        run.changed(order.subject, f"{name}.promised_on", old=None, new=line.said_on.isoformat())
