"""Make levels, and keep their limits what the policy of their item says."""

from collections.abc import Iterable, Mapping, Sequence

from storecrew.kernel.actions.run import Run
from storecrew.shop.stock.models import Item, Level, Warehouse
from storecrew.shop.stock.writing.shelf import Shelf


def ensure_levels(run: Run, pairs: Iterable[tuple[int, int]]) -> None:
    """Make the levels of these (item, warehouse) that are not there yet, and put their items' limits right."""
    wanted = set(pairs)
    there = set(
        Level.objects.filter(
            item_id__in={item for item, _w in wanted}, warehouse_id__in={warehouse for _i, warehouse in wanted}
        ).values_list("item_id", "warehouse_id")
    )
    fresh = sorted(wanted - there)
    if not fresh:
        return
    Level.objects.bulk_create(
        [Level(item_id=item, warehouse_id=warehouse) for item, warehouse in fresh], ignore_conflicts=True
    )
    settle_limits(run, {item for item, _warehouse in fresh})


def settle_limits(run: Run, item_ids: Iterable[int]) -> None:
    """Let the first selling warehouse of each item carry its backorder limit, and no other."""
    shelf = Shelf.of_items(item_ids)
    settle_on(shelf)
    shelf.write(run)


def settle_on(shelf: Shelf) -> None:
    """Put the limits of every item on `shelf` right, without writing it."""
    for rows in shelf.of_item.values():
        for level, beyond in limits(rows).items():
            row = shelf.levels[level]
            if row.beyond != beyond:
                shelf.set_beyond(row, beyond)


def limits(levels: Sequence[Level]) -> Mapping[int, int | None]:
    """Return what each level's `beyond` has to be; `levels` are all those of one item, first asked first."""
    home = next((level for level in levels if level.warehouse.sells), None)
    return {level.pk: level.item.backorder_limit if home is not None and level.pk == home.pk else 0 for level in levels}


def home_warehouse() -> Warehouse | None:
    """Return the warehouse that is asked first."""
    return Warehouse.objects.filter(sells=True, closed_at=None).order_by("priority", "pk").first()


def give_home(run: Run, items: Sequence[Item]) -> None:
    """See that each counted item has a level somewhere, so that reads and actions know it is counted."""
    home = home_warehouse()
    counted = {item.pk for item in items if item.tracked and not item.bundle}
    bare = counted - set(Level.objects.filter(item_id__in=counted).values_list("item_id", flat=True))
    if home is not None and bare:
        ensure_levels(run, [(item, home.pk) for item in bare])
