"""Magento's product CSVs: the export (configurable products name their simple ones), the older fixture form with one
product a row and lists over several lines, and the fixture form's picture lists."""

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
    VariantDraft,
)
from storecrew.shop.catalogue.transfer.reading import Cells, Reading, Sheet

_ROOT: Final = "Default Category"
_BOOKKEEPING: Final = frozenset({"has_options", "required_options"})
_PAIR: Final = re.compile(r"(?:^|,)(?=[A-Za-z_][A-Za-z0-9_]*=)")
"""Where a pair begins in `a=1,b=two, three,c=4`: values may hold commas."""
_FIELDS: Final = [
    "sku",
    "product_type",
    "categories",
    "name",
    "description",
    "short_description",
    "weight",
    "product_online",
    "tax_class_name",
    "visibility",
    "price",
    "special_price",
    "special_price_from_date",
    "special_price_to_date",
    "url_key",
    "meta_title",
    "meta_description",
    "base_image",
    "base_image_label",
    "additional_images",
    "additional_image_labels",
    "msrp_price",
    "country_of_manufacture",
    "additional_attributes",
    "qty",
    "manage_stock",
    "allow_backorders",
    "configurable_variations",
    "configurable_variation_labels",
    "cost",
]


class Magento:
    """Magento's product export. A simple product that a configurable one names is a variant of it, wherever it stands."""

    name: ClassVar[str] = "magento"
    label: ClassVar[Promise] = _("Magento product CSV")

    def __init__(self, header: Header, reading: Reading) -> None:
        self._sheet = Sheet(header.names, places(header, {field: (field,) for field in _FIELDS}), reading)

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Return how many of the columns are Magento's; 0 when it cannot be one."""
        found = cls(header, Reading(currency="USD"))._sheet.places
        return len(found) if {"sku", "product_type", "name", "price"} <= found.keys() else 0

    def belongs(self, row: Row) -> Belongs:
        """A configurable product answers to the SKUs of its simple ones as well."""
        at = self._sheet.places
        sku = tidy(row.cells[at["sku"]])
        named = tidy(row.cells[at["configurable_variations"]]) if "configurable_variations" in at else ""
        return Belongs(sku, tuple(pairs["sku"] for pairs in _variations(named) if "sku" in pairs))

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make one product of a configurable row and its simple ones, or of a simple row."""
        read = [Cells(self._sheet, row) for row in rows]
        head = next((cells for cells in read if cells.get("sku") == key), read[0])
        variations = {
            pairs["sku"]: pairs for pairs in _variations(head.get("configurable_variations")) if "sku" in pairs
        }
        codes = list(dict.fromkeys(code for pairs in variations.values() for code in pairs if code != "sku"))
        children = [cells for cells in read if cells.get("sku") in variations]
        again = [cells for cells in read if cells is not head and cells not in children]
        for cells in again:
            cells.refuse("product_twice", "sku", first=head.line)
        if children:
            made = (
                (cells, self._variant(cells, [variations[cells.get("sku")].get(code, "") for code in codes]))
                for cells in children
            )
            variants, findings = keep_good(made, len(codes))
            findings = (*head.findings, *findings)
        else:
            codes = []
            variants, findings = keep_good([(head, self._variant(head, []))], 0)
        labels = _pairs(head.get("configurable_variation_labels"))
        own = _pairs(head.get("additional_attributes"))
        return ProductDraft(
            key=key,
            line=read[0].line,
            lines=tuple(cells.line for cells in read),
            handle=head.get("url_key") or None,
            title=head.text("name"),
            description=head.text("description"),
            summary=head.text("short_description"),
            categories=tuple(_paths(head.get("categories"))),
            status=self._status(head),
            seo_title=head.text("meta_title"),
            seo_description=head.text("meta_description"),
            origin=head.text("country_of_manufacture"),
            options=tuple(labels.get(code) or readable(code) for code in codes),
            variants=variants,
            pictures=unique_pictures(picture for cells in [head, *children] for picture in _pictures(cells)),
            facts=tuple(_facts(own, without=codes)),
            findings=(*findings, *(finding for cells in again for finding in cells.findings)),
        )

    def _variant(self, cells: Cells, values: list[str]) -> VariantDraft:
        prices = _sale(cells)
        weight = cells.weight("weight", "lb")  # Magento's default; the file does not say
        picture = next(_pictures(cells), None)
        taxed = cells.get("tax_class_name")
        return VariantDraft(
            line=cells.line,
            options=tuple(values),
            sku=cells.code("sku"),
            prices=prices,
            cost_minor=cells.cost("cost"),
            weight_g=weight and weight[0],
            weight_unit=weight and weight[1],
            requires_shipping=cells.get("product_type") not in {"virtual", "downloadable"},
            taxable=taxed.casefold() != "none" if taxed else None,
            tracked=cells.flag("manage_stock"),
            quantity=cells.count("qty"),
            sell_when_out=cells.flag("allow_backorders"),
            picture=picture if values else None,
        )

    def _status(self, head: Cells) -> DraftStatus | None:
        online = head.flag("product_online")
        if head.get("visibility").casefold() == "not visible individually":
            head.note("hidden_there", "visibility")
            return DraftStatus.DRAFT
        return None if online is None else DraftStatus.ACTIVE if online else DraftStatus.DRAFT


class MagentoFixture:
    """The form of Magento's sample data: one product a row, lists over several lines, attributes as columns."""

    name: ClassVar[str] = "magento_fixture"
    label: ClassVar[Promise] = _("Magento sample data CSV")
    _known: ClassVar = [
        "category",
        "name",
        "sku",
        "price",
        "special_price",
        "qty",
        "description",
        "short_description",
        "meta_description",
        "visibility",
        "url_key",
        "image",
        "weight",
    ]
    _own: ClassVar = frozenset({"attribute_set", "links_title", "samples_title", "links_purchased_separately"})

    def __init__(self, header: Header, reading: Reading) -> None:
        self._sheet = Sheet(header.names, places(header, {field: (field,) for field in self._known}), reading)
        used = set(self._sheet.places.values())
        self._facts = [
            (place, name)
            for place, name in enumerate(header.names)
            if name and place not in used and name not in self._own
        ]
        self._digital = "links_title" in header.index

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Return how many of the columns fit; 0 when it cannot be one."""
        found = cls(header, Reading(currency="USD"))._sheet.places
        return (
            len(found) + 1
            if {"sku", "name", "category", "price"} <= found.keys() and "attribute_set" in header.index
            else 0
        )

    def belongs(self, row: Row) -> Belongs:
        """Each SKU is a product."""
        return Belongs(tidy(row.cells[self._sheet.places["sku"]]) or f"line:{row.line}")

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make one product of its row."""
        read = [Cells(self._sheet, row) for row in rows]
        head, again = read[0], read[1:]
        for cells in again:
            cells.refuse("product_twice", "sku", first=head.line)
        prices = _sale(head)
        variant = VariantDraft(
            line=head.line,
            sku=head.code("sku"),
            prices=prices,
            quantity=head.count("qty"),
            requires_shipping=not self._digital,
        )
        if not prices and not head.get("price"):
            head.note("no_price", "price")
        variants, findings = keep_good([(head, variant)], 0)
        hidden = head.get("visibility") == "1"  # 1: only inside sets
        if hidden:
            head.note("hidden_there", "visibility")
        return ProductDraft(
            key=key,
            line=head.line,
            lines=tuple(cells.line for cells in read),
            handle=head.get("url_key") or None,
            title=head.text("name"),
            description=head.text("description"),
            summary=head.text("short_description"),
            categories=tuple((name,) for name in split_list(head.get("category"), "\n")),
            status=DraftStatus.DRAFT if hidden or not prices else DraftStatus.ACTIVE,
            seo_description=head.text("meta_description"),
            variants=variants,
            facts=tuple(
                fact(readable(name), split_list(value, "\n"), code=name)
                for place, name in self._facts
                if (value := head.at(place))
            ),
            findings=(*head.findings, *(finding for cells in again for finding in cells.findings)),
        )


class MagentoPictures:
    """Magento sample data's lists of pictures: one row per picture of a SKU."""

    name: ClassVar[str] = "magento_pictures"
    label: ClassVar[Promise] = _("Picture list by SKU")

    def __init__(self, header: Header, reading: Reading) -> None:
        self._sheet = Sheet(
            header.names,
            places(header, {"sku": ("sku",), "image": ("image", "picture", "图片"), "alt": ("alt", "label")}),
            reading,
        )

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Return how many columns fit; 0 when it cannot be one."""
        found = cls(header, Reading(currency="USD"))._sheet.places
        return len(found) * 3 if {"sku", "image"} <= found.keys() and len(header.names) <= 4 else 0

    def belongs(self, row: Row) -> Belongs:
        """Rows with the same SKU show the same product."""
        return Belongs(tidy(row.cells[self._sheet.places["sku"]]))

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make a draft that only adds pictures to the product with that SKU."""
        read = [Cells(self._sheet, row) for row in rows]
        pictures = (
            PictureDraft(source, cells.get("alt"), cells.line) for cells in read if (source := cells.get("image"))
        )
        return ProductDraft(
            key=f"sku:{key}",
            line=read[0].line,
            lines=tuple(cells.line for cells in read),
            completes=True,
            pictures=unique_pictures(pictures),
        )


def _sale(cells: Cells) -> tuple[PriceDraft, ...]:
    """A special price goes before the regular one, which it is compared with; else the recommended price is."""
    regular = cells.price("price", "msrp_price")
    special = cells.price("special_price", "")
    if not special or not regular or special[0].price_minor >= regular[0].price_minor:
        return regular or special
    return (replace(special[0], compare_at_minor=regular[0].price_minor, compare_at_given=True),)


def _variations(text: str) -> list[dict[str, str]]:
    return [_pairs(part) for part in text.split("|")] if text else []


def _pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in _PAIR.split(text):
        name, found, value = part.partition("=")
        if found:
            pairs[name.strip()] = value.strip().rstrip(",")
    return pairs


def _paths(text: str) -> Iterator[tuple[str, ...]]:
    """`Default Category/Men/Tops`: the root category is Magento's own and no place in a shop."""
    for written in split_list(text):
        path = [name.strip() for name in written.split("/")]
        if path[0] == _ROOT:
            path = path[1:]
        if path:
            yield tuple(path)


def _pictures(cells: Cells) -> Iterator[PictureDraft]:
    if source := cells.get("base_image"):
        yield PictureDraft(source, cells.get("base_image_label"), cells.line)
    labels = cells.get("additional_image_labels").split(",")
    for place, source in enumerate(split_list(cells.get("additional_images"))):
        yield PictureDraft(source, labels[place].strip() if place < len(labels) else "", cells.line)


def _facts(own: dict[str, str], *, without: list[str]) -> Iterator[FactDraft]:
    for code, value in own.items():
        if value and code not in _BOOKKEEPING and code not in without:
            yield fact(readable(code), split_list(value, "|"), code=code)
