"""Warehouses and their bins."""

from datetime import time
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.stock.events import AvailabilityChanged
from storecrew.shop.stock.models import Bin, Level, Pile, Warehouse, WarehouseKind
from storecrew.shop.stock.seats import EVERYWHERE, KEEPERS
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.levels import settle_on
from storecrew.shop.stock.writing.shelf import Shelf

type Code = Annotated[str, Field(min_length=1, max_length=12, pattern=r"^[\w.-]+$")]
type BinCode = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[\w./-]+$")]


class WarehouseForm(Input):
    """A warehouse. `calendar`: the code of a work calendar, empty for the store's; `cut_off`: local time or None."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=80)]
    kind: WarehouseKind = WarehouseKind.OWN
    address: dict[str, Annotated[str, Field(max_length=200)]] = {}
    calendar: Annotated[str, Field(max_length=40)] = ""
    cut_off: time | None = None
    sells: bool = True


class WarehouseId(Output):
    """Names a warehouse."""

    warehouse_id: int


@action(
    "stock.open_warehouse",
    label=gettext_lazy("Open a warehouse"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def open_warehouse(run: Run, data: WarehouseForm) -> WarehouseId:
    """Add a warehouse; it is asked last until its priority is changed."""
    last = Warehouse.objects.order_by("-priority").values_list("priority", flat=True).first() or 0
    row = Warehouse(priority=last + 1, **_columns(data))
    row.save()
    run.changed(row.subject, "name", old=None, new=row.name)
    return WarehouseId(warehouse_id=row.pk)


class EditWarehouse(WarehouseForm):
    """What a warehouse is to be."""

    warehouse_id: int


@action(
    "stock.edit_warehouse",
    label=gettext_lazy("Change a warehouse"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def edit_warehouse(run: Run, data: EditWarehouse) -> WarehouseId:
    """Change a warehouse's name, address, times, or whether orders may take from it."""
    row = warehouse_of(run, data.warehouse_id)
    if row.closed_at is not None and data.sells:
        raise InvalidInput({"sells": _("It is closed; nothing is sold from there.")})
    sold_before = row.sells
    for name, value in _columns(data).items():
        run.changed(row.subject, name, old=_plain(getattr(row, name)), new=_plain(value))
        setattr(row, name, value)
    row.save()
    if row.sells != sold_before:
        _reckon_again(run, row)
    return WarehouseId(warehouse_id=row.pk)


class Arrange(Input):
    """Every open warehouse, the one to be asked first in front."""

    warehouse_ids: tuple[int, ...]


class Arranged(Output):
    """The order that holds now."""

    warehouse_ids: tuple[int, ...]


@action(
    "stock.arrange_warehouses",
    label=gettext_lazy("Say which warehouse is asked first"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def arrange_warehouses(run: Run, data: Arrange) -> Arranged:
    """Set the order in which warehouses are asked. The first that sells carries what may be sold beyond stock."""
    rows = {row.pk: row for row in Warehouse.objects.select_for_update().order_by("pk")}
    if set(data.warehouse_ids) != set(rows) or len(data.warehouse_ids) != len(rows):
        raise InvalidInput({"warehouse_ids": _("Name every warehouse once. Load the page again.")})
    shelf = Shelf.of_items(Level.objects.values_list("item_id", flat=True))
    for place, number in enumerate(data.warehouse_ids, start=1):
        row = rows[number]
        run.changed(row.subject, "priority", old=row.priority, new=place)
        row.priority = place
    Warehouse.objects.bulk_update(rows.values(), ["priority"])
    _settle(run, shelf)
    return Arranged(warehouse_ids=data.warehouse_ids)


class OneWarehouse(Input):
    """Names a warehouse."""

    warehouse_id: int


@action(
    "stock.close_warehouse",
    label=gettext_lazy("Close a warehouse"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
    destructive=True,
)
def close_warehouse(run: Run, data: OneWarehouse) -> WarehouseId:
    """Give a warehouse up for good. It has to be empty, with nothing promised from it or on its way to it."""
    row = warehouse_of(run, data.warehouse_id)
    if row.closed_at is not None:
        return WarehouseId(warehouse_id=row.pk)
    levels = Level.objects.filter(warehouse=row)
    if levels.exclude(on_hand=0, committed=0, held=0, incoming=0).exists():
        raise Refused(
            _("Something still lies there, is promised from there or is on its way there. Move it first."),
            code="stock.not_empty",
        )
    run.changed(row.subject, "closed", old=False, new=True)
    row.closed_at, row.sells = run.now, False
    row.save()
    _reckon_again(run, row)
    return WarehouseId(warehouse_id=row.pk)


class AddBins(Input):
    """New bins of a warehouse, by their codes."""

    warehouse_id: int
    codes: Annotated[tuple[BinCode, ...], Field(min_length=1, max_length=1000)]


class Binned(Output):
    """How many bins are new; those that were there already are passed over."""

    added: int


@action("stock.add_bins", label=gettext_lazy("Add bins"), seats=KEEPERS, surfaces=EVERYWHERE, previews=True)
def add_bins(run: Run, data: AddBins) -> Binned:
    """Add bins to a warehouse. Bins are walked in the order of their codes."""
    row = warehouse_of(run, data.warehouse_id)
    there = {bin.code: bin for bin in Bin.objects.filter(warehouse=row, code__in=data.codes)}
    fresh = [code for code in dict.fromkeys(data.codes) if code not in there]
    Bin.objects.bulk_create(Bin(warehouse=row, code=code) for code in fresh)
    reopened = [bin.pk for bin in there.values() if bin.closed_at is not None]
    Bin.objects.filter(pk__in=reopened).update(closed_at=None)
    run.changed(row.subject, "bins", old=None, new=fresh[:50])
    return Binned(added=len(fresh) + len(reopened))


class CloseBin(Input):
    """Names a bin."""

    bin_id: int


@action("stock.close_bin", label=gettext_lazy("Remove a bin"), seats=KEEPERS, surfaces=EVERYWHERE, previews=True)
def close_bin(run: Run, data: CloseBin) -> Binned:
    """Take a bin out of use; it has to be empty."""
    bin = Bin.objects.select_for_update().filter(pk=data.bin_id).first()
    if bin is None:
        raise Missing
    if Pile.objects.filter(bin=bin).exists():
        raise Refused(_("Something lies in %(code)s. Put it elsewhere first.") % {"code": bin.code}, code="not_empty")
    run.changed(f"warehouse:{bin.warehouse_id}", f"bin {bin.code}", old="open", new="closed")
    bin.closed_at = run.now
    bin.save(update_fields=["closed_at"])
    return Binned(added=0)


def warehouse_of(run: Run, warehouse_id: int) -> Warehouse:
    """Return the warehouse, locked. Raises Missing."""
    row = Warehouse.objects.select_for_update(of=("self",)).filter(pk=warehouse_id).first()
    if row is None:
        raise Missing(_("There is no such warehouse."))
    run.about(row.subject)
    return row


def _columns(data: WarehouseForm) -> dict[str, Any]:
    calendar = None
    if data.calendar:
        field = Warehouse._meta.get_field("calendar")
        calendar = field.related_model._default_manager.filter(code=data.calendar).first()

        if calendar is None:
            raise InvalidInput({"calendar": _("There is no such work calendar.")})
    return {
        "code": data.code,
        "name": data.name,
        "kind": data.kind.value,
        "address": {name: text for name, text in data.address.items() if text},
        "calendar": calendar,
        "cut_off": data.cut_off,
        "sells": data.sells,
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, dict)) or value is None else str(value)


def _reckon_again(run: Run, warehouse: Warehouse) -> None:
    """Move limits, and tell what can no longer be bought, since a warehouse sells from now on or does so no more."""
    shelf = Shelf.of_items(Level.objects.filter(warehouse=warehouse).values_list("item_id", flat=True))
    for rows in shelf.of_item.values():
        for level in rows:
            if level.warehouse_id == warehouse.pk:
                level.warehouse.sells = not warehouse.sells
    shelf = Shelf(list(shelf.levels.values()))
    for level in shelf.levels.values():
        if level.warehouse_id == warehouse.pk:
            level.warehouse.sells = warehouse.sells
    _settle(run, shelf)


def _settle(run: Run, shelf: Shelf) -> None:
    """Let limits follow an order of warehouses that has changed since `shelf` was made."""
    fresh = dict(Warehouse.objects.values_list("pk", "priority"))
    for rows in shelf.of_item.values():
        for level in rows:
            level.warehouse.priority = fresh[level.warehouse_id]
        rows.sort(key=lambda row: (row.warehouse.priority, row.warehouse_id))
    settle_on(shelf)
    shelf.write(run)
    announce_crossings(run, shelf)
