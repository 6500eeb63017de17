"""Where the scratch file of a version lies, and what has to be known to fill it."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from storecrew.shop.feeds.gate.examining import Base, Question, base_of
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.opening import SHELF, found_of, header_of
from storecrew.shop.feeds.reading import Reading, folded
from storecrew.shop.feeds.types import HELD_GOOD, Scope
from storecrew.shop.supply import reads as supply

LOOKED_BACK = 5
"""How many files tell what is usual."""


def stage_of(version: Version) -> Path:
    """Return where the scratch file of a version lies."""
    return SHELF.folder / f"{version.source_id}-{version.number}.stage"


def reading_of(row: Source) -> Reading:
    """Return how rows of a source are read."""
    sites = supply.sites_of([row.supplier_id]).get(row.supplier_id, ())
    names = {folded(name): site.site_id for site in sites for name in (site.code, site.name)}
    supplier = supply.suppliers_by_id([row.supplier_id])[row.supplier_id]
    chosen = row.reading
    return Reading(
        currency=chosen.get("currency") or supplier.currency,
        site_id=row.site_id,
        sites=names,
        decimal=chosen.get("decimal") or ".",
        in_stock=chosen.get("in_stock"),
    )


def places_of(row: Source) -> dict[int, str]:
    """Return the codes of a supplier's warehouses."""
    return {site.site_id: site.code for site in supply.sites_of([row.supplier_id]).get(row.supplier_id, ())}


def offers_of(row: Source, skus: Sequence[str]) -> dict[str, int]:
    """Return which offer each SKU, or barcode where a source has no SKUs, is."""
    if "sku" in row.mapping or not row.mapping:
        return {sku: key.offer_id for sku, key in supply.offers_by_sku(row.supplier_id, skus).items()}
    return {code: key.offer_id for code, key in supply.offers_by_barcode(row.supplier_id, skus).items()}


def base_that_holds(row: Source, reading: Reading) -> Base | None:
    """Return the lines that hold now; None before the first version does."""
    current = row.current
    return base_of(current.base, current.base_form, reading) if current is not None else None


def question_of(row: Source, version: Version) -> Question:
    """Return a version as the gate is asked about it."""
    reading = reading_of(row)
    over = base_that_holds(row, reading)
    found = found_of(version.form, header_of(version.form, version.header))
    own = base_of(version.digest, version.of.base_form, reading) if version.scope == Scope.BACK and version.of else None
    return Question(
        digest=version.digest,
        found=own.found if own else found,
        mapping=own.mapping if own else version.mapping,
        reading=own.reading if own else reading,
        over=over,
        whole=version.scope in {Scope.WHOLE, Scope.BACK},
        usual=usual_rows(row),
        stocked=int(row.current.counts.get("stocked", 0)) if row.current else 0,
        trusted=version.let_through,
    )


def usual_rows(row: Source) -> int | None:
    """Return how many rows files of a source usually have; None before there was one."""
    held = row.versions.filter(state__in=sorted(HELD_GOOD), scope=Scope.WHOLE).order_by("-number")[:LOOKED_BACK]
    rows = [int(version.counts.get("rows", 0)) for version in held]
    return int(median(rows)) if rows else None
