"""First in, first out: which layers leave with a move, what they had cost, and layers for what comes in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, Value, When

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.models import Layer, LayerUse, Move


@dataclass(frozen=True, slots=True)
class Worth:
    """Pieces that were bought together: what all of them cost (None: not known), and when they were bought."""

    quantity: int
    cost: Money | None
    since: datetime


def use_layers(run: Run, moves: Sequence[Move]) -> dict[int, list[Worth]]:
    """Take the pieces of these moves out of the oldest layers of their warehouses; returns what left with each move.

    The levels of the moves are locked, and the moves are saved.
    """
    found: dict[int, list[Worth]] = {move.pk: [] for move in moves}
    if not moves:
        return found
    places = {(move.from_warehouse_id, move.item_id) for move in moves}
    rows = Layer.objects.filter(
        warehouse_id__in={warehouse for warehouse, _item in places},
        item_id__in={item for _warehouse, item in places},
        remaining__gt=0,
    ).order_by("since", "pk")
    layers: dict[tuple[int | None, int], list[Layer]] = defaultdict(list)
    for layer in rows:
        layers[layer.warehouse_id, layer.item_id].append(layer)
    uses: list[LayerUse] = []
    used: dict[int, int] = defaultdict(int)
    for move in moves:
        for use in taken_from(layers[move.from_warehouse_id, move.item_id], move):
            uses.append(use)
            found[move.pk].append(worth_of_use(use))
            used[use.layer.pk] += use.quantity
    _write(run, used)
    LayerUse.objects.bulk_create(uses)
    return found


def taken_from(layers: Sequence[Layer], move: Move) -> list[LayerUse]:
    """Take the pieces of a move out of layers, the first ones first, in memory; returns the uses, not yet saved."""
    uses: list[LayerUse] = []
    rest = move.quantity
    for layer in layers:
        taken = min(rest, layer.remaining)
        if taken:
            cost = layer.cost_of(taken)
            uses.append(LayerUse(layer=layer, move=move, quantity=taken, cost_minor=cost, used_at=move.moved_at))
            layer.remaining -= taken
            rest -= taken
        if not rest:
            break
    return uses


def worth_of_use(use: LayerUse) -> Worth:
    """Return what the pieces of a use had cost."""
    money = None if use.cost_minor is None else Money(use.cost_minor, use.layer.currency)
    return Worth(use.quantity, money, use.layer.since)


def _write(run: Run, used: dict[int, int]) -> None:
    if len(used) == 1:
        ((pk, taken),) = used.items()
        Layer.objects.filter(pk=pk).update(remaining=F("remaining") - taken)
    elif used:
        taken_each = Case(*(When(pk=pk, then=Value(taken)) for pk, taken in used.items()), default=Value(0))
        Layer.objects.filter(pk__in=list(used)).update(remaining=F("remaining") - taken_each)


def new_layers(move: Move, worths: Sequence[Worth]) -> list[Layer]:
    """Return the layers of a move that brought pieces into a warehouse, not yet saved."""
    return [
        Layer(
            item_id=move.item_id,
            warehouse_id=move.to_warehouse_id or 0,
            move=move,
            quantity=worth.quantity,
            remaining=worth.quantity,
            cost_minor=None if worth.cost is None else worth.cost.minor,
            currency="" if worth.cost is None else worth.cost.currency,
            since=worth.since,
            came_at=move.moved_at,
        )
        for worth in worths
    ]


def cost_of(worths: Sequence[Worth]) -> Money | None:
    """Add up what pieces cost; None where a part is not known, or was paid in several currencies."""
    costs = [worth.cost for worth in worths]
    known = [cost for cost in costs if cost is not None]
    if not known or len(known) < len(costs) or len({cost.currency for cost in known}) > 1:
        return None
    return Money(sum(cost.minor for cost in known), known[0].currency)
