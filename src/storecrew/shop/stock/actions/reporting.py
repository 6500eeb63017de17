"""What a supplier says lies in a warehouse of theirs: thousands of levels at a time, none of it ours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel import many
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private
from storecrew.shop.stock.events import AvailabilityChanged
from storecrew.shop.stock.models import Item, Level, Move, Place, Reason, Warehouse, WarehouseKind
from storecrew.shop.stock.seats import KEEPERS
from storecrew.shop.stock.writing.announcing import announce
from storecrew.shop.stock.writing.levels import settle_limits

ROWS_AT_MOST = 5_000

type Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
type Reported = tuple[int, int, Count, Count]
"""(warehouse, variant, so many lie there, so many of them are kept back)."""


class Report(Input):
    """What lies in warehouses of suppliers, and how much of it is kept back from sale. `document`: who said so."""

    document: Annotated[str, Field(max_length=80)] = ""
    rows: Annotated[tuple[Reported, ...], Field(min_length=1, max_length=ROWS_AT_MOST), Private]
    """Private, since the moves hold each of them: the audit would hold thousands of numbers a second time."""


class ReportTaken(Output):
    """How many levels say something else now, and how many of them by pieces; `left_out`: neither counted nor a supplier's."""

    levels: int
    moved: int
    left_out: int


@action(
    "stock.report",
    label=gettext_lazy("Take over what a supplier says"),
    seats=KEEPERS,
    emits=(AvailabilityChanged,),
    previews=True,
)
def report(run: Run, data: Report) -> ReportTaken:
    """Make levels in suppliers' warehouses what was reported, at a fixed number of statements.

    A fact is recorded whatever was promised: more may be promised then than there is (`short`), and no sale can add to it.
    The pieces are not ours, so no cost layer comes or goes. What nobody counted is counted from now on; bundles, and
    warehouses that are no supplier's, are left out.
    """
    run.about(data.document or "stock:report")
    wanted = _suppliers_only({(warehouse, variant): (there, kept) for warehouse, variant, there, kept in data.rows})
    known = _kinds(_variants(wanted))
    wanted = {key: value for key, value in wanted.items() if key[1] not in known.bundles}
    fresh = _count_them(run, _variants(wanted) - known.all)
    rows = _locked(run, wanted)
    before = _sellable(rows)
    changed = [row for row in rows if _say(row, wanted.get((row.warehouse_id, row.item_id)))]
    many.update(
        Level, ("on_hand", "safety", "short"), [(row.pk, row.on_hand, row.safety, row.short) for row in changed]
    )
    moved = _record(run, data.document, changed)
    was = {pk: None if pk in fresh else pieces for pk, pieces in before.items()}
    announce(run, was, _sellable(rows), known.components)
    return ReportTaken(levels=len(changed), moved=moved, left_out=len(data.rows) - len(wanted))


@dataclass(slots=True)
class _Row:
    """A locked level, as plain as it can be: there are thousands."""

    pk: int
    item_id: int
    warehouse_id: int
    on_hand: int
    unsaleable: int
    safety: int
    promised: int
    beyond: int | None
    short: int
    sells: bool
    was: int = 0

    @property
    def available(self) -> int:
        return self.on_hand - self.unsaleable - self.safety - self.promised

    @property
    def room(self) -> int | None:
        return None if self.beyond is None else max(0, self.available + self.beyond)


def _suppliers_only(wanted: dict[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    places = {warehouse for warehouse, _variant in wanted}
    theirs = set(
        Warehouse.objects.filter(pk__in=places, kind=WarehouseKind.SUPPLIER, closed_at=None).values_list(
            "pk", flat=True
        )
    )
    return wanted if theirs == places else {key: value for key, value in wanted.items() if key[0] in theirs}


def _variants(wanted: Iterable[tuple[int, int]]) -> set[int]:
    return {variant for _warehouse, variant in wanted}


@dataclass(frozen=True, slots=True)
class _Kinds:
    all: set[int]
    bundles: set[int]
    components: set[int]


def _kinds(variants: set[int]) -> _Kinds:
    """Tell which of these variants are counted, and which are bundles or parts of such."""
    rows = list(Item.objects.filter(pk__in=many.among(variants)).values_list("pk", "bundle", "component"))
    return _Kinds(
        all={pk for pk, _bundle, _part in rows},
        bundles={pk for pk, bundle, _part in rows if bundle},
        components={pk for pk, _bundle, part in rows if part},
    )


def _count_them(run: Run, fresh: set[int]) -> set[int]:
    """Count what nobody counts yet, and return it: it was sold without end until now."""
    columns = ("variant_id", "tracked", "tracing", "backorder_limit", "bundle", "component", "abc", "updated_at")
    many.insert(Item, columns, [(pk, True, "none", 0, False, False, "", run.now) for pk in sorted(fresh)])
    return fresh


def _locked(run: Run, wanted: Iterable[tuple[int, int]]) -> list[_Row]:
    """Lock all levels of these items, making those that are not there yet."""
    pairs = set(wanted)
    rows = _lock(_variants(pairs))
    lacking = pairs - {(row.warehouse_id, row.item_id) for row in rows}
    if not lacking:
        return rows
    zero = ("on_hand", "damaged", "quality", "other", "safety", "committed", "held", "incoming", "beyond", "short")
    many.insert(Level, ("warehouse_id", "item_id"), sorted(lacking), same=dict.fromkeys(zero, 0))
    # only what is sold ahead has a limit to put right
    ahead = Item.objects.filter(pk__in=many.among(_variants(lacking))).exclude(backorder_limit=0)
    if some := list(ahead.values_list("pk", flat=True)):
        settle_limits(run, some)
    return _lock(_variants(pairs))


def _lock(items: set[int]) -> list[_Row]:
    """Lock all levels of these items, in the order in which everybody locks them."""
    sells = dict(Warehouse.objects.values_list("pk", "sells"))
    columns = ("pk", "item_id", "warehouse_id", "on_hand", "damaged", "quality", "other", "safety")
    rows = Level.objects.filter(item_id__in=many.among(items)).select_for_update().order_by("pk")
    return [
        _Row(pk, item, place, on_hand, damaged + quality + other, safety, committed + held, beyond, short, sells[place])
        for pk, item, place, on_hand, damaged, quality, other, safety, committed, held, beyond, short in rows.values_list(
            *columns, "committed", "held", "beyond", "short"
        )
    ]


def _say(row: _Row, said: tuple[int, int] | None) -> bool:
    """Put what was said into a level; tell whether that changes it."""
    row.was = row.on_hand
    if said is None:
        return False
    on_hand, before = max(said[0], row.unsaleable), (row.on_hand, row.safety, row.short)
    row.on_hand, row.safety = on_hand, min(said[1], on_hand - row.unsaleable)
    row.short = 0 if row.beyond is None else max(0, -row.available - row.beyond)
    return before != (row.on_hand, row.safety, row.short)


def _record(run: Run, document: str, changed: Sequence[_Row]) -> int:
    """Keep how many pieces came or went by word alone: one move for each level."""
    came = [row for row in changed if row.on_hand > row.was]
    went = [row for row in changed if row.on_hand < row.was]
    same: dict[str, object] = {
        "from_bin_id": None,
        "to_bin_id": None,
        "lot_id": None,
        "serials": [],
        "reason": Reason.REPORTED.value,
        "document": document,
        "owner": "",
        "line": "",
        "note": "",
        "actor": run.actor.ref,
        "moved_at": run.now,
    }
    columns = ("item_id", "quantity", "from_place", "from_warehouse_id", "to_place", "to_warehouse_id")
    said, shelf = Place.SUPPLIER.value, Place.SHELF.value
    rows: list[tuple[object, ...]] = [
        (row.item_id, row.on_hand - row.was, said, None, shelf, row.warehouse_id) for row in came
    ]
    rows += [(row.item_id, row.was - row.on_hand, shelf, row.warehouse_id, said, None) for row in went]
    return many.insert(Move, columns, rows, same=same)


def _sellable(rows: Iterable[_Row]) -> dict[int, int | None]:
    """Return how many of each item can be promised over the warehouses that sell; None: without limit."""
    found: dict[int, int | None] = {}
    for row in rows:
        room, so_far = (row.room if row.sells else 0), found.get(row.item_id, 0)
        found[row.item_id] = None if room is None or so_far is None else so_far + room
    return found
