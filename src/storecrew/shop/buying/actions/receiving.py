"""Goods of an order at the door, what was wrong with them, and the end of an order."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.actions.ordering import LINES_AT_MOST, po_id
from storecrew.shop.buying.events import PurchaseClosed, PurchaseReceived
from storecrew.shop.buying.models import (
    OPEN,
    Discrepancy,
    Outcome,
    PurchaseLine,
    PurchaseOrder,
    Receiving,
    ReceivingLine,
    State,
    Trouble,
)
from storecrew.shop.buying.models.receiving import ANSWERS
from storecrew.shop.buying.seats import BUYERS, EVERYWHERE, RECEIVERS
from storecrew.shop.buying.types import PoId
from storecrew.shop.buying.writing import booking, incoming, landing, rates
from storecrew.shop.buying.writing.booking import STOCK, UNBILLED, Side
from storecrew.shop.buying.writing.loading import lines_of, move, order_of, save, today
from storecrew.shop.stock import actions as stock

CALLS = (*incoming.CALLS, *landing.CALLS, stock.receive)


class GotLine(Input):
    """What really came of a line. `damaged` ones are among `quantity`."""

    line_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    damaged: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    bin_id: int | None = None
    lot: Annotated[str, Field(max_length=60)] = ""
    expires_on: date | None = None
    serials: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(max_length=5000)] = ()


class ReceivePO(Input):
    """A delivery of an order. `finish`: nothing more will come, what is missing is given up."""

    po_id: int
    lines: Annotated[tuple[GotLine, ...], Field(min_length=1, max_length=LINES_AT_MOST)]
    delivery_note: Annotated[str, Field(max_length=80)] = ""
    finish: bool = False


@action(
    "buying.receive",
    label=gettext_lazy("Receive goods of a purchase order"),
    seats=RECEIVERS,
    surfaces=EVERYWHERE,
    emits=(PurchaseReceived,),
    calls=CALLS,
    previews=True,
)
def receive(run: Run, data: ReceivePO) -> PoId:
    """Take goods of a purchase order into the warehouse, at the agreed price and the rate of the day.

    Too few: the rest stays awaited. Too many or broken: they are booked in as they are, and somebody has to say what
    becomes of them. Freight and duty known by then are laid on the pieces at once.
    """
    order = order_of(run, data.po_id, states=(*OPEN, State.RECEIVED))
    lines = {line.pk: line for line in lines_of(order)}
    _check(data, lines)
    rate = rates.to_own(order.currency, run.now)
    own = {line.pk: rate.of(Money(line.cost_minor, order.currency)) for line in lines.values()}
    taken = run.call(stock.receive, _for_stock(order, data, lines, own))
    receiving = Receiving(
        order=order,
        receipt_id=taken.receipt_id,
        delivery_note=data.delivery_note,
        actor=run.actor.ref,
        at=run.now,
    )
    receiving.save()
    late = _days_late(run, data, lines)
    for got in data.lines:
        _book_line(run, receiving, lines[got.line_id], got, own[got.line_id], rate.text)
    order.receipt_id = taken.receipt_id if taken.state in {"expected", "part"} else None
    if data.finish:
        _give_up(run, order, list(lines.values()))
    _settle_state(run, order, list(lines.values()))
    incoming.follow(run, order, list(lines.values()))
    save(order)
    _note_worth(run, order, receiving)
    landing.lay(run, order, list(lines.values()))
    _announce(run, order, receiving, data, lines, late)
    return po_id(order)


def _check(data: ReceivePO, lines: Mapping[int, PurchaseLine]) -> None:
    seen: set[int] = set()
    for number, got in enumerate(data.lines):
        if got.line_id not in lines or got.line_id in seen:
            raise InvalidInput({f"lines.{number}.line_id": _("Name each line of the order once.")})
        if got.damaged > got.quantity:
            raise InvalidInput({f"lines.{number}.damaged": _("No more can be damaged than came.")})
        seen.add(got.line_id)


def _for_stock(
    order: PurchaseOrder, data: ReceivePO, lines: Mapping[int, PurchaseLine], own: Mapping[int, Money]
) -> stock.Receive:
    received = tuple(
        stock.ReceivedLine(
            variant_id=lines[got.line_id].variant_id,
            cost=own[got.line_id],
            **got.model_dump(exclude={"line_id"}),
        )
        for got in data.lines
    )
    if order.receipt_id is not None:
        return stock.Receive(receipt_id=order.receipt_id, lines=received)
    return stock.Receive(
        warehouse_id=order.warehouse_id, supplier=order.supplier.name, reference=order.number, lines=received
    )


def _book_line(run: Run, receiving: Receiving, line: PurchaseLine, got: GotLine, own: Money, rate: str) -> None:
    ReceivingLine.objects.create(
        receiving=receiving,
        line=line,
        quantity=got.quantity,
        damaged=got.damaged,
        cost_minor=line.cost_minor,
        own_minor=own.minor,
        own_currency=own.currency,
        rate=rate,
    )
    over = min(got.quantity - got.damaged, max(0, line.kept + got.quantity - (line.quantity - line.waived)))
    line.received += got.quantity
    line.damaged += got.damaged
    line.first_received_at = line.first_received_at or run.now
    line.received_at = run.now
    line.save()
    for trouble, pieces in ((Trouble.OVER, over), (Trouble.DAMAGED, got.damaged)):
        if pieces:
            Discrepancy.objects.create(
                line=line, receiving=receiving, trouble=trouble, quantity=pieces, found_at=run.now
            )
    run.changed(receiving.order.subject, f"line:{line.variant_id}.received", old=None, new=got.quantity)


def _note_worth(run: Run, order: PurchaseOrder, receiving: Receiving) -> None:
    rows = list(ReceivingLine.objects.filter(receiving=receiving))
    own = sum(row.quantity * row.own_minor for row in rows)
    theirs = sum(row.quantity * row.cost_minor for row in rows)
    currency = rows[0].own_currency
    booking.note(
        run,
        f"{order.subject}:receiving:{receiving.pk}",
        _("Goods of %(number)s") % {"number": order.number},
        order.subject,
        [Side(STOCK, Money(own, currency)), Side(UNBILLED, Money(-theirs, order.currency))],
    )


def _days_late(run: Run, data: ReceivePO, lines: Mapping[int, PurchaseLine]) -> int | None:
    """Return by how many days the latest of these lines missed the first day that was named; negative: early."""
    here = today(run.now)
    missed = [(here - day).days for got in data.lines if (day := lines[got.line_id].first_promised_on) is not None]
    return max(missed, default=None)


def _announce(
    run: Run,
    order: PurchaseOrder,
    receiving: Receiving,
    data: ReceivePO,
    lines: Mapping[int, PurchaseLine],
    late: int | None,
) -> None:
    run.emit(
        PurchaseReceived(
            po_id=order.pk,
            supplier_id=order.supplier_id,
            receiving_id=receiving.pk,
            variant_ids=tuple(lines[got.line_id].variant_id for got in data.lines),
            pieces=sum(got.quantity for got in data.lines),
            damaged=sum(got.damaged for got in data.lines),
            missing=sum(line.missing for line in lines.values()),
            late_days=late,
        ),
        subject=order.subject,
    )


def _give_up(run: Run, order: PurchaseOrder, lines: list[PurchaseLine]) -> int:
    given_up = 0
    for line in lines:
        if line.missing:
            given_up += line.missing
            run.changed(
                order.subject, f"line:{line.variant_id}.waived", old=line.waived, new=line.waived + line.missing
            )
            line.waived += line.missing
            line.save(update_fields=["waived"])
    return given_up


def _settle_state(run: Run, order: PurchaseOrder, lines: list[PurchaseLine]) -> None:
    if any(line.missing for line in lines):
        came = any(line.received for line in lines)
        if came and order.state != State.PART:
            move(run, order, State.PART)
            order.done_at = None
        return
    move(run, order, State.RECEIVED)
    order.done_at = run.now
    order.promised_on = None


class Settle(Input):
    """What becomes of pieces that were too many or broken."""

    discrepancy_id: int
    outcome: Outcome
    note: Annotated[str, Field(max_length=300)] = ""


@action(
    "buying.settle",
    label=gettext_lazy("Say what becomes of pieces too many or broken"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(PurchaseClosed,),
    calls=(*incoming.CALLS, *landing.CALLS, stock.adjust),
    previews=True,
)
def settle(run: Run, data: Settle) -> PoId:
    """Say what becomes of pieces that were too many (kept and paid for, or sent back) or broken (not paid for, new ones
    sent, or kept all the same). What goes back leaves the books at what it had been booked in at.
    """
    rows = Discrepancy.objects.select_for_update(of=("self",)).select_related("receiving")
    row = rows.filter(pk=data.discrepancy_id).first()
    if row is None:
        raise Missing(_("There is no such difference."))
    order = order_of(run, row.receiving.order_id)
    if row.outcome:
        raise Refused(_("This is decided already."), code="buying.settled")
    if data.outcome not in ANSWERS[Trouble(row.trouble)]:
        raise InvalidInput({"outcome": _("This is no answer to it.")})
    lines = lines_of(order)
    line = next(one for one in lines if one.pk == row.line_id)
    _apply(run, order, row, line, data.outcome)
    run.changed(order.subject, f"line:{line.variant_id}.{row.trouble}", old=row.quantity, new=data.outcome.value)
    row.outcome, row.note, row.settled_at, row.settled_by = data.outcome, data.note, run.now, run.actor.ref
    row.save()
    _settle_state(run, order, lines)
    incoming.follow(run, order, lines)
    save(order)
    return po_id(order)


def _apply(run: Run, order: PurchaseOrder, row: Discrepancy, line: PurchaseLine, outcome: Outcome) -> None:
    if outcome == Outcome.KEPT:
        if row.trouble == Trouble.OVER:
            line.quantity += row.quantity
            line.save(update_fields=["quantity"])
        return
    place = "damaged" if row.trouble == Trouble.DAMAGED else "shelf"
    data = {
        "warehouse_id": order.warehouse_id,
        "reason": "supplier_return",
        "note": _("Back to %(name)s") % {"name": order.supplier.name},
        "document": order.subject,
        "lines": [{"variant_id": line.variant_id, "change": -row.quantity, "place": place}],
    }
    run.call(stock.adjust, stock.Adjust.model_validate(data))
    line.returned += row.quantity
    if outcome == Outcome.CREDITED:
        line.waived += row.quantity
    line.save(update_fields=["returned", "waived"])
    got = ReceivingLine.objects.get(receiving_id=row.receiving_id, line=line)
    booking.note(
        run,
        f"{order.subject}:settled:{row.pk}",
        _("Sent back of %(number)s") % {"number": order.number},
        order.subject,
        [
            Side(UNBILLED, Money(row.quantity * got.cost_minor, order.currency)),
            Side(STOCK, Money(-row.quantity * got.own_minor, got.own_currency)),
        ],
    )


class CloseShort(Input):
    """Why nothing more is awaited. `line_ids` empty: of the whole order."""

    po_id: int
    reason: Annotated[str, Field(min_length=2, max_length=300)]
    line_ids: Annotated[tuple[int, ...], Field(max_length=LINES_AT_MOST)] = ()


@action(
    "buying.close_short",
    label=gettext_lazy("Give up what is missing of a purchase order"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    emits=(PurchaseClosed,),
    calls=(*incoming.CALLS, *landing.CALLS),
    previews=True,
)
def close_short(run: Run, data: CloseShort) -> PoId:
    """Await nothing more of an order, or of some of its lines: what came stays, costs are laid on it alone."""
    order = order_of(run, data.po_id, states=OPEN)
    lines = lines_of(order)
    chosen = [line for line in lines if not data.line_ids or line.pk in data.line_ids]
    if not _give_up(run, order, chosen):
        raise Refused(_("Nothing is missing."), code="buying.nothing_missing")
    order.reason = data.reason
    came = any(line.received for line in lines)
    if came or any(line.missing for line in lines):
        _settle_state(run, order, lines)
    else:
        move(run, order, State.CLOSED)
        order.done_at = run.now
        event = PurchaseClosed(po_id=order.pk, supplier_id=order.supplier_id, reason=data.reason)
        run.emit(event, subject=order.subject)
    incoming.follow(run, order, lines)
    save(order)
    landing.lay(run, order, lines)
    return po_id(order)
