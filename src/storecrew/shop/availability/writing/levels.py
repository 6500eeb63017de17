"""Write what may be sold through to stock: on hand is what was said, what the rule holds back is safety stock."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched

from django.db.models import Q

from storecrew.kernel import many
from storecrew.kernel.actions.run import Run
from storecrew.shop.availability.models import Said
from storecrew.shop.availability.weighing import Scales, Weighed
from storecrew.shop.availability.words import Word
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock import reads as stock_reads
from storecrew.shop.stock.actions.reporting import ROWS_AT_MOST

type Row = tuple[int, int, int, int]
"""(warehouse, variant, on hand, kept back), as `stock.report` takes it."""


def lock(site_ids: Iterable[int]) -> None:
    """Let nobody else write words of these sites until this transaction is over; in the order of ids."""
    sites = Said._meta.get_field("site").related_model
    list(
        sites._default_manager.select_for_update(no_key=True)
        .filter(pk__in=set(site_ids))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def write_through(run: Run, scales: Scales, words: Sequence[Word], document: str) -> int:
    """Weigh words, keep what came out, and give it to stock. Returns of how many words more or fewer may be sold.

    What left for customers of ours since a word was seen is taken off what lies there: the supplier's next word has it in.
    """
    weighed = [scales.weigh(word) for word in words]
    left = _left(scales, words)
    rows = [*_moved_away(scales, words), *(_row(scales, one, left) for one in _counting(weighed))]
    changed = 0
    for one in weighed:
        changed += one.word.sellable != one.verdict.sellable
        one.word.sellable, one.word.variant_id = one.verdict.sellable, one.word.offer_variant_id
        one.word.written_at, one.word.look_at = one.word.seen_at, scales.next_look(one)
    for part in batched(rows, ROWS_AT_MOST):
        run.call(stock.report, stock.Report(document=document, rows=part))
    return changed


def keep_looks(words: Iterable[Word]) -> None:
    """Write what `write_through` found out about words that are in the table already."""
    names = ("sellable", "written_at", "look_at", "variant_id")
    many.update(Said, names, [(one.pk, one.sellable, one.written_at, one.look_at, one.variant_id) for one in words])


def _left(scales: Scales, words: Sequence[Word]) -> dict[tuple[int, int], list[tuple[datetime, int]]]:
    """Return what came and went by itself, by (warehouse, variant)."""
    found: dict[tuple[int, int], list[tuple[datetime, int]]] = {}
    if not words:
        return found
    places = {scales.sites[word.site_id].warehouse_id for word in words}
    since = min(word.seen_at for word in words)
    for one in stock_reads.passages(places, {word.offer_variant_id for word in words}, since):
        found.setdefault((one.warehouse_id, one.variant_id), []).append((one.at, one.change))
    return found


def _row(scales: Scales, one: Weighed, left: dict[tuple[int, int], list[tuple[datetime, int]]]) -> Row:
    word, said = one.word, one.word.quantity or 0
    place, variant = scales.sites[word.site_id].warehouse_id, word.offer_variant_id
    since = sum(change for at, change in left.get((place, variant), ()) if at > word.seen_at)
    there = max(0, said + since)
    return place, variant, there, min(there, said - one.verdict.sellable)


def _counting(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Leave out words of ended offers where the supplier offers the same thing again: one level, one word."""
    ended = [one for one in weighed if one.word.ended_at is not None]
    if not ended:
        return list(weighed)
    which = Q(site_id__in={one.word.site_id for one in ended}, variant_id__in={one.word.variant_id for one in ended})
    again = set(Said.objects.filter(which, offer__ended_at=None).values_list("site_id", "variant_id"))
    again |= {(one.word.site_id, one.word.offer_variant_id) for one in weighed if one.word.ended_at is None}
    return [
        one
        for one in weighed
        if one.word.ended_at is None or (one.word.site_id, one.word.offer_variant_id) not in again
    ]


def _moved_away(scales: Scales, words: Sequence[Word]) -> list[Row]:
    """Empty the levels of variants that offers stood for before somebody said that they are something else."""
    gone = [word for word in words if word.pk and word.variant_id != word.offer_variant_id]
    now = {(word.site_id, word.offer_variant_id) for word in words}
    return [
        (scales.sites[word.site_id].warehouse_id, word.variant_id, 0, 0)
        for word in gone
        if (word.site_id, word.variant_id) not in now
    ]
