"""Tell when something can no longer be bought, or can be again: of an item, and of the bundles it is part of."""

from collections.abc import Collection, Iterable, Mapping

from storecrew.kernel.actions.run import Run
from storecrew.shop.stock.events import AvailabilityChanged
from storecrew.shop.stock.models import Component, Level
from storecrew.shop.stock.writing.shelf import Shelf, sellable


def announce_crossings(run: Run, shelf: Shelf) -> None:
    """Compare what could be sold when `shelf` was locked with what can be sold now."""
    after = {item_id: sellable(rows) for item_id, rows in shelf.of_item.items()}
    parts = {item_id for item_id in after if shelf.of_item[item_id][0].item.component}
    announce(run, shelf.room_before, after, parts)


def announce(
    run: Run, before: Mapping[int, int | None], after: Mapping[int, int | None], components: Collection[int]
) -> None:
    """Compare what could be sold of items with what can be sold now; `components` among them are parts of bundles."""
    moved = [item_id for item_id in after if after[item_id] != before[item_id]]
    for item_id in moved:
        _announce(run, item_id, was=before[item_id], now=after[item_id])
    parts = [item_id for item_id in moved if item_id in components]
    if parts:
        _announce_bundles(run, before, parts, after)


def _announce(run: Run, variant_id: int, *, was: int | None, now: int | None) -> None:
    if (was == 0) != (now == 0):
        run.emit(AvailabilityChanged(variant_id=variant_id, sellable=now, was=was), subject=f"variant:{variant_id}")


def _announce_bundles(
    run: Run, before: Mapping[int, int | None], parts: Iterable[int], after: Mapping[int, int | None]
) -> None:
    bundles = Component.objects.filter(item_id__in=parts).values("bundle_id")
    rows = Component.objects.filter(bundle_id__in=bundles).order_by("bundle_id", "id")
    recipes: dict[int, list[tuple[int, int]]] = {}
    for bundle_id, item_id, quantity in rows.values_list("bundle_id", "item_id", "quantity"):
        recipes.setdefault(bundle_id, []).append((item_id, quantity))
    rest = {item_id for recipe in recipes.values() for item_id, _n in recipe} - set(after)
    others: dict[int, list[Level]] = {item_id: [] for item_id in rest}
    for level in Level.objects.filter(item_id__in=rest).select_related("warehouse").order_by("pk"):
        others[level.item_id].append(level)
    unmoved = {item_id: sellable(levels) for item_id, levels in others.items()}
    for bundle_id, recipe in recipes.items():
        was = bundle_sellable(recipe, {**unmoved, **before})
        _announce(run, bundle_id, was=was, now=bundle_sellable(recipe, {**unmoved, **after}))


def bundle_sellable(recipe: Iterable[tuple[int, int]], rooms: Mapping[int, int | None]) -> int | None:
    """Return how many bundles the scarcest component allows; `recipe` is (item, pieces in one bundle)."""
    counts = [rooms[item_id] // each for item_id, each in recipe if (rooms[item_id]) is not None]  # type: ignore[operator]
    return min(counts, default=None)
