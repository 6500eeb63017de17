"""What leaves for customers, and what comes back from them."""

from collections import defaultdict
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.events import AvailabilityChanged, StockDispatched, StockReturned
from storecrew.shop.stock.models import INSIDE, Item, LayerUse, Level, Lot, Place, Reason
from storecrew.shop.stock.seats import EVERYWHERE, KEEPERS
from storecrew.shop.stock.types import LINES_AT_MOST, Coming, Disposition, Leaving, LineCost, Owner
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.costing import Worth, cost_of
from storecrew.shop.stock.writing.levels import ensure_levels
from storecrew.shop.stock.writing.moving import Done, Spot, Step, carry_out
from storecrew.shop.stock.writing.promising import give_back, lapse, reservations_on
from storecrew.shop.stock.writing.shelf import Shelf

WHERE_TO = {
    Disposition.RESTOCK: Place.SHELF,
    Disposition.SECOND_CHOICE: Place.OTHER,
    Disposition.TO_SUPPLIER: Place.OTHER,
    Disposition.QUALITY: Place.QUALITY,
    Disposition.DESTROY: Place.DESTROYED,
}
"""What becomes of goods that came back → where they are put."""


class Dispatch(Input):
    """What leaves for `owner` with `document`, e.g. `order:12` with `parcel:9`."""

    owner: Owner
    document: Annotated[str, Field(min_length=1, max_length=80)]
    lines: Annotated[tuple[Leaving, ...], Field(min_length=1, max_length=LINES_AT_MOST)]


class Dispatched(Output):
    """What the pieces had cost, line by line in the order asked, first in first out."""

    document: str
    costs: tuple[LineCost, ...]


@action(
    "stock.dispatch",
    label=gettext_lazy("Let goods leave"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(StockDispatched, AvailabilityChanged),
    previews=True,
)
def dispatch(run: Run, data: Dispatch) -> Dispatched:
    """Take goods out of a warehouse for a customer: first what this owner was promised, beyond that only what is free.

    Refused when the books say that so many do not lie there. Variants that are not counted pass without a trace.
    """
    run.about(data.document, data.owner)
    shelf = Shelf.of_items({line.variant_id for line in data.lines}, owner=data.owner)
    lines = _counted(shelf, data.lines)
    own, expired = reservations_on(shelf, data.owner, run.now) if lines else ([], [])
    lapse(run, shelf, expired)
    lots = _lots(lines)
    parts: dict[int, int] = defaultdict(int)
    steps: list[Step] = []
    for line, level in lines:
        for row in own:
            if row.level_id == level.pk and row.line == line.line:
                parts[row.pk] = min(row.quantity, parts[row.pk] + line.quantity)
        steps.append(_leaving(data, line, level, lots))
    give_back(run, shelf, [(row, parts[row.pk]) for row in own if parts[row.pk]])
    done = carry_out(run, shelf, steps)
    shelf.write(run)
    announce_crossings(run, shelf)
    costs = _costs(data.lines, lines, done)
    _tell(run, data, done)
    return Dispatched(document=data.document, costs=costs)


def _counted(shelf: Shelf, lines: tuple[Leaving, ...]) -> list[tuple[Leaving, Level]]:
    found: list[tuple[Leaving, Level]] = []
    for number, line in enumerate(lines):
        level = shelf.level(line.variant_id, line.warehouse_id)
        if level is not None and level.item.tracked:
            found.append((line, level))
        elif line.variant_id in shelf.of_item and shelf.of_item[line.variant_id][0].item.tracked:
            raise InvalidInput({f"lines.{number}.warehouse_id": _("This was never in that warehouse.")})
    return found


def _lots(lines: list[tuple[Leaving, Level]]) -> dict[tuple[int, str], int]:
    named = {(line.variant_id, line.lot) for line, _level in lines if line.lot}
    if not named:
        return {}
    rows = Lot.objects.filter(item_id__in={item for item, _code in named}, code__in={code for _item, code in named})
    found = {(item, code): pk for item, code, pk in rows.values_list("item_id", "code", "pk")}
    if len({key for key in found if key in named}) < len(named):
        raise Missing(_("There is no such lot. Look at the label again."))
    return found


def _leaving(data: Dispatch, line: Leaving, level: Level, lots: dict[tuple[int, str], int]) -> Step:
    return Step(
        item_id=line.variant_id,
        quantity=line.quantity,
        source=Spot(Place.SHELF, level, line.bin_id),
        target=Spot(Place.CUSTOMER),
        reason=Reason.SALE,
        document=data.document,
        owner=data.owner,
        line=line.line,
        lot_id=lots[line.variant_id, line.lot] if line.lot else None,
        serials=line.serials,
    )


def _costs(asked: tuple[Leaving, ...], counted: list[tuple[Leaving, Level]], done: list[Done]) -> tuple[LineCost, ...]:
    known = {id(line): cost_of(one.worths) for (line, _level), one in zip(counted, done, strict=True)}
    return tuple(
        LineCost(line=line.line, variant_id=line.variant_id, quantity=line.quantity, cost=known.get(id(line)))
        for line in asked
    )


def _tell(run: Run, data: Dispatch, done: list[Done]) -> None:
    if not done:
        return
    cost = cost_of([worth for one in done for worth in one.worths])
    run.emit(
        StockDispatched(
            document=data.document,
            owner=data.owner,
            pieces=sum(one.step.quantity for one in done),
            cost_minor=None if cost is None else cost.minor,
            currency="" if cost is None else cost.currency,
        ),
        subject=data.document,
    )


class TakeBack(Input):
    """What comes back with `document`, e.g. `return:4`."""

    document: Annotated[str, Field(min_length=1, max_length=80)]
    lines: Annotated[tuple[Coming, ...], Field(min_length=1, max_length=LINES_AT_MOST)]


class TakenBack(Output):
    """What came back, and what it had cost when it left."""

    document: str
    costs: tuple[LineCost, ...]


@action(
    "stock.take_back",
    label=gettext_lazy("Take goods back"),
    seats=KEEPERS | {"service"},
    surfaces=EVERYWHERE,
    emits=(StockReturned, AvailabilityChanged),
    previews=True,
)
def take_back(run: Run, data: TakeBack) -> TakenBack:
    """Put what a customer sent back where its disposition says: on the shelf, aside, in quality check, or away.

    It comes in at what it had cost when it left under the same line; without one, at the last known cost.
    """
    run.about(data.document)
    counted = set(
        Item.objects.filter(pk__in={line.variant_id for line in data.lines}, tracked=True, bundle=False).values_list(
            "pk", flat=True
        )
    )
    lines = [line for line in data.lines if line.variant_id in counted]
    ensure_levels(run, [(line.variant_id, line.warehouse_id) for line in lines])
    shelf = Shelf.of_items(counted)
    worths = _worths(lines, run)
    steps = [_coming(data, line, shelf, worths[id(line)]) for line in lines]
    kept = [step for step in steps if step.target.place in INSIDE]
    if kept:
        carry_out(run, shelf, kept)
        shelf.write(run)
        announce_crossings(run, shelf)
        run.emit(
            StockReturned(document=data.document, pieces=sum(step.quantity for step in kept)), subject=data.document
        )
    costs = {id(line): cost_of(worths[id(line)]) for line in lines}
    return TakenBack(
        document=data.document,
        costs=tuple(
            LineCost(line=line.line, variant_id=line.variant_id, quantity=line.quantity, cost=costs.get(id(line)))
            for line in data.lines
        ),
    )


def _coming(data: TakeBack, line: Coming, shelf: Shelf, worths: tuple[Worth, ...]) -> Step:
    place = WHERE_TO[line.disposition]
    level = shelf.level(line.variant_id, line.warehouse_id)
    return Step(
        item_id=line.variant_id,
        quantity=line.quantity,
        source=Spot(Place.CUSTOMER),
        target=Spot(place, level if place in INSIDE else None),
        reason=Reason.RETURN,
        document=data.document,
        line=line.line,
        note=line.disposition.value,
        serials=line.serials,
        worths=worths,
    )


def _worths(lines: list[Coming], run: Run) -> dict[int, tuple[Worth, ...]]:
    """Say what each line's pieces had cost: the average of what left under its line, else of the item's newest use."""
    found: dict[int, tuple[Worth, ...]] = {}
    for line in lines:
        uses = LayerUse.objects.filter(
            move__item_id=line.variant_id, move__reason=Reason.SALE, cost_minor__isnull=False
        )
        sold = list(uses.filter(move__line=line.line).select_related("layer")) if line.line else []
        sold = sold or list(uses.select_related("layer").order_by("-used_at", "-pk")[:1])
        currencies = {use.layer.currency for use in sold}
        pieces, cost = sum(use.quantity for use in sold), sum(use.cost_minor or 0 for use in sold)
        if len(currencies) == 1:
            since = min(use.layer.since for use in sold)
            money = Money(cost * line.quantity // pieces, currencies.pop())
            found[id(line)] = (Worth(line.quantity, money, since),)
        else:
            found[id(line)] = (Worth(line.quantity, None, run.now),)
    return found
