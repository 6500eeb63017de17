"""What a supplier says they have, as it is understood: before anything of it counts, they look at it themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from storecrew.fronts.portal import tables
from storecrew.fronts.portal.tables import Table
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header
from storecrew.shop.availability import reads as availability
from storecrew.shop.feeds import columns
from storecrew.shop.feeds.reading import Reading, Unclear, code_of, quantity_of
from storecrew.shop.feeds.sentences import sentence_of
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SiteView

MOST: Final = 5_000
"""Goods in one report: more comes by file, through a feed."""
FEW: Final = 0.4
"""A whole list that leaves less than this of what was in stock is asked about once more."""
ENOUGH: Final = 5
"""Goods from which on that is worth asking."""


class NotAList(Exception):
    """What was sent cannot be understood as a whole; the text is for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is understood. `was` as last told, None: never, or no longer listed; `now` None: not sold any more."""

    line: int
    offer_id: int
    variant_id: int
    sku: str
    now: int | None
    was: int | None
    known: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that is left out, and why."""

    line: int
    text: str
    why: str


@dataclass(slots=True)
class Report:
    """A list as understood. `gone`: goods in stock that a whole list does not name; `fewer`: so few that one had better ask."""

    whole: bool
    lines: list[Line] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    stocked: int = 0

    @property
    def changed(self) -> list[Line]:
        """Return what is otherwise than last told."""
        return [line for line in self.lines if not line.known or line.now != line.was]

    @property
    def same(self) -> int:
        """Return how many are as last told."""
        return len(self.lines) - len(self.changed)

    @property
    def fewer(self) -> bool:
        """Tell whether so much would be sold out that it may be a mistake."""
        left = self.stocked - len(self.gone) - sum(1 for line in self.lines if line.was and not line.now)
        return self.stocked >= ENOUGH and left < self.stocked * FEW

    @property
    def text(self) -> str:
        """Return it in few words: what the next form carries."""
        return "\n".join(f"{line.offer_id},{'' if line.now is None else line.now},{line.line}" for line in self.lines)


def understand(table: Table, supplier_id: int, site: SiteView, currency: str, *, whole: bool) -> Report:
    """Return a table as a report on the stock at a site. Raises NotAList."""
    rows, sku_at, quantity_at, by_barcode = _columns(table, supplier_id)
    find = supply.offers_by_barcode if by_barcode else supply.offers_by_sku
    asked = {row.line: code_of(row.cells[sku_at]) for row in rows if sku_at < len(row.cells)}
    offers = find(supplier_id, set(asked.values()))
    told = availability.told(site.site_id)
    reading, report = Reading(currency, site.site_id), Report(whole)
    seen: dict[int, Line] = {}
    for row in rows:
        sku, text = asked.get(row.line, ""), " ".join(cell for cell in row.cells if cell)[:200]
        if not sku:
            report.wrong.append(Wrong(row.line, text, sentence_of("no_sku", {})))
            continue
        if sku not in offers:
            report.unknown.append(sku)
            continue
        try:
            cell = row.cells[quantity_at].strip() if quantity_at < len(row.cells) else ""
            now = quantity_of(cell, reading)
        except Unclear as error:
            report.wrong.append(Wrong(row.line, text, sentence_of(error.code, error.params)))
            continue
        line = line_of(row.line, offers[sku].offer_id, offers[sku].variant_id, sku, now, told)
        other = seen.setdefault(line.offer_id, line)
        if other is line:
            report.lines.append(line)
        elif other.now != now:
            report.wrong.append(Wrong(row.line, text, sentence_of("sku_twice", {"other": other.line})))
    report.wrong += [Wrong(one.line, one.text[:200], sentence_of(one.code, {})) for one in table.broken]
    if not report.lines and not report.unknown and not report.wrong:
        raise NotAList(_("There is not a single row in it."))
    return finish(report, supplier_id, told)


def typed(said: Mapping[int, str], site: SiteView, supplier_id: int, currency: str) -> Report:
    """Return numbers that were typed beside goods; empty ones are left as they are."""
    told = availability.told(site.site_id)
    offers = {pk: one for pk, one in supply.offers_by_id(said).items() if one.supplier_id == supplier_id}
    reading, report = Reading(currency, site.site_id), Report(whole=False)
    for place, (offer_id, text) in enumerate(said.items(), start=1):
        if offer_id not in offers or not text.strip():
            continue
        offer = offers[offer_id]
        try:
            now = quantity_of(text.strip(), reading)
        except Unclear as error:
            report.wrong.append(
                Wrong(place, f"{offer.sku or offer.title} {text}", sentence_of(error.code, error.params))
            )
            continue
        report.lines.append(line_of(place, offer_id, offer.variant_id, offer.sku, now, told))
    return finish(report, supplier_id, told)


def finish(report: Report, supplier_id: int, told: Mapping[int, tuple[int | None, datetime]]) -> Report:
    """Add what a whole list leaves out, and how much was in stock before. Raises NotAList for too long a list."""
    if len(report.lines) > MOST:
        raise NotAList(
            _("At most %(n)d goods at once. Longer lists come as a file by themselves: ask us.") % {"n": MOST}
        )
    stocked = {offer_id: quantity for offer_id, (quantity, _at) in told.items() if quantity}
    report.stocked = len(stocked)
    if report.whole:
        named = {line.offer_id for line in report.lines}
        left_out = [offer_id for offer_id in stocked if offer_id not in named]
        offers = supply.offers_by_id(left_out)
        report.gone = [
            Line(0, pk, offers[pk].variant_id, offers[pk].sku, 0, stocked[pk], known=True)
            for pk in left_out
            if pk in offers and not offers[pk].ended
        ]
    return report


def carried(text: str) -> tuple[tuple[int, int | None, int | None], ...]:
    """Return the rows of `Report.text`: (offer, pieces, line). What does not look like one is left out."""
    rows = []
    for line in text.split("\n")[: MOST + 1]:
        parts = line.strip().split(",")
        if len(parts) == 3 and parts[0].isdecimal() and (not parts[1] or parts[1].isdecimal()) and parts[2].isdecimal():
            rows.append((int(parts[0]), int(parts[1]) if parts[1] else None, int(parts[2])))
    return tuple(rows)


def line_of(
    number: int,
    offer_id: int,
    variant_id: int,
    sku: str,
    now: int | None,
    told: Mapping[int, tuple[int | None, datetime]],
) -> Line:
    """Return what is said of an offer beside what was told of it last."""
    was = told.get(offer_id)
    return Line(number, offer_id, variant_id, sku, now, was[0] if was else None, known=was is not None)


def _columns(table: Table, supplier_id: int) -> tuple[tuple[Row, ...], int, int, bool]:
    """Return the rows, where the SKU and the quantity stand, and whether it is a barcode: by header, else by what is in them."""
    header = Header(1, table.names)
    mapping = columns.guess(header)
    if not columns.missing(mapping):
        key = "sku" if "sku" in mapping else "barcode"
        at = header.index[mapping[key]], header.index[mapping["quantity"]]
        return tables.without_header(table), *at, key == "barcode"
    cells = {code_of(cell) for row in table.rows for cell in row.cells if cell.strip()}
    for by_barcode, known in (
        (False, supply.offers_by_sku(supplier_id, cells)),
        (True, supply.offers_by_barcode(supplier_id, cells)),
    ):
        sku_at = tables.column_like(table, lambda cell, known=known: code_of(cell) in known)  # type: ignore[misc]
        if sku_at < 0:
            continue
        quantity_at = tables.column_like(table, _a_quantity, but=frozenset({sku_at}))
        if quantity_at >= 0:
            return _rows(table, quantity_at), sku_at, quantity_at, by_barcode
    raise NotAList(
        _(
            "We do not see which column is your item number and which the quantity. Name them in the first line, for "
            "instance “货号” and “库存”, or send only these two columns."
        )
    )


def _rows(table: Table, quantity_at: int) -> tuple[Row, ...]:
    """Return all rows; the first one only when it holds a quantity, else it is a header that nobody knows."""
    first = table.rows[0].cells if table.rows else []
    whole = quantity_at < len(first) and _a_quantity(first[quantity_at])
    return table.rows if whole else table.rows[1:]


def _a_quantity(cell: str) -> bool:
    try:
        quantity_of(cell.strip(), Reading("CNY", 0))
    except Unclear:
        return False
    return True


def variants(lines: Iterable[Line]) -> set[int]:
    """Return which variants lines are about."""
    return {line.variant_id for line in lines}
