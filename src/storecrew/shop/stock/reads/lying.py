"""In which bins pieces lie, and what came and went apart from what was reported: for other rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from storecrew.kernel import many
from storecrew.kernel.actions.types import Output
from storecrew.shop.stock.models import INSIDE, Level, Move, Pile, Reason


class PileView(Output):
    """Saleable pieces in one bin, of one lot. `bin_id` None: only the lot is known; lot empty: of no lot."""

    variant_id: int
    bin_id: int | None
    bin: str
    lot: str
    expires_on: date | None
    quantity: int


def lying(warehouse_id: int, variant_ids: Iterable[int]) -> tuple[PileView, ...]:
    """Return where variants lie in a warehouse, for another room: what expires first, then as bins are walked.

    What is in no pile lies about unsorted and does not appear. One question.
    """
    rows = (
        Pile.objects.filter(level__warehouse_id=warehouse_id, level__item_id__in=list(variant_ids))
        .select_related("level", "bin", "lot")
        .order_by("level__item_id", F("lot__expires_on").asc(nulls_last=True), "bin__code", "pk")
    )
    return tuple(
        PileView(
            variant_id=row.level.item_id,
            bin_id=row.bin_id,
            bin=row.bin.code if row.bin else "",
            lot=row.lot.code if row.lot else "",
            expires_on=row.lot.expires_on if row.lot else None,
            quantity=row.quantity,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces that came into a warehouse, or (negative) left it. `sold`: they left for a customer of ours."""

    warehouse_id: int
    variant_id: int
    change: int
    sold: bool
    at: datetime


def passages(warehouse_ids: Iterable[int], variant_ids: Iterable[int], since: datetime) -> tuple[Passage, ...]:
    """Return what came and went in warehouses after a moment, oldest first; what was only reported is left out. One question."""
    places = set(warehouse_ids)
    here = Q(from_warehouse_id__in=places) | Q(to_warehouse_id__in=places)
    rows = Move.objects.filter(here, item_id__in=many.among(variant_ids), moved_at__gt=since).exclude(
        reason=Reason.REPORTED
    )
    columns = ("item_id", "quantity", "from_place", "from_warehouse_id", "to_place", "to_warehouse_id", "reason")
    found: list[Passage] = []
    for item, pieces, source, left, target, came, reason, at in rows.order_by("pk").values_list(*columns, "moved_at"):
        if left == came:
            continue
        if source in INSIDE and left in places:
            found.append(Passage(left, item, -pieces, reason == Reason.SALE, at))
        if target in INSIDE and came in places:
            found.append(Passage(came, item, pieces, False, at))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a level stands: how many lie there, how many of them cannot be sold, how many are kept back."""

    on_hand: int
    unsaleable: int
    safety: int


def stands(warehouse_ids: Iterable[int], variant_ids: Iterable[int]) -> dict[tuple[int, int], Stand]:
    """Return how levels stand by (warehouse, variant). One question."""
    rows = Level.objects.filter(warehouse_id__in=list(warehouse_ids), item_id__in=many.among(variant_ids))
    columns = ("warehouse_id", "item_id", "on_hand", "damaged", "quality", "other", "safety")
    return {
        (place, item): Stand(on_hand, damaged + quality + other, safety)
        for place, item, on_hand, damaged, quality, other, safety in rows.order_by("pk").values_list(*columns)
    }
