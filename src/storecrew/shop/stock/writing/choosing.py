"""From which warehouse each wish is served.

One that can serve everything from what lies there, by priority; else line by line, whole lines before parts; and what no
warehouse has, from where policy lets the item be sold beyond what lies there. A named warehouse wins over all of it, and
what a line has been promised already stays where it is. Preferred warehouses are asked first, line by line: whoever prefers
has thought of what goes together.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storecrew.shop.stock.models import Level
from storecrew.shop.stock.types import Short
from storecrew.shop.stock.writing.demand import Demand
from storecrew.shop.stock.writing.shelf import Shelf

type Kept = Mapping[tuple[int, str], Sequence[tuple[int, int]]]
"""(item, line) → what it has been promised already, as (level, pieces)."""


@dataclass(slots=True)
class Choice:
    """What is taken of each level for each line, and what is missing."""

    shares: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))
    """(level, line) → pieces."""
    shorts: list[Short] = field(default_factory=list)


def choose(shelf: Shelf, demands: Sequence[Demand], kept: Kept, *, move: bool) -> Choice:
    """Choose for every demand. What was `kept` is counted as free in `shelf`; with `move` it may change warehouses."""
    left = {pk: level.available for pk, level in shelf.levels.items()}
    if (move or not kept) and not any(demand.prefer for demand in demands):
        whole = _one_for_all(shelf, demands, left)
        if whole is not None:
            return whole
    choice = Choice()
    missing: dict[int, int] = defaultdict(int)
    # named warehouses first: nobody else may take what only they can give
    for demand in sorted(demands, key=lambda row: row.warehouse_id is None):
        rest, moves = demand.quantity, bool(move and demand.prefer)
        if not moves:
            rest -= _keep(shelf, demand, rest, kept, left, choice)
        rest -= _lying_there(_places(shelf, demand), rest, demand, left, choice)
        if moves:
            rest -= _keep(shelf, demand, rest, kept, left, choice)
        rest -= _beyond(_places(shelf, demand), rest, demand, left, choice)
        missing[demand.item_id] += rest
    for item_id, rest in missing.items():
        if rest:
            wanted = sum(row.quantity for row in demands if row.item_id == item_id)
            choice.shorts.append(Short(item_id, wanted, wanted - rest))
    return choice


def _places(shelf: Shelf, demand: Demand) -> list[Level]:
    """Return the levels that may serve it, first the one to ask first."""
    rows = shelf.of_item.get(demand.item_id, [])
    if demand.warehouse_id is not None:
        return [row for row in rows if row.warehouse_id == demand.warehouse_id]
    rows = [row for row in rows if row.warehouse.sells]
    turns = {number: turn for turn, number in enumerate(demand.prefer)}
    return sorted(rows, key=lambda row: turns.get(row.warehouse_id, len(turns)))  # stable: the others by priority


def _one_for_all(shelf: Shelf, demands: Sequence[Demand], left: Mapping[int, int]) -> Choice | None:
    """Serve everything from the first warehouse in which all of it lies, if there is one."""
    needs: dict[int, int] = defaultdict(int)
    for demand in demands:
        needs[demand.item_id] += demand.quantity
    named = {demand.warehouse_id for demand in demands if demand.warehouse_id is not None}
    candidates = [row for row in shelf.of_item.get(demands[0].item_id, []) if row.warehouse.sells] if demands else []
    for candidate in candidates:
        number = candidate.warehouse_id
        if named - {number}:
            continue
        levels = {item_id: shelf.level(item_id, number) for item_id in needs}
        if all(level is not None and left[level.pk] >= needs[item_id] for item_id, level in levels.items()):
            choice = Choice()
            for demand in demands:
                level = levels[demand.item_id]
                if level is not None:
                    choice.shares[level.pk, demand.line] += demand.quantity
            return choice
    return None


def _keep(shelf: Shelf, demand: Demand, most: int, kept: Kept, left: dict[int, int], choice: Choice) -> int:
    """Leave what the line has been promised where it is; facts may have made it more than there is room for."""
    taken = 0
    for level_id, quantity in kept.get((demand.item_id, demand.line), ()):
        level = shelf.levels[level_id]
        if demand.warehouse_id not in (None, level.warehouse_id):
            continue
        free = quantity - choice.shares.get((level_id, demand.line), 0)
        taken += _take(level, min(most - taken, free), demand, left, choice)
    return taken


def _lying_there(levels: Sequence[Level], quantity: int, demand: Demand, left: dict[int, int], choice: Choice) -> int:
    if quantity <= 0:
        return 0
    for level in levels:
        if left[level.pk] >= quantity:
            return _take(level, quantity, demand, left, choice)
    taken = 0
    for level in levels:
        taken += _take(level, min(quantity - taken, max(0, left[level.pk])), demand, left, choice)
    return taken


def _beyond(levels: Sequence[Level], quantity: int, demand: Demand, left: dict[int, int], choice: Choice) -> int:
    taken = 0
    for level in levels:
        open_end = quantity - taken
        room = open_end if level.beyond is None else max(0, left[level.pk] + level.beyond)
        taken += _take(level, min(open_end, room), demand, left, choice)
    return taken


def _take(level: Level, quantity: int, demand: Demand, left: dict[int, int], choice: Choice) -> int:
    if quantity <= 0:
        return 0
    left[level.pk] -= quantity
    choice.shares[level.pk, demand.line] += quantity
    return quantity
