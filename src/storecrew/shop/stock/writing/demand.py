"""What is wanted, piece by piece: bundles taken apart, equal wishes of one line put together."""

from collections.abc import Iterable
from dataclasses import dataclass

from storecrew.shop.stock.models import Component
from storecrew.shop.stock.types import Wanted


@dataclass(frozen=True, slots=True)
class Demand:
    """Pieces of an item for a line; `warehouse_id` None: from wherever it is best, those of `prefer` in front."""

    item_id: int
    line: str
    warehouse_id: int | None
    quantity: int
    prefer: tuple[int, ...] = ()


def demands_of(lines: Iterable[Wanted]) -> list[Demand]:
    """Return what the lines take, in their order; of a bundle, what its components take."""
    wanted = list(lines)
    recipes: dict[int, list[tuple[int, int]]] = {}
    rows = Component.objects.filter(bundle_id__in={row.variant_id for row in wanted}).order_by("id")
    for bundle_id, item_id, quantity in rows.values_list("bundle_id", "item_id", "quantity"):
        recipes.setdefault(bundle_id, []).append((item_id, quantity))
    sums: dict[tuple[int, str, int | None, tuple[int, ...]], int] = {}
    for row in wanted:
        for item_id, each in recipes.get(row.variant_id, [(row.variant_id, 1)]):
            key = (item_id, row.line, row.warehouse_id, row.prefer)
            sums[key] = sums.get(key, 0) + each * row.quantity
    return [Demand(item, line, place, quantity, prefer) for (item, line, place, prefer), quantity in sums.items()]
