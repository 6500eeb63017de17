"""Write rows of a list: offers of what is sure, and what somebody has to look at."""

from collections.abc import Sequence
from typing import Any

from storecrew.kernel.actions.run import Run
from storecrew.shop.supply.lists.models import How, Match, MatchState, OfferList
from storecrew.shop.supply.lists.rows import columns_from
from storecrew.shop.supply.lists.types import TO_LOOK_AT, ListRow, RowDone
from storecrew.shop.supply.models import Offer
from storecrew.shop.supply.writing.offers import Became, Terms, write_offers

_SAID = (
    "sku",
    "title",
    "barcode",
    "said",
    "candidates",
    "confidence",
    "how",
    "state",
    "variant",
    "offer",
    "made_offer",
)


def take(run: Run, of: OfferList, rows: Sequence[ListRow]) -> list[RowDone]:
    """Write rows of a list. Of several that are the same variant only one is sure; who calls has seen to that."""
    sure = [row for row in rows if row.sure]
    terms = [Terms(row.candidates[0][0], _kept(row)) for row in sure]
    written = dict(zip([row.line for row in sure], write_offers(run, of.supplier, terms), strict=True))
    _note(run, of, rows, written)
    return [_done(row, written.get(row.line)) for row in rows]


def _kept(row: ListRow) -> dict[str, Any]:
    """Leave out what the row does not tell: an empty SKU or title takes nothing away."""
    values = columns_from(row.values)
    return {name: value for name, value in values.items() if name not in {"sku", "title"} or value}


def _done(row: ListRow, offer: tuple[Offer, Became] | None) -> RowDone:
    confidence = row.candidates[0][1] if row.candidates else 0.0
    if offer is None:
        return RowDone(line=row.line, became=TO_LOOK_AT, confidence=confidence)
    return RowDone(line=row.line, became=offer[1].value, offer_id=offer[0].pk, confidence=confidence)


def _note(run: Run, of: OfferList, rows: Sequence[ListRow], written: dict[int, tuple[Offer, Became]]) -> None:
    """Keep what rows were found to be. What somebody decided stays; what an offer's SKU says needs no note."""
    wanted = {row.key: row for row in rows if row.how not in {How.SKU, How.DECISION}}
    known = {one.key: one for one in Match.objects.filter(supplier=of.supplier, key__in=list(wanted))}
    new: list[Match] = []
    changed: list[Match] = []
    for key, row in wanted.items():
        one = known.get(key) or Match(supplier=of.supplier, key=key)
        if one.pk is not None and one.state in {MatchState.ACCEPTED, MatchState.REJECTED}:
            continue
        (changed if one.pk is not None else new).append(one)
        _describe(run, one, of, row, written.get(row.line))
    Match.objects.bulk_create(new, batch_size=500)
    Match.objects.bulk_update(changed, [*_SAID, "list", "line", "seen_at"], batch_size=200)


def _describe(run: Run, one: Match, of: OfferList, row: ListRow, offer: tuple[Offer, Became] | None) -> None:
    one.sku, one.title, one.barcode, one.said = row.sku, row.title, row.barcode, row.values
    one.candidates = [[variant_id, round(confidence, 4)] for variant_id, confidence in row.candidates]
    one.confidence = row.candidates[0][1] if row.candidates else 0.0
    one.how, one.list, one.line, one.seen_at = row.how, of, row.line, run.now
    if offer is not None:
        one.state, one.variant_id, one.offer = MatchState.SURE, row.candidates[0][0], offer[0]
        one.made_offer = one.made_offer or offer[1] == Became.NEW
