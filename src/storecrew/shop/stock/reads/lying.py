"""In which bins pieces lie: for those who walk to them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from storecrew.kernel.actions.types import Output
from storecrew.shop.stock.models import Pile


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
