"""Set the books right: more or less lies there than they say, or it may no longer be sold."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Weight
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.actions.receiving import countable
from storecrew.shop.stock.events import AvailabilityChanged, StockAdjusted
from storecrew.shop.stock.models import INSIDE, Bin, Level, Lot, Place, Reason, Warehouse
from storecrew.shop.stock.seats import EVERYWHERE, KEEPERS
from storecrew.shop.stock.types import LINES_AT_MOST
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.costing import Worth, cost_of
from storecrew.shop.stock.writing.levels import ensure_levels
from storecrew.shop.stock.writing.moving import Done, Spot, Step, carry_out
from storecrew.shop.stock.writing.shelf import Shelf
from storecrew.shop.stock.writing.worth import unit_costs, worth_of

ADJUSTING = frozenset(
    {
        *(Reason.COUNT, Reason.DAMAGE, Reason.THEFT, Reason.FOUND, Reason.SAMPLE),
        *(Reason.EXPIRED, Reason.SUPPLIER_RETURN, Reason.CORRECTION),
    }
)
"""Why books are set right. Sales, returns, deliveries and transfers have actions of their own."""
GOES_TO = {
    Reason.DAMAGE: Place.DESTROYED,
    Reason.EXPIRED: Place.DESTROYED,
    Reason.SUPPLIER_RETURN: Place.SUPPLIER,
}
"""Where pieces went that are there no more; without a line: lost."""


class Adjusted(Input):
    """How many more (or, negative, fewer) pieces of a variant lie in a place than the books say."""

    variant_id: int
    change: Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
    place: Place = Place.SHELF
    bin_id: int | None = None
    lot: Annotated[str, Field(max_length=60)] = ""
    serials: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(max_length=5000)] = ()


class Adjust(Input):
    """Corrections of one warehouse, with the reason for all of them."""

    warehouse_id: int
    reason: Reason
    note: Annotated[str, Field(max_length=200)] = ""
    document: Annotated[str, Field(max_length=80)] = ""
    lines: Annotated[tuple[Adjusted, ...], Field(min_length=1, max_length=LINES_AT_MOST)]


class Corrected(Output):
    """By how many pieces the books changed, and what that is worth; None: nobody knows."""

    pieces: int
    cost: Money | None


def _weigh(data: Adjust) -> Weight:
    amount, currency = worth_of((line.variant_id, abs(line.change)) for line in data.lines)
    return Weight(amount_minor=amount, currency=currency, kind=data.reason.value)


@action(
    "stock.adjust",
    label=gettext_lazy("Correct stock"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(StockAdjusted, AvailabilityChanged),
    previews=True,
    weigh=_weigh,
    kinds=tuple((reason.value, reason.label) for reason in Reason if reason in ADJUSTING),
)
def adjust(run: Run, data: Adjust) -> Corrected:
    """Say that more or less lies in a warehouse than the books have, and why. What is promised stays promised.

    Large corrections may need somebody else's approval. Pieces that turn up come in at the newest known cost.
    """
    if data.reason not in ADJUSTING:
        raise InvalidInput({"reason": _("Choose a reason for a correction.")})
    warehouse = Warehouse.objects.filter(pk=data.warehouse_id, closed_at=None).first()
    if warehouse is None:
        raise InvalidInput({"warehouse_id": _("Choose a warehouse.")})
    run.about(data.document or warehouse.subject, warehouse.subject)
    items = countable({line.variant_id for line in data.lines})
    for number, line in enumerate(data.lines):
        if not line.change or line.place not in INSIDE:
            raise InvalidInput({f"lines.{number}.change": _("Say by how many pieces it changes.")})
    ensure_levels(run, [(line.variant_id, warehouse.pk) for line in data.lines])
    shelf = Shelf.of_items(items)
    known = unit_costs(items)
    lots = _lots(data)
    steps = [_step(run, data, line, shelf, warehouse.pk, known, lots) for line in data.lines]
    done = carry_out(run, shelf, steps)
    shelf.write(run)
    announce_crossings(run, shelf)
    for line, one in zip(data.lines, done, strict=True):
        _tell(run, data, line.change, one)
    costs = [_worth(one, line.change) for line, one in zip(data.lines, done, strict=True)]
    known_costs = [cost for cost in costs if cost is not None]
    whole = len(known_costs) == len(costs) and len({cost.currency for cost in known_costs}) == 1
    return Corrected(
        pieces=sum(line.change for line in data.lines),
        cost=Money(sum(cost.minor for cost in known_costs), known_costs[0].currency) if whole else None,
    )


class SetAside(Input):
    """Pieces that go from one place of a warehouse to another: off the shelf, or back onto it."""

    variant_id: int
    warehouse_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    source: Place = Place.SHELF
    target: Place
    reason: Reason = Reason.INSPECTION
    note: Annotated[str, Field(max_length=200)] = ""


@action(
    "stock.set_aside",
    label=gettext_lazy("Take off sale, or back"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def set_aside(run: Run, data: SetAside) -> Corrected:
    """Move pieces between shelf, damaged, quality check and set aside. What is on hand does not change."""
    if data.source == data.target or data.source not in INSIDE or data.target not in INSIDE:
        raise InvalidInput({"target": _("Choose two different places of the warehouse.")})
    shelf = Shelf.of_items(countable({data.variant_id}))
    level = shelf.level(data.variant_id, data.warehouse_id)
    if level is None:
        raise Missing(_("This was never in that warehouse."))
    run.about(f"variant:{data.variant_id}", level.warehouse.subject)
    run.changed(level.item.subject, data.target.value, old=None, new=data.quantity)
    step = Step(
        item_id=data.variant_id,
        quantity=data.quantity,
        source=Spot(data.source, level),
        target=Spot(data.target, level),
        reason=data.reason,
        note=data.note,
        fact=True,
    )
    carry_out(run, shelf, [step])
    shelf.write(run)
    announce_crossings(run, shelf)
    return Corrected(pieces=0, cost=None)


def _lots(data: Adjust) -> dict[tuple[int, str], int]:
    found = {
        (line.variant_id, line.lot): Lot.objects.filter(item_id=line.variant_id, code=line.lot).first()
        for line in data.lines
        if line.lot
    }
    if None in found.values():
        raise Missing(_("There is no such lot. Look at the label again."))
    return {key: lot.pk for key, lot in found.items() if lot is not None}


def _step(
    run: Run,
    data: Adjust,
    line: Adjusted,
    shelf: Shelf,
    warehouse_id: int,
    known: dict[int, Money],
    lots: dict[tuple[int, str], int],
) -> Step:
    level = shelf.level(line.variant_id, warehouse_id)
    if line.bin_id is not None and not Bin.objects.filter(pk=line.bin_id, warehouse_id=warehouse_id).exists():
        raise InvalidInput({"bin_id": _("This bin is not in that warehouse.")})
    inside = Spot(line.place, level, line.bin_id)
    quantity = abs(line.change)
    each = known.get(line.variant_id)
    return Step(
        item_id=line.variant_id,
        quantity=quantity,
        source=Spot(Place.LOST) if line.change > 0 else inside,
        target=inside if line.change > 0 else Spot(GOES_TO.get(data.reason, Place.LOST)),
        reason=data.reason,
        document=data.document,
        note=data.note,
        lot_id=lots.get((line.variant_id, line.lot)),
        serials=line.serials,
        worths=(Worth(quantity, each * quantity if each else None, run.now),),
        fact=True,
    )


def _worth(one: Done, change: int) -> Money | None:
    cost = cost_of(one.step.worths if change > 0 else one.worths)
    return None if cost is None else cost * (1 if change > 0 else -1)


def _tell(run: Run, data: Adjust, change: int, one: Done) -> None:
    level: Level | None = one.step.source.level or one.step.target.level
    if level is None:
        return
    run.changed(level.item.subject, f"on hand in {level.warehouse.code}", old=level.on_hand - change, new=level.on_hand)
    cost = _worth(one, change)
    run.emit(
        StockAdjusted(
            variant_id=level.item_id,
            warehouse_id=level.warehouse_id,
            change=change,
            reason=data.reason.value,
            cost_minor=None if cost is None else cost.minor,
            currency="" if cost is None else cost.currency,
        ),
        subject=level.item.subject,
    )
