"""The first stock: what another system said when the catalogue was imported, taken over into a warehouse."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.events import AvailabilityChanged
from storecrew.shop.stock.models import Item, Move, Place, Reason, Warehouse
from storecrew.shop.stock.seats import EVERYWHERE, KEEPERS
from storecrew.shop.stock.variants import variants
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.costing import Worth
from storecrew.shop.stock.writing.levels import ensure_levels
from storecrew.shop.stock.writing.moving import Spot, Step, carry_out
from storecrew.shop.stock.writing.shelf import Shelf

AT_ONCE = 1000


class TakeOver(Input):
    """Where it lies. `variant_ids` None: everything that was reported and has never moved here."""

    warehouse_id: int
    variant_ids: Annotated[tuple[int, ...], Field(max_length=AT_ONCE)] | None = None


class TakenOver(Output):
    """How many variants are counted now, with how many pieces; `left`: how many reports are still to be taken over."""

    variants: int
    pieces: int
    left: int


@action(
    "stock.take_over",
    label=gettext_lazy("Take over the stock an import reported"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def take_over(run: Run, data: TakeOver) -> TakenOver:
    """Take over what an import said of the stock as opening stock of a warehouse, at most 1,000 variants at a time.

    What the other system sold without counting is not counted here either; what it went on selling at nought may be
    backordered without limit. A variant that has moved here already is left alone: what is known wins over what was said.
    """
    warehouse = Warehouse.objects.filter(pk=data.warehouse_id, closed_at=None).first()
    if warehouse is None:
        raise InvalidInput({"warehouse_id": _("Choose a warehouse.")})
    run.about(warehouse.subject)
    rows = reported()
    if data.variant_ids is not None:
        rows = rows.filter(pk__in=data.variant_ids)
    some = list(rows.select_related("reported_stock").order_by("pk")[:AT_ONCE])
    _make_items(run, some)
    counted = [row for row in some if row.reported_stock.tracked]
    ensure_levels(run, [(row.pk, warehouse.pk) for row in counted])
    shelf = Shelf.of_items(row.pk for row in counted)
    steps = [_step(row, shelf, warehouse.pk, run.now) for row in counted if (row.reported_stock.quantity or 0) > 0]
    carry_out(run, shelf, steps)
    shelf.write(run)
    announce_crossings(run, shelf)
    pieces = sum(step.quantity for step in steps)
    run.changed(warehouse.subject, "opening stock", old=None, new=pieces)
    return TakenOver(variants=len(some), pieces=pieces, left=reported().count())


def reported() -> Any:
    """Return the variants of which an import said something, and which have never been counted or moved here."""
    moved = Move.objects.filter(item_id=OuterRef("pk"))
    known = Item.objects.filter(pk=OuterRef("pk"))
    return variants().filter(~Exists(moved), ~Exists(known), reported_stock__isnull=False, retired_at=None)


def _make_items(run: Run, rows: list[Any]) -> None:
    Item.objects.bulk_create(
        Item(
            variant_id=row.pk,
            tracked=row.reported_stock.tracked,
            backorder_limit=None if row.reported_stock.keep_selling else 0,
            updated_at=run.now,
        )
        for row in rows
    )


def _step(row: Any, shelf: Shelf, warehouse_id: int, at: datetime) -> Step:
    quantity = row.reported_stock.quantity
    cost = None if row.cost_minor is None else Money(row.cost_minor * quantity, row.cost_currency)
    return Step(
        item_id=row.pk,
        quantity=quantity,
        source=Spot(Place.OPENING),
        target=Spot(Place.SHELF, shelf.level(row.pk, warehouse_id)),
        reason=Reason.OPENING,
        note=row.reported_stock.source,
        worths=(Worth(quantity, cost, at),),
    )
