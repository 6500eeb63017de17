"""WooCommerce's product CSV: one row per product or variation; variations name their product in `Parent`, by SKU or `id:NN`.

A variation may stand before its product, and far from it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.finding import Finding
from storecrew.kernel.tabular.table import Header
from storecrew.shop.catalogue.transfer.cells import split_list, tidy, unit_of
from storecrew.shop.catalogue.transfer.dialects.base import Belongs, fact, keep_good, places, unique_pictures
from storecrew.shop.catalogue.transfer.draft import (
    DraftStatus,
    FactDraft,
    PictureDraft,
    PriceDraft,
    ProductDraft,
    VariantDraft,
)
from storecrew.shop.catalogue.transfer.reading import Cells, Reading, Sheet

COLUMNS: Final = {
    "id": ("ID",),
    "type": ("Type", "类型", "Typ"),
    "sku": ("SKU", "Artikelnummer"),
    "barcode": ("GTIN, UPC, EAN, or ISBN", "GTIN, UPC, EAN 或 ISBN"),
    "title": ("Name", "名称"),
    "published": ("Published", "已发布", "Veröffentlicht"),
    "visibility": ("Visibility in catalog", "目录的可见性", "Sichtbarkeit im Katalog"),
    "summary": ("Short description", "简短描述", "Kurzbeschreibung"),
    "description": ("Description", "描述", "Beschreibung"),
    "sale_from": ("Date sale price starts", "促销开始日期"),
    "sale_until": ("Date sale price ends", "促销结束日期"),
    "tax": ("Tax status", "税状态"),
    "stock": ("Stock", "库存"),
    "backorders": ("Backorders allowed?", "允许缺货下单？"),
    "sale_price": ("Sale price", "促销价格", "Angebotspreis"),
    "regular_price": ("Regular price", "常规价格", "Regulärer Preis"),
    "cost": ("Cost of goods", "Cost of goods sold"),
    "categories": ("Categories", "分类", "Kategorien"),
    "tags": ("Tags", "标签", "Schlagwörter"),
    "images": ("Images", "图片", "Bilder"),
    "parent": ("Parent", "父级", "Übergeordnet"),
    "grouped": ("Grouped products", "分组产品"),
    "external": ("External URL", "外部 URL", "外部链接"),
    "brands": ("Brands", "品牌", "Marken"),
}
_MEASURES: Final = {"weight": "Weight", "length": "Length", "width": "Width", "height": "Height"}
_MEASURES_ZH: Final = {"weight": "重量", "length": "长度", "width": "宽度", "height": "高度"}
_ATTRIBUTE: Final = re.compile(
    r"(?:Attribute|属性|Attribut)\s*(\d+)\s*(name|名称|value\(s\)|值|visible|可见|global|全局|default|默认|.*)",
    re.IGNORECASE,
)
_LEFT_OUT: Final = re.compile(
    r"meta:\s*_|position$|tax class$|in stock\?|low stock amount|sold individually|allow customer reviews|is featured|swatches",
    re.IGNORECASE,
)
"""Columns that mean something only inside WooCommerce."""
ANY: Final = "*"
"""What a variation's blank option means there: any of the product's values."""


class WooCommerce:
    """WooCommerce's product CSV."""

    name: ClassVar[str] = "woocommerce"
    label: ClassVar[Promise] = _("WooCommerce product CSV")

    def __init__(self, header: Header, reading: Reading) -> None:
        self._places = places(header, COLUMNS)
        self._units: dict[str, str] = {}
        self._attributes: dict[int, dict[str, int]] = {}
        extra: list[tuple[int, str]] = []
        used = set(self._places.values())
        for place, name in enumerate(header.names):
            if name and place not in used and not self._take(place, name) and not _LEFT_OUT.match(name):
                extra.append((place, name))
        self._extra = extra
        self._sheet = Sheet(header.names, self._places, reading)
        self._now = reading.now
        self._currency = reading.currency

    def _take(self, place: int, name: str) -> bool:
        """Note a measure's column with its unit, or an attribute's column with its number."""
        for field in _MEASURES:
            found = re.fullmatch(rf"(?:{_MEASURES[field]}|{_MEASURES_ZH[field]})\s*[(（](.+)[)）]", name, re.IGNORECASE)
            if found:
                self._places[field] = place
                self._units[field] = unit_of(found[1])
                return True
        if found := _ATTRIBUTE.fullmatch(name):
            part = {"名称": "name", "值": "value(s)", "默认": "default"}.get(found[2], found[2].casefold())
            self._attributes.setdefault(int(found[1]), {})[part] = place
            return True
        return False

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Return how many of the columns are WooCommerce's; 0 when it cannot be one."""
        woo = cls(header, Reading(currency="USD"))
        found = woo._places
        return len(found) + len(woo._attributes) if {"type", "title", "regular_price"} <= found.keys() else 0

    def belongs(self, row: Row) -> Belongs:
        """A variation belongs to its parent; everything else is a product known by SKU and by number."""
        kind, sku, number = self._get(row, "type").casefold(), self._get(row, "sku"), self._get(row, "id")
        if "variation" in kind.split(",")[0]:
            parent = self._get(row, "parent")
            return (
                Belongs(parent if parent.startswith("id:") else f"sku:{parent}")
                if parent
                else Belongs(f"orphan:{row.line}")
            )
        names = [f"sku:{sku}"] if sku else []
        if number:
            names.append(f"id:{number}")
        return Belongs(names[0] if names else f"name:{self._get(row, 'title')}", tuple(names[1:]))

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make one product of its row and its variations."""
        read = [Cells(self._sheet, row) for row in rows]
        head = next((cells for cells in read if not _is_variation(cells)), None)
        if head is None:
            return self._orphans(key, read)
        children = [cells for cells in read if _is_variation(cells)]
        again = [cells for cells in read if cells is not head and not _is_variation(cells)]
        for cells in again:
            cells.refuse("product_twice", "sku", first=head.line)
        options = self._options(head, children)
        if children:
            variants, findings = keep_good(((cells, self._variant(cells, options)) for cells in children), len(options))
            findings = (*head.findings, *findings)
        else:
            if "variable" in head.get("type"):
                head.note("no_variations", "type")
            variants, findings = keep_good([(head, self._variant(head, ()))], 0)
        categories, tags, images = head.text("categories"), head.text("tags"), head.text("images")
        return ProductDraft(
            key=key,
            line=read[0].line,
            lines=tuple(cells.line for cells in read),
            title=head.text("title"),
            description=head.text("description"),
            summary=head.text("summary"),
            brand=next(iter(split_list(head.get("brands"))), None) if head.text("brands") is not None else None,
            categories=None if categories is None else _paths(categories),
            tags=None if tags is None else tuple(split_list(tags)),
            status=self._status(head),
            options=options,
            variants=variants,
            pictures=None if images is None else self._pictures([head, *children]),
            facts=tuple(self._facts(head, options)),
            extras=dict(self._extras(head)),
            findings=(*findings, *(finding for cells in again for finding in cells.findings)),
        )

    def _orphans(self, key: str, read: list[Cells]) -> ProductDraft:
        findings: list[Finding] = []
        for cells in read:
            cells.refuse("parent_missing", "parent")
            findings.extend(cells.findings)
        return ProductDraft(key, read[0].line, tuple(cells.line for cells in read), findings=tuple(findings))

    def _get(self, row: Row, field: str) -> str:
        place = self._places.get(field)
        return "" if place is None else tidy(row.cells[place])

    def _named(self, cells: Cells) -> dict[str, str]:
        """Return the row's attributes: name → values as written."""
        named: dict[str, str] = {}
        for number in sorted(self._attributes):
            columns = self._attributes[number]
            if "name" in columns and (name := cells.at(columns["name"])):
                named[name] = cells.at(columns["value(s)"]) if "value(s)" in columns else ""
        return named

    def _options(self, head: Cells, children: list[Cells]) -> tuple[str, ...]:
        """Options are the attributes by which at least one variation differs; the product tells their order."""
        used = {name for cells in children for name, value in self._named(cells).items() if value}
        own = [name for name in self._named(head) if name in used]
        return tuple(dict.fromkeys([*own, *sorted(used - set(own))]))

    def _variant(self, cells: Cells, options: tuple[str, ...]) -> VariantDraft:
        weight = cells.weight("weight", self._units.get("weight", ""))
        kind = cells.get("type").casefold()
        named = self._named(cells)
        images = split_list(cells.get("images"))
        tax = cells.get("tax").casefold()
        return VariantDraft(
            line=cells.line,
            options=tuple(named.get(name) or ANY for name in options),
            sku=cells.code("sku"),
            barcode=cells.code("barcode"),
            prices=self._prices(cells),
            cost_minor=cells.cost("cost"),
            weight_g=weight and weight[0],
            weight_unit=weight and weight[1],
            length_mm=cells.length("length", self._units.get("length", "")),
            width_mm=cells.length("width", self._units.get("width", "")),
            height_mm=cells.length("height", self._units.get("height", "")),
            requires_shipping="virtual" not in kind and "downloadable" not in kind if kind else None,
            taxable=tax != "none" if tax else None,
            tracked=bool(cells.get("stock")) if cells.text("stock") is not None else None,
            quantity=cells.count("stock"),
            sell_when_out=cells.get("backorders").casefold() in {"1", "notify", "yes"}
            if cells.get("backorders")
            else None,
            picture=PictureDraft(images[0], line=cells.line) if options and images else None,
            extras=dict(self._extras(cells)) if options else {},
        )

    def _prices(self, cells: Cells) -> tuple[PriceDraft, ...]:
        """A sale price that is still running is the price, and the regular one what it is compared with."""
        regular, sale = cells.amount("regular_price"), cells.amount("sale_price")
        if sale is not None and regular is not None and not self._on_sale(cells):
            cells.note("sale_not_running", "sale_price")
            sale = None
        price = regular if sale is None else sale
        if price is None:
            return ()
        return (PriceDraft(self._currency, price, regular if regular is not None and regular > price else None),)

    def _on_sale(self, cells: Cells) -> bool:
        begins, ends = _moment(cells.get("sale_from")), _moment(cells.get("sale_until"))
        return (begins is None or begins <= self._now) and (ends is None or self._now <= ends)

    def _status(self, head: Cells) -> DraftStatus | None:
        published = head.get("published")
        if not published:
            return None
        hidden = head.get("visibility").casefold() in {"hidden", "隐藏"}
        if hidden:
            head.note("hidden_there", "visibility")
        return DraftStatus.ACTIVE if published == "1" and not hidden else DraftStatus.DRAFT

    def _pictures(self, read: list[Cells]) -> tuple[PictureDraft, ...]:
        return unique_pictures(
            PictureDraft(source, line=cells.line) for cells in read for source in split_list(cells.get("images"))
        )

    def _facts(self, head: Cells, options: tuple[str, ...]) -> Iterator[FactDraft]:
        for name, value in self._named(head).items():
            if value and name not in options:
                yield fact(name, split_list(value))

    def _extras(self, cells: Cells) -> Iterator[tuple[str, str]]:
        for place, name in self._extra:
            if value := cells.at(place):
                yield name, value
        for field in ("grouped", "external"):
            if value := cells.get(field):
                yield cells.column(field), value


def _is_variation(cells: Cells) -> bool:
    return "variation" in cells.get("type").casefold().split(",")[0]


def _moment(text: str) -> datetime | None:
    """WooCommerce writes local days or moments; without a zone they are taken as UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _paths(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(split_list(path, ">")) for path in split_list(text))
