"""Make two orders of one: for another address, another day, another payer."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal
from storecrew.shop.orders import rules
from storecrew.shop.orders.actions.cancelling import Pieces
from storecrew.shop.orders.actions.editing import new_key
from storecrew.shop.orders.events import OrderSplit
from storecrew.shop.orders.models import ChangeKind, Discount, Line, Order, State, Tax
from storecrew.shop.orders.seats import EVERYWHERE, SELLERS
from storecrew.shop.orders.sums import add_up, complete, share
from storecrew.shop.orders.writing.finishing import OUTCOMES, announce, finish, note_change
from storecrew.shop.orders.writing.loading import Sheet, refuse_unless_open, sheet_of
from storecrew.shop.orders.writing.numbering import next_number, rulebook
from storecrew.shop.orders.writing.stocking import COVERING, cover

_COPIED = (
    *("channel", "language", "currency", "inclusive", "customer_id", "name", "email", "phone", "country", "ship_to"),
    *("bill_to", "ip", "accepted_terms", "promise", "promised_from", "promised_until", "ship_by", "provider"),
    *("ships_unpaid", "pay_by"),
)


class Split(Input):
    """Which pieces become an order of their own."""

    order_id: int
    version: int
    lines: Annotated[tuple[Pieces, ...], Field(min_length=1)]
    reason: Annotated[str, Personal, Field(max_length=400)] = ""


class SplitDone(Output):
    """Both orders."""

    order_id: int
    into_id: int
    into_number: str


@action(
    "orders.split",
    label=gettext_lazy("Split an order in two"),
    seats=SELLERS,
    surfaces=EVERYWHERE,
    emits=(OrderSplit, *OUTCOMES),
    calls=COVERING,
)
def split(run: Run, data: Split) -> SplitDone:
    """Move pieces that have not left into an order of their own, with their share of discounts and taxes; shipping stays.

    Only before any money has arrived: it belongs to one order. A paid order is sent in several parcels instead.
    """
    sheet = sheet_of(run, data.order_id, version=data.version)
    order = sheet.order
    refuse_unless_open(order)
    if order.captured_minor or order.authorised_minor:
        raise Refused(
            _("Money has arrived for this order. Send it in several parcels instead; that needs no second order."),
            code="orders.has_money",
        )
    taken = [(sheet.line(one.line_id), one.quantity) for one in data.lines]
    _refuse(sheet, taken)
    was = order.total_minor
    before = {f"line:{line.pk}": line.quantity for line, _quantity in taken}
    other = _beside(run, order)
    part = Sheet(other, [], [])
    for line, quantity in taken:
        _move(sheet, part, line, quantity)
    add_up(other, part.lines, part.charges)
    other.placed_total_minor = other.total_minor
    finish(run, sheet)
    cover(run, order, sheet.lines)
    cover(run, other, part.lines)
    facts = rules.settle(other, part.lines, run.now)
    other.save()
    announce(run, other, facts)
    after = {"into": other.number, "lines": {f"line:{line.pk}": quantity for line, quantity in taken}}
    note_change(run, order, ChangeKind.SPLIT, was=was, before=before, after=after, reason=data.reason)
    run.about(other.subject)
    parted = OrderSplit(order_id=order.pk, number=order.number, into_id=other.pk, into_number=other.number)
    run.emit(parted, subject=order.subject)
    return SplitDone(order_id=order.pk, into_id=other.pk, into_number=other.number)


def _refuse(sheet: Sheet, taken: list[tuple[Line, int]]) -> None:
    if len({line.pk for line, _quantity in taken}) != len(taken):
        raise Refused(_("A line is named twice."))
    for line, quantity in taken:
        if quantity > line.open:
            raise Refused(
                _("Of “%(title)s” only %(n)d have not left yet.") % {"title": line.title, "n": line.open},
                code="orders.beyond_open",
            )
    if sum(quantity for _line, quantity in taken) == sum(line.wanted for line in sheet.lines):
        raise Refused(_("Leave something in this order, or there is nothing to split."), code="orders.empty")


def _beside(run: Run, order: Order) -> Order:
    """Return a saved order with everything of the first but its rows."""
    other = Order(
        **{name: getattr(order, name) for name in _COPIED},
        checkout=f"split:{run.uid}",
        number=next_number(run.now, rulebook()),
        state=State.OPEN,
        split_from=order,
        by=run.actor.ref,
        created_at=run.now,
        placed_at=run.now,
        changed_at=run.now,
    )
    other.save()
    return other


def _move(sheet: Sheet, part: Sheet, line: Line, pieces: int) -> None:
    """Move pieces of a line with their share of what stands on it; a line that goes as a whole just changes its order."""
    discounts, taxes = sheet.parts_of(line)
    if pieces == line.quantity:
        sheet.lines.remove(line)
        line.order, line.position = part.order, len(part.lines) + 1
        line.save()
        Discount.objects.filter(line=line).update(order=part.order)
        Tax.objects.filter(line=line).update(order=part.order)
        part.lines.append(line)
        return
    left, in_all = line.wanted - pieces, line.wanted
    twin = Line.objects.get(pk=line.pk)
    twin.pk, twin.order, twin.key, twin.position = None, part.order, new_key(), len(part.lines) + 1
    twin.quantity, twin.cancelled, twin.shipped, twin.returned = pieces, 0, 0, 0
    twin.gross_minor = twin.unit_minor * pieces
    line.quantity -= pieces
    line.gross_minor = line.unit_minor * left
    offs, levies = [], []
    for off in discounts:
        stays = share(off.amount_minor, left, in_all)
        offs.append(_twin_of(off, part, off.amount_minor - stays))
        off.amount_minor = stays
    for levy in taxes:
        stays, base = share(levy.amount_minor, left, in_all), share(levy.base_minor, left, in_all)
        moved = _twin_of(levy, part, levy.amount_minor - stays)
        moved.base_minor = levy.base_minor - base
        levies.append(moved)
        levy.amount_minor, levy.base_minor = stays, base
    complete(line, discounts, taxes, inclusive=sheet.order.inclusive)
    complete(twin, offs, levies, inclusive=sheet.order.inclusive)
    twin.save(force_insert=True)
    for moved_off in offs:
        moved_off.line = twin
    for moved_levy in levies:
        moved_levy.line = twin
    Discount.objects.bulk_update(discounts, ["amount_minor"])
    Tax.objects.bulk_update(taxes, ["amount_minor", "base_minor"])
    Discount.objects.bulk_create(offs)
    Tax.objects.bulk_create(levies)
    part.lines.append(twin)


def _twin_of[P: (Discount, Tax)](row: P, part: Sheet, amount: int) -> P:
    names = ["coupon_id", "code", "name"] if isinstance(row, Discount) else ["name", "rate", "base_minor"]
    return type(row)(order=part.order, amount_minor=amount, **{name: getattr(row, name) for name in names})
