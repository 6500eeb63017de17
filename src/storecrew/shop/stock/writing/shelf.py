"""The levels a run works on: locked in the order of ids, changed in memory, written once.

What becomes scarcer is locked once; the one UPDATE at the end carries the condition again, and the table's constraints
hold it a third time, so that a mistake here cannot sell what is not there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add, or_

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.stock.models import Level, Place

PARTS = {Place.DAMAGED: "damaged", Place.QUALITY: "quality", Place.OTHER: "other"}
"""Places inside a warehouse that are on hand and not for sale → their column."""

TAKING = ("damaged", "quality", "other", "safety", "committed", "held")
"""What makes less available the more there is of it."""
AT_ONCE = 200
"""Levels in one statement: SQLite allows conditions a depth of 1,000."""
TAKEN = reduce(add, (F(name) for name in TAKING))


class Shelf:
    """Some levels, locked, with what this run changes of them."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self.levels = {level.pk: level for level in levels}
        self.of_item: dict[int, list[Level]] = defaultdict(list)
        for level in sorted(levels, key=lambda row: (row.warehouse.priority, row.warehouse_id)):
            self.of_item[level.item_id].append(level)
        self.room_before = {item_id: sellable(rows) for item_id, rows in self.of_item.items()}
        self._changes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._facts: set[int] = set()

    @classmethod
    def lock(cls, which: Q) -> "Shelf":
        """Lock the levels that `which` names and return them."""
        rows: QuerySet[Level] = Level.objects.filter(which).select_related("item", "warehouse")
        return cls(list(rows.select_for_update(of=("self",)).order_by("pk")))

    @classmethod
    def of_items(cls, item_ids: Iterable[int], *, owner: str = "") -> "Shelf":
        """Lock every level of these items, and of the items that `owner` has been promised."""
        which = Q(item_id__in=set(item_ids))
        if owner:
            which |= Q(item_id__in=Level.objects.filter(reservations__owner=owner).values("item_id"))
        return cls.lock(which)

    def level(self, item_id: int, warehouse_id: int) -> Level | None:
        """Return the level of an item in a warehouse, None where there is none."""
        return next((row for row in self.of_item.get(item_id, ()) if row.warehouse_id == warehouse_id), None)

    def change(self, level: Level, deltas: Mapping[str, int], *, fact: bool = False) -> None:
        """Add to columns of a level. A `fact` may push available below what policy allows; a sale may not."""
        for name, delta in deltas.items():
            setattr(level, name, getattr(level, name) + delta)
            self._changes[level.pk][name] += delta
        if fact:
            self._facts.add(level.pk)

    def set_beyond(self, level: Level, beyond: int | None) -> None:
        """Let sales go that far below nought from now on; what was sold already stays sold (`short`)."""
        level.beyond = beyond
        self._facts.add(level.pk)
        self._changes[level.pk]["beyond"] += 0

    def write(self, run: Run) -> None:
        """Write all changes by one conditional UPDATE; raises Refused when somebody was quicker."""
        changed = [self.levels[pk] for pk in sorted(self._changes) if self._matters(pk)]
        if not changed:
            return
        for level in changed:
            lowest = 0 if level.beyond is None else max(0, -level.available - level.beyond)
            self._changes[level.pk]["short"] = lowest - level.short
            level.short = lowest
        for start in range(0, len(changed), AT_ONCE):
            self._update(run, changed[start : start + AT_ONCE])
        self._changes.clear()
        self._facts.clear()

    def _update(self, run: Run, changed: Sequence[Level]) -> None:
        names = {name for level in changed for name, delta in self._changes[level.pk].items() if delta}
        values: dict[str, Combinable] = {name: self._sum(name, changed) for name in sorted(names - {"beyond"})}
        if any("beyond" in self._changes[level.pk] for level in changed):
            values["beyond"] = Case(
                *(When(pk=level.pk, then=Value(level.beyond)) for level in changed), default=F("beyond")
            )
        written = Level.objects.filter(reduce(or_, (self._allowed(level) for level in changed))).update(**values)
        if written != len(changed):
            raise Refused(_("Somebody took some of it at the same moment. Try again."), code="stock.moved")

    def _matters(self, pk: int) -> bool:
        return "beyond" in self._changes[pk] or any(self._changes[pk].values())

    def _sum(self, name: str, changed: Sequence[Level]) -> Combinable:
        if len(changed) == 1:
            return F(name) + self._changes[changed[0].pk][name]
        cases = [When(pk=level.pk, then=Value(self._changes[level.pk][name])) for level in changed]
        return F(name) + Case(*cases, default=Value(0))

    def _allowed(self, level: Level) -> Q:
        """Name the level, and where a sale makes it scarcer, that it may still become so."""
        which = Q(pk=level.pk)
        deltas = self._changes[level.pk]
        scarcer = sum(deltas[name] for name in TAKING) - deltas["on_hand"]
        if level.pk in self._facts or scarcer <= 0:
            return which
        return which & (Q(beyond=None) | Q(on_hand__gte=TAKEN - F("beyond") + scarcer))


def sellable(levels: Iterable[Level]) -> int | None:
    """Return how many can be promised over the warehouses that sell; None: without limit."""
    rooms = [level.room for level in levels if level.warehouse.sells]
    return None if None in rooms else sum(room for room in rooms if room is not None)
