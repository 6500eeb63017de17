"""Give pieces to another source: by one click, or by itself within the owner's limits."""

from collections import defaultdict
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.dropships import moving, states
from storecrew.shop.dropships.actions.planning import Plan, plan
from storecrew.shop.dropships.actions.sending import tell_change, tell_stop
from storecrew.shop.dropships.events import DropshipMoved
from storecrew.shop.dropships.loading import asking, dropship_of, lines_of, parts_of
from storecrew.shop.dropships.models import OPEN, DropLine, DropShipment, Kind, State
from storecrew.shop.dropships.seats import EVERYWHERE, SENDERS
from storecrew.shop.dropships.telling import note
from storecrew.shop.dropships.types import Choice, LinePart
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.sourcing import reads as sourcing
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads
from storecrew.shop.stock.types import Wanted

type Part = tuple[DropLine, int]


class Move(Input):
    """Which pieces go to another source; empty `lines`: all that is open or refused. `warehouse_id` None: the best one."""

    dropship_id: int
    lines: Annotated[tuple[LinePart, ...], Field(max_length=500)] = ()
    warehouse_id: int | None = None


class Moved(Output):
    """Where they come from now. `to_id`: the drop shipment there, None: our own shelf."""

    dropship_id: int
    number: str
    state: str
    choice: Choice
    to_id: int | None


@action(
    "dropships.move",
    label=gettext_lazy("Take goods from another source"),
    seats=SENDERS,
    surfaces=EVERYWHERE,
    emits=(DropshipMoved,),
    calls=(stock.reserve, plan),
    previews=True,
)
def move(run: Run, data: Move) -> Moved:
    """Promise the pieces at another source in the same breath as they are given up here, and ask there.

    What the supplier had been asked for and has not refused, they are told to stop. A preview shows the new day and margin.
    """
    row = dropship_of(run, data.dropship_id)
    return _move(run, row, data, by_itself=False)


class FallBack(Input):
    """Of which drop shipment what was refused is to find another source."""

    dropship_id: int


class FellBack(Output):
    """Whether a source was found within the owner's limits."""

    dropship_id: int
    moved: bool
    to_id: int | None = None


@action(
    "dropships.fall_back",
    label=gettext_lazy("Take refused goods from the next source"),
    seats=SENDERS,
    surfaces=EVERYWHERE,
    emits=(DropshipMoved,),
    calls=(stock.reserve, plan),
)
def fall_back(run: Run, data: FallBack) -> FellBack:
    """Move what was refused to the best source within the owner's limits. Without one, it stays for a person to decide."""
    row = dropship_of(run, data.dropship_id)
    nothing = FellBack(dropship_id=row.pk, moved=False)
    order = orders.find(row.order_id)
    lines = lines_of(row)
    parts = [(line, line.pending) for line in lines if line.pending]
    if not parts or order is None or order.state != "open" or not sourcing.limits().automatic:
        return nothing
    found = [one for one in moving.choices(row, parts, order, run.now) if one.within_limits]
    if not found:
        return nothing
    named = tuple(LinePart(line_id=line.pk, quantity=quantity) for line, quantity in parts)
    data_ = Move(dropship_id=row.pk, lines=named, warehouse_id=found[0].warehouse_id)
    moved = _move(run, row, data_, by_itself=True)
    return FellBack(dropship_id=row.pk, moved=True, to_id=moved.to_id)


def _move(run: Run, row: DropShipment, data: Move, *, by_itself: bool) -> Moved:
    order = orders.find(row.order_id)
    if order is None or order.state != "open":
        raise Refused(_("The order is not open any more."), code="dropships.not_open")
    lines = lines_of(row)
    parts = parts_of(lines, data.lines, usual={line.pk: line.open + line.pending for line in lines})
    for line, quantity in parts:
        if quantity > line.open + line.pending:
            words = _("Of “%(title)s” only %(n)d can be moved.")
            names = {"title": line.sku or line.title, "n": line.open + line.pending}
            raise Refused(words % names, code="dropships.beyond")
    if not parts:
        raise Refused(_("Nothing of %(number)s is open.") % {"number": row.number}, code="dropships.over")
    choice = _chosen(row, parts, order, data.warehouse_id, run)
    _promise_there(run, row, parts, choice.warehouse_id)
    asked_before, was_open = row.sent_at is not None, False
    for line, quantity in parts:
        waiting = min(line.pending, quantity)
        line.pending -= waiting
        line.cancelled += quantity - waiting
        was_open = was_open or quantity > waiting
    detail = {"pieces": {str(line.pk): quantity for line, quantity in parts}, "warehouse": choice.warehouse_id}
    note(run, row, Kind.MOVED, text=choice.warehouse, detail=detail)
    states.settle(run, row, lines, moved=not any(line.open or line.pending for line in lines))
    if asked_before and was_open:
        if row.state in OPEN:
            tell_change(run, row, order)
        elif row.state == State.MOVED:
            tell_stop(run, row, order, "")
    planned = run.call(plan, Plan(order_id=row.order_id))
    to_id = _there(planned.dropship_ids, choice.warehouse_id)
    run.emit(
        DropshipMoved(
            dropship_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            supplier_id=row.supplier_id,
            lines={line.pk: quantity for line, quantity in parts},
            warehouse_id=choice.warehouse_id,
            to_id=to_id,
            by_itself=by_itself,
        ),
        subject=row.subject,
    )
    row.refresh_from_db()
    return Moved(dropship_id=row.pk, number=row.number, state=row.state, choice=choice, to_id=to_id)


def _chosen(row: DropShipment, parts: list[Part], order: OrderView, warehouse_id: int | None, run: Run) -> Choice:
    found = moving.choices(row, parts, order, run.now)
    if warehouse_id is not None:
        named = next((one for one in found if one.warehouse_id == warehouse_id), None)
        if named is None:
            raise Missing(_("These goods cannot come from there."))
        return named
    best = next((one for one in found if one.fits), None)
    if best is None:
        raise Refused(
            _("No other source has enough of it. Wait, send a part, or ask the buyer."), code="dropships.no_source"
        )
    return best


def _promise_there(run: Run, row: DropShipment, parts: list[Part], warehouse_id: int) -> None:
    """Promise all of the order again, with these pieces at the other place. Raises SoldOut; then nothing has changed."""
    owner = f"order:{row.order_id}"
    query = stock_reads.ReservationsQuery(owners=(owner,))
    wanted: dict[tuple[int, str, int], int] = defaultdict(int)
    for one in stock_reads.reservations(asking(run), query, now=run.now).items:
        wanted[one.variant_id, one.line, one.warehouse_id] += one.quantity
    order = orders.find(row.order_id)
    keys = {line.line_id: line.key for line in order.lines} if order else {}
    for line, quantity in parts:
        here = line.variant_id, keys[line.line_id], row.warehouse_id
        taken = min(quantity, wanted[here])
        wanted[here] -= taken
        wanted[line.variant_id, keys[line.line_id], warehouse_id] += taken
    rows = tuple(
        Wanted(variant_id=variant_id, quantity=quantity, line=key, warehouse_id=place)
        for (variant_id, key, place), quantity in wanted.items()
        if quantity
    )
    run.call(stock.reserve, stock.Reserve(owner=owner, lines=rows))


def _there(dropship_ids: tuple[int, ...], warehouse_id: int) -> int | None:
    rows = DropShipment.objects.filter(pk__in=dropship_ids, warehouse=warehouse_id).order_by("-pk")
    return rows.values_list("pk", flat=True).first()
