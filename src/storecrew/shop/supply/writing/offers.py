"""Write offers of one supplier, one or thousands: found, compared, written in the same few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from storecrew.kernel.actions.run import Run
from storecrew.shop.supply.events import CostsChanged, OffersEnded, OffersMade
from storecrew.shop.supply.models import CostChange, Offer, Supplier
from storecrew.shop.supply.writing.changing import plain

COSTING = ("cost_minor", "currency", "breaks")
COLUMNS = (
    *("sku", "title", "barcode", *COSTING, "minimum", "pack_size", "handling_days", "valid_from", "valid_until"),
    "note",
)
"""What may be said of an offer."""


class Became(StrEnum):
    """What writing came to."""

    NEW = "new"
    """Offered from now on, or again."""
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be true of a supplier's offer of a variant. Columns that are not named stay as they are."""

    variant_id: int
    values: Mapping[str, Any]


@dataclass(slots=True)
class _Plan:
    """Rows to be written."""

    new: list[Offer] = field(default_factory=list)
    changed: list[Offer] = field(default_factory=list)
    opened: list[Offer] = field(default_factory=list)
    costs: list[CostChange] = field(default_factory=list)


def write_offers(run: Run, supplier: Supplier, wanted: Sequence[Terms]) -> list[tuple[Offer, Became]]:
    """Make, change, or open again the offers of these variants; each variant stands there once. Five statements.

    Unequal terms are written, equal ones not even touched. Every change of a cost leaves a row in its history.
    """
    known = _known(supplier, [one.variant_id for one in wanted])
    plan, answers = _Plan(), []
    for one in wanted:
        row = known.get(one.variant_id)
        answers.append(_write(run, supplier, row, one, plan))
    Offer.objects.bulk_create(plan.new, batch_size=500)
    Offer.objects.bulk_update(plan.changed, [*COLUMNS, "changed_at", "ended_at"], batch_size=200)
    CostChange.objects.bulk_create(plan.costs, batch_size=500)
    for row in plan.new:
        run.changed(row.subject, "offered", old=None, new=row.sku or row.title or row.variant_id)
    _announce(run, supplier, plan)
    return answers


def end_offers(run: Run, rows: Iterable[Offer]) -> list[Offer]:
    """End offers that are open; returns those. They free their SKU and their variant."""
    ended = [row for row in rows if row.ended_at is None]
    for row in ended:
        run.changed(row.subject, "ended", old=False, new=True)
        row.ended_at = row.changed_at = run.now
    Offer.objects.bulk_update(ended, ["ended_at", "changed_at"], batch_size=500)
    by_supplier: dict[int, list[Offer]] = {}
    for row in ended:
        by_supplier.setdefault(row.supplier_id, []).append(row)
    for supplier_id, some in by_supplier.items():
        event = OffersEnded(
            supplier_id=supplier_id,
            offer_ids=tuple(row.pk for row in some),
            variant_ids=tuple(row.variant_id for row in some),
        )
        run.emit(event, subject=f"supplier:{supplier_id}")
    return ended


def _known(supplier: Supplier, variant_ids: list[int]) -> dict[int, Offer]:
    """Return the open offer of each variant, else the one that was ended last."""
    rows = Offer.objects.select_for_update().filter(supplier=supplier, variant_id__in=variant_ids).order_by("pk")
    found: dict[int, Offer] = {}
    for row in rows:
        before = found.get(row.variant_id)
        if before is None or before.ended_at is not None:
            found[row.variant_id] = row
    return found


def _write(run: Run, supplier: Supplier, row: Offer | None, one: Terms, plan: _Plan) -> tuple[Offer, Became]:
    values = dict(one.values)
    if row is None:
        row = Offer(supplier=supplier, variant_id=one.variant_id, currency=supplier.currency)
        row.added_at = row.changed_at = run.now
        _set(row, values)
        plan.new.append(row)
        if row.cost_minor is not None or row.breaks:
            plan.costs.append(cost_change(run, row, before=None))
        return row, Became.NEW
    before = {name: getattr(row, name) for name in COSTING}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed and row.ended_at is None:
        return row, Became.SAME
    for name in changed:
        run.changed(row.subject, name, old=plain(getattr(row, name)), new=plain(values[name]))
    _set(row, values)
    again = row.ended_at is not None
    if again:
        run.changed(row.subject, "ended", old=True, new=False)
        row.ended_at = None
        plan.opened.append(row)
    row.changed_at = run.now
    plan.changed.append(row)
    if any(before[name] != getattr(row, name) for name in COSTING):
        was = before["cost_minor"] if before["currency"] == row.currency else None
        plan.costs.append(cost_change(run, row, before=was))
    return row, Became.NEW if again else Became.CHANGED


def _set(row: Offer, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def cost_change(run: Run, row: Offer, *, before: int | None) -> CostChange:
    """Return the line of history that says what an offer costs from now on; `before` None: in this currency nothing yet."""
    return CostChange(
        offer=row,
        cost_minor=row.cost_minor,
        currency=row.currency,
        breaks=row.breaks,
        before_minor=before,
        since=run.now,
        by=run.actor.ref,
        cause=run.uid,
    )


def _announce(run: Run, supplier: Supplier, plan: _Plan) -> None:
    made = tuple(row.pk for row in (*plan.new, *plan.opened))
    if made:
        run.emit(OffersMade(supplier_id=supplier.pk, offer_ids=made), subject=supplier.subject)
    dearer = tuple(dict.fromkeys(one.offer.pk for one in plan.costs if one.offer.pk not in set(made)))
    if dearer:
        run.emit(CostsChanged(supplier_id=supplier.pk, offer_ids=dearer), subject=supplier.subject)
