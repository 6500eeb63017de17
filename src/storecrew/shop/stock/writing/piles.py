"""Where exactly pieces lie, and of which lot: taken from what expires first, then in the order bins are walked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.stock.models import Level, Pile


@dataclass(frozen=True, slots=True)
class Part:
    """Some pieces of one bin and lot; None: in no bin, of no lot."""

    bin_id: int | None
    lot_id: int | None
    quantity: int


class Piles:
    """The piles of locked levels, changed in memory and written once."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self.of_level: dict[int, list[Pile]] = defaultdict(list)
        rows = Pile.objects.filter(level_id__in=[level.pk for level in levels]).select_related("bin", "lot")
        for row in rows.order_by("pk"):
            self.of_level[row.level_id].append(row)
        self._changed: dict[int, Pile] = {}
        self._fresh: list[Pile] = []

    def draw(
        self, level: Level, quantity: int, *, bin_id: int | None = None, lot_id: int | None = None, loose: bool = False
    ) -> list[Part]:
        """Take saleable pieces off piles and say which. With `loose` only what is in no bin. Raises Refused.

        Called before the level itself is changed: what is in no pile is `level.there` minus the piles.
        """
        piles = [
            pile
            for pile in self.of_level[level.pk]
            if pile.quantity
            and (bin_id is None or pile.bin_id == bin_id)
            and (lot_id is None or pile.lot_id == lot_id)
            and (not loose or pile.bin_id is None)
        ]
        parts: list[Part] = []
        rest = quantity
        for pile in sorted(piles, key=_order):
            taken = min(rest, pile.quantity)
            if taken:
                self._set(pile, pile.quantity - taken)
                parts.append(Part(pile.bin_id, pile.lot_id, taken))
                rest -= taken
        if rest and bin_id is None and lot_id is None:
            unsorted = level.there - sum(pile.quantity for pile in self.of_level[level.pk]) - (quantity - rest)
            # the pieces drawn just now are still counted in `there`, the piles are not any more
            taken = min(rest, max(0, unsorted))
            if taken:
                parts.append(Part(None, None, taken))
                rest -= taken
        if rest:
            raise Refused(
                _("By the books only %(n)d lie there. Count the place, or receive what came.") % {"n": quantity - rest},
                code="stock.not_there",
            )
        return parts

    def add(self, level: Level, quantity: int, *, bin_id: int | None, lot_id: int | None) -> None:
        """Put saleable pieces on a pile; without bin and lot they just lie there."""
        if bin_id is None and lot_id is None:
            return
        for pile in self.of_level[level.pk]:
            if pile.bin_id == bin_id and pile.lot_id == lot_id:
                self._set(pile, pile.quantity + quantity)
                return
        pile = Pile(level=level, bin_id=bin_id, lot_id=lot_id, quantity=quantity)
        self.of_level[level.pk].append(pile)
        self._fresh.append(pile)

    def write(self, run: Run) -> None:
        """Write what changed."""
        fresh = [pile for pile in self._fresh if pile.quantity]
        if fresh:
            Pile.objects.bulk_create(fresh)
        empty = [pile.pk for pile in self._changed.values() if not pile.quantity]
        if empty:
            Pile.objects.filter(pk__in=empty).delete()
        rest = [pile for pile in self._changed.values() if pile.quantity]
        if rest:
            Pile.objects.bulk_update(rest, ["quantity"])
        self._fresh, self._changed = [], {}

    def _set(self, pile: Pile, quantity: int) -> None:
        pile.quantity = quantity
        if pile.pk is not None:
            self._changed[pile.pk] = pile


def _order(pile: Pile) -> tuple[date, bool, str, int]:
    expires = pile.lot.expires_on if pile.lot is not None and pile.lot.expires_on else date.max
    return expires, pile.bin is None, pile.bin.code if pile.bin is not None else "", pile.pk or 0
