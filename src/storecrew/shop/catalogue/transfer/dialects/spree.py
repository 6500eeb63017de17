"""Spree's product CSV and its product translations.

A product's first row is its master: texts, and a price of its own only where no row with options follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header
from storecrew.shop.catalogue.transfer.cells import split_list, tidy
from storecrew.shop.catalogue.transfer.dialects.base import Belongs, fact, keep_good, places, readable, unique_pictures
from storecrew.shop.catalogue.transfer.draft import (
    DraftStatus,
    FactDraft,
    PictureDraft,
    PriceDraft,
    ProductDraft,
    TranslationDraft,
    VariantDraft,
)
from storecrew.shop.catalogue.transfer.reading import Cells, Reading, Sheet

_FIELDS: Final = [
    "slug",
    "sku",
    "name",
    "description",
    "price",
    "compare_at_price",
    "cost_price",
    "currency",
    "status",
    "meta_title",
    "meta_description",
    "tags",
    "brand_name",
    "product_type",
    "width",
    "height",
    "depth",
    "dimensions_unit",
    "weight",
    "weight_unit",
    "inventory_count",
    "inventory_backorderable",
    "track_inventory",
    "digital",
    "tax_category",
    "barcode",
    "hs_code",
]
_CUSTOM: Final = "custom_field."
_LEFT_OUT: Final = frozenset({"meta_keywords", "labels", "seller_name", "available_on", "discontinue_on"})
_NUMBERED: Final = re.compile(r"(category|image|option)(\d+)(_name|_value|_src|_alt)?")


class Spree:
    """Spree's product CSV."""

    name: ClassVar[str] = "spree"
    label: ClassVar[Promise] = _("Spree product CSV")

    def __init__(self, header: Header, reading: Reading) -> None:
        self._places = places(header, {field: (field,) for field in _FIELDS})
        self._custom: list[tuple[int, str]] = []
        self._extra: list[tuple[int, str]] = []
        self._numbered: dict[str, list[str]] = {"category": [], "image": [], "option": []}
        for place, name in enumerate(header.names):
            if name.startswith(_CUSTOM):
                self._custom.append((place, name.removeprefix(_CUSTOM)))
            elif found := _NUMBERED.fullmatch(name):
                self._places[name] = place
                if found[3] in {None, "_src", "_name"}:
                    self._numbered[found[1]].append(name)
            elif name and place not in self._places.values() and name not in _LEFT_OUT:
                self._extra.append((place, name))
        self._sheet = Sheet(header.names, self._places, reading)

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Return how many of the columns are Spree's; 0 when it cannot be one."""
        found = cls(header, Reading(currency="USD"))._places
        return len(found) if {"slug", "name", "price", "option1_name"} <= found.keys() else 0

    def belongs(self, row: Row) -> Belongs:
        """A blank slug continues the product above."""
        return Belongs(tidy(row.cells[self._places["slug"]]))

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make one product of its master row and the rows with options."""
        read = [Cells(self._sheet, row) for row in rows]
        head = next((cells for cells in read if cells.get("name")), read[0])
        options = self._options(read)
        buyable = [cells for cells in read if cells.get("option1_value")] or [head]
        further, again = _in_other_currencies(read, head, buyable)
        for cells in again:
            cells.refuse("product_twice", "slug", first=head.line)
        made = ((cells, self._variant(cells, options, further.get(cells.get("sku"), []))) for cells in buyable)
        variants, findings = keep_good(made, len(options))
        if head not in buyable:
            findings = (*head.findings, *findings)
        tags = head.text("tags")
        return ProductDraft(
            key=key,
            line=read[0].line,
            lines=tuple(cells.line for cells in read),
            handle=key or None,
            title=head.text("name"),
            description=head.text("description"),
            brand=head.text("brand_name"),
            kind=head.text("product_type"),
            categories=tuple(self._categories(head)) if self._numbered["category"] else None,
            tags=None if tags is None else tuple(split_list(tags)),
            status=self._status(head),
            seo_title=head.text("meta_title"),
            seo_description=head.text("meta_description"),
            options=options,
            variants=variants,
            pictures=unique_pictures(self._pictures([head, *buyable])) if self._numbered["image"] else None,
            facts=tuple(self._facts(head)),
            extras=dict(self._extras(head)),
            findings=(*findings, *(finding for cells in again for finding in cells.findings)),
        )

    def _options(self, read: list[Cells]) -> tuple[str, ...]:
        names: list[str] = []
        for column in self._numbered["option"]:
            if name := next((found for cells in read if (found := cells.get(column))), ""):
                names.append(name)
        return tuple(names)

    def _variant(self, cells: Cells, options: tuple[str, ...], further: list[Cells]) -> VariantDraft:
        prices = tuple(price for row in (cells, *further) for price in _price(row))
        weight = cells.weight("weight", cells.get("weight_unit"))
        unit = cells.get("dimensions_unit")
        digital = cells.flag("digital")
        picture = next(self._pictures([cells]), None) if options else None
        return VariantDraft(
            line=cells.line,
            options=tuple(
                cells.get(column.replace("_name", "_value")) for column in self._numbered["option"][: len(options)]
            ),
            sku=cells.code("sku"),
            barcode=cells.code("barcode"),
            prices=prices,
            cost_minor=cells.cost("cost_price"),
            weight_g=weight and weight[0],
            weight_unit=weight and weight[1],
            length_mm=cells.length("depth", unit),
            width_mm=cells.length("width", unit),
            height_mm=cells.length("height", unit),
            hs_code=cells.text("hs_code"),
            requires_shipping=None if digital is None else not digital,
            tracked=cells.flag("track_inventory"),
            quantity=cells.count("inventory_count"),
            sell_when_out=cells.flag("inventory_backorderable"),
            picture=picture,
            extras=dict(self._extras(cells)) if options else {},
        )

    def _status(self, head: Cells) -> DraftStatus | None:
        written = head.get("status")
        if not written:
            return None
        if written not in DraftStatus:
            head.note("unknown_status", "status")
            return None
        return DraftStatus(written)

    def _categories(self, head: Cells) -> Iterator[tuple[str, ...]]:
        for column in self._numbered["category"]:
            if path := tuple(split_list(head.get(column), "->")):
                yield path

    def _pictures(self, read: list[Cells]) -> Iterator[PictureDraft]:
        for cells in read:
            for column in self._numbered["image"]:
                if column.endswith("_src") and (source := cells.get(column)):
                    yield PictureDraft(source, cells.get(column.replace("_src", "_alt")), cells.line)

    def _facts(self, cells: Cells) -> Iterator[FactDraft]:
        for place, code in self._custom:
            if value := cells.at(place):
                yield fact(readable(code), [value], code=code)

    def _extras(self, cells: Cells) -> Iterator[tuple[str, str]]:
        for place, name in self._extra:
            if value := cells.at(place):
                yield name, value


def _in_other_currencies(
    read: list[Cells], head: Cells, buyable: list[Cells]
) -> tuple[dict[str, list[Cells]], list[Cells]]:
    """Return the rows that only tell a SKU's price in another currency, by SKU, and the rows that are one too many."""
    currencies = {cells.get("sku"): {cells.get("currency")} for cells in buyable}
    further: dict[str, list[Cells]] = {}
    again: list[Cells] = []
    for cells in read:
        if cells is head or cells in buyable:
            continue
        known = currencies.get(cells.get("sku"))
        if known is None or cells.get("currency") in known:
            again.append(cells)
        else:
            known.add(cells.get("currency"))
            further.setdefault(cells.get("sku"), []).append(cells)
    return further, again


def _price(cells: Cells) -> tuple[PriceDraft, ...]:
    """Spree writes 0 for no compare-at price."""
    prices = cells.price("price", "compare_at_price", cells.currency("currency"))
    return tuple(replace(price, compare_at_minor=price.compare_at_minor or None) for price in prices)


class SpreeTranslations:
    """Spree's product translations: one row per product and language."""

    name: ClassVar[str] = "spree_translations"
    label: ClassVar[Promise] = _("Spree product translations CSV")

    def __init__(self, header: Header, reading: Reading) -> None:
        fields = ("slug", "locale", "name", "description", "meta_title", "meta_description")
        self._sheet = Sheet(header.names, places(header, {field: (field,) for field in fields}), reading)

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Return how many columns fit; 0 when it cannot be one."""
        found = cls(header, Reading(currency="USD"))._sheet.places
        return len(found) * 2 if {"slug", "locale", "name"} <= found.keys() and "price" not in header.index else 0

    def belongs(self, row: Row) -> Belongs:
        """Rows with the same slug translate the same product."""
        return Belongs(tidy(row.cells[self._sheet.places["slug"]]))

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make a draft that only adds translations to a product that exists."""
        read = [Cells(self._sheet, row) for row in rows]
        found: dict[str, TranslationDraft] = {}
        for cells in read:
            language = cells.get("locale")
            if not language:
                cells.refuse("language_missing", "locale")
            elif language in found:
                cells.refuse("translation_twice", "locale", first=found[language].line)
            else:
                found[language] = TranslationDraft(
                    cells.line,
                    language,
                    cells.get("name"),
                    cells.get("description"),
                    cells.get("meta_title"),
                    cells.get("meta_description"),
                )
        return ProductDraft(
            key=key,
            line=read[0].line,
            lines=tuple(cells.line for cells in read),
            handle=key,
            completes=True,
            translations=tuple(found.values()),
            findings=tuple(finding for cells in read for finding in cells.findings),
        )
