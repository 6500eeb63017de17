"""Shopify's product CSV: the legacy header (Handle, Body (HTML), Variant SKU …), the current one (URL handle, Description,
SKU …), and both as they arrive translated.

A product's first row carries its texts and first variant; the rows below it with the same handle carry further variants,
further pictures, or both.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header
from storecrew.shop.catalogue.transfer.cells import split_list, tidy, unit_of
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

# the current name first, then the legacy one, then translations of either
COLUMNS: Final = {
    "handle": (
        "URL handle", "Handle", "URL 句柄", "URL句柄", "句柄", "网址标识", "URL-Handle",
        "Identifiant d'URL", "Identificador de URL", "URLハンドル",
    ),
    "title": ("Title", "标题", "产品标题", "Titel", "Titre", "Título", "タイトル"),
    "description": (
        "Description", "Body (HTML)", "Body HTML", "描述", "产品描述", "正文 (HTML)", "Beschreibung",
        "Descripción", "説明",
    ),
    "vendor": ("Vendor", "供应商", "厂商", "Anbieter", "Distributeur", "Fournisseur", "Proveedor", "販売元"),
    "category": (
        "Product category", "产品类别", "产品分类", "Produktkategorie", "Catégorie de produit",
        "Categoría de producto",
    ),
    "kind": ("Type", "类型", "产品类型", "Typ", "Tipo", "タイプ"),
    "tags": ("Tags", "标签", "Étiquettes", "Etiquetas", "タグ"),
    "published": (
        "Published on online store", "Published", "在线商店发布", "已发布",
        "Im Onlineshop veröffentlicht", "Veröffentlicht", "Publié", "Publicado",
    ),
    "status": ("Status", "状态", "Statut", "Estado", "ステータス"),
    "sku": ("SKU", "Variant SKU", "多属性 SKU", "变体 SKU", "Varianten-SKU"),
    "barcode": ("Barcode", "Variant Barcode", "条码", "变体条码", "Code-barres", "Código de barras"),
    "price": ("Price", "Variant Price", "价格", "变体价格", "Preis", "Prix", "Precio", "価格"),
    "compare_at": (
        "Compare-at price", "Variant Compare At Price", "Compare at price", "原价", "划线价",
        "Vergleichspreis", "Prix de comparaison", "Precio de comparación",
    ),
    "cost": ("Cost per item", "单件成本", "每件成本", "Kosten pro Artikel", "Coût par article", "Costo por artículo"),
    "taxable": ("Charge tax", "Variant Taxable", "收取税费", "Steuern erheben"),
    "tracker": ("Inventory tracker", "Variant Inventory Tracker", "库存跟踪", "Inventarverfolgung"),
    "quantity": ("Inventory quantity", "Variant Inventory Qty", "库存数量", "Bestandsmenge"),
    "policy": (
        "Continue selling when out of stock", "Variant Inventory Policy", "缺货后继续销售",
        "Weiterverkaufen, wenn nicht auf Lager",
    ),
    "weight": ("Weight value (grams)", "Variant Grams", "重量值（克）", "重量值 (克)", "Gewichtswert (Gramm)"),
    "weight_unit": (
        "Weight unit for display", "Variant Weight Unit", "重量显示单位",
        "Gewichtseinheit für die Anzeige",
    ),
    "shipping": ("Requires shipping", "Variant Requires Shipping", "需要运输", "需要发货", "Versand erforderlich"),
    "picture": ("Product image URL", "Image Src", "产品图片 URL", "图片地址", "Produktbild-URL"),
    "picture_position": ("Image position", "图片位置", "Bildposition"),
    "picture_alt": ("Image alt text", "图片替代文本", "Bild-Alt-Text"),
    "variant_picture": ("Variant image URL", "Variant Image", "变体图片 URL", "Variantenbild-URL"),
    "tax_code": ("Tax code", "Variant Tax Code", "税号"),
    "length_mm": ("Length (variant.metafields.storecrew.length_mm)",),
    "width_mm": ("Width (variant.metafields.storecrew.width_mm)",),
    "height_mm": ("Height (variant.metafields.storecrew.height_mm)",),
    "hs_code": ("HS code", "Variant HS Code", "HS 编码"),
    "origin": ("COO", "Country of origin", "原产国", "原产国/地区"),
    "seo_title": ("SEO title", "SEO 标题", "SEO-Titel", "Titre SEO", "Título SEO"),
    "seo_description": ("SEO description", "SEO 描述", "SEO-Beschreibung", "Description SEO", "Descripción SEO"),
}  # fmt: skip
_OPTION_NAME: Final = (
    "Option{n} name",
    "选项{n} 名称",
    "选项 {n} 名称",
    "Name von Option {n}",
    "Option{n} Name",
    "Option{n} Nom",
    "Nombre de opción {n}",
)
_OPTION_VALUE: Final = (
    "Option{n} value",
    "选项{n} 值",
    "选项 {n} 值",
    "Wert von Option {n}",
    "Option{n} Wert",
    "Option{n} Valeur",
    "Valor de opción {n}",
)

OF_VARIANT: Final = re.compile(
    r"variant |price /|compare.?at price /|unit price|fulfillment service|fulfilment service|option\d linked to|.*\(variant\.metafields\.",
    re.IGNORECASE,
)
"""Columns without a place in the catalogue that speak of a variant, not of the product."""

_PRICE_IN: Final = re.compile(r"price / ([a-z]{3})", re.IGNORECASE)
"""`Price / EUR`. Shopify itself writes the name of a market there; such columns are kept as they are."""
OWN: Final = "storecrew."
"""The namespace of metafields in which our exports keep what Shopify has no column for."""
EXTRA: Final = "extra"
"""The metafield that keeps a column of another system by its name."""
_OWN_OF_PRODUCT: Final = frozenset({"categories", "language", "hs_code", "origin", "swatches"})
_TRANSLATED: Final = frozenset({"title", "description", "seo_title", "seo_description", "product_type"})
_OWN_OF_VARIANT: Final = re.compile(r"(.*)\(variant\.metafields\.storecrew\.extra\)")
_METAFIELD: Final = re.compile(r"(.*)\(product\.metafields\.([^)]+)\)")
_WORDS: Final = {
    DraftStatus.ACTIVE: ("active", "活跃", "有效", "在售", "aktiv", "actif", "activo"),
    DraftStatus.DRAFT: ("draft", "unlisted", "草稿", "entwurf", "brouillon", "borrador"),
    DraftStatus.ARCHIVED: ("archived", "已存档", "已归档", "archiviert", "archivé", "archivado"),
}
_STATUS: Final = {word: status for status, words in _WORDS.items() for word in words}


class Shopify:
    """Both generations of Shopify's product CSV."""

    name: ClassVar[str] = "shopify"
    label: ClassVar[Promise] = _("Shopify product CSV")

    def __init__(self, header: Header, reading: Reading) -> None:
        known = dict(COLUMNS)
        for number in (1, 2, 3):
            known[f"name{number}"] = tuple(name.format(n=number) for name in _OPTION_NAME)
            known[f"value{number}"] = tuple(name.format(n=number) for name in _OPTION_VALUE)
        self._currencies: list[str] = []
        for name in header.index:
            found = _PRICE_IN.fullmatch(name)
            if found and is_currency(found[1].upper()):
                code = found[1].upper()
                self._currencies.append(code)
                known[f"price {code}"] = (name,)
                known[f"compare_at {code}"] = (f"Compare-at price / {code}", f"Compare At Price / {code}")
        self._places = places(header, known)
        self._sheet = Sheet(header.names, self._places, reading)
        used = set(self._places.values())
        rest = [(place, name) for place, name in enumerate(header.names) if name and place not in used]
        plain = [(place, name) for place, name in rest if not _METAFIELD.fullmatch(name)]
        self._extra_of_variant = [(place, _plain_name(name)) for place, name in plain if OF_VARIANT.match(name)]
        self._extra = [(place, name) for place, name in plain if not OF_VARIANT.match(name)]
        self._metafields: list[tuple[int, str, str]] = []
        self._own: dict[str, int] = {}
        for place, name in rest:
            if found := _METAFIELD.fullmatch(name):
                self._take_metafield(place, found[1].strip(), found[2])
        self._pictured = "picture" in self._places or "variant_picture" in self._places

    def _take_metafield(self, place: int, name: str, code: str) -> None:
        if not code.startswith(OWN):
            self._metafields.append((place, name, code))
            return
        own = code.removeprefix(OWN)
        if own == EXTRA:
            self._extra.append((place, name))
        elif own in _OWN_OF_PRODUCT or own.partition(".")[0] in _TRANSLATED and "." in own:
            self._own[own] = place
        else:
            self._metafields.append((place, name, own))

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Return how many of the columns are Shopify's; 0 when it cannot be one."""
        shopify = cls(header, Reading(currency="USD"))
        found = shopify._places
        return len(found) if {"handle", "title"} <= found.keys() and {"value1", "price"} & found.keys() else 0

    def belongs(self, row: Row) -> Belongs:
        """A blank handle continues the product above."""
        place = self._places.get("handle")
        return Belongs(tidy(row.cells[place]) if place is not None else "")

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make one product of the rows with its handle."""
        read = [Cells(self._sheet, row) for row in rows]
        head = next((cells for cells in read if cells.get("title")), read[0])
        options = self._options(read)
        head_first = [head, *(cells for cells in read if cells is not head)]
        variants, findings = keep_good(((cells, self._variant(cells, options)) for cells in head_first), len(options))
        tags = head.text("tags")
        return ProductDraft(
            key=key,
            line=read[0].line,
            lines=tuple(cells.line for cells in read),
            handle=key or None,
            title=head.text("title"),
            description=head.text("description"),
            brand=head.text("vendor"),
            kind=head.text("kind"),
            categories=self._categories(head),
            tags=None if tags is None else tuple(split_list(tags)),
            status=self._status(head),
            seo_title=head.text("seo_title"),
            seo_description=head.text("seo_description"),
            options=options,
            variants=variants,
            pictures=self._pictures(read) if self._pictured else None,
            taxonomy=head.text("category"),
            hs_code=self._own_text(head, "hs_code"),
            origin=self._own_text(head, "origin"),
            language=self._own_text(head, "language") or "",
            swatches=self._swatches(head),
            translations=tuple(self._translations(head)),
            facts=tuple(self._facts(head)),
            extras=dict(_filled(head, self._extra)),
            findings=findings,
        )

    def _options(self, read: list[Cells]) -> tuple[str, ...]:
        """A product without options says so by one option Title with the value Default Title."""
        names: list[str] = []
        for number in (1, 2, 3):
            name = next((found for cells in read if (found := cells.get(f"name{number}"))), "")
            if not name and not any(cells.get(f"value{number}") for cells in read):
                break
            names.append(name or f"Option {number}")
        values = {cells.get("value1") for cells in read} - {""}
        if (
            len(names) == 1
            and names[0].casefold() == "title"
            and {value.casefold() for value in values} <= {"default title"}
        ):
            return ()
        return tuple(names)

    def _variant(self, cells: Cells, options: tuple[str, ...]) -> VariantDraft | None:
        if not (cells.get("value1") or cells.get("price") or cells.get("sku")):
            return None
        weight = cells.weight("weight", "g")
        tracker = cells.text("tracker")
        policy = cells.get("policy").casefold()
        source = cells.get("variant_picture")
        return VariantDraft(
            line=cells.line,
            options=tuple(cells.get(f"value{number}") for number in range(1, len(options) + 1)),
            sku=cells.code("sku"),
            barcode=cells.code("barcode"),
            prices=tuple(self._prices(cells)),
            cost_minor=cells.cost("cost"),
            weight_g=weight and weight[0],
            weight_unit=unit_of(cells.get("weight_unit")) or None,
            length_mm=cells.length("length_mm", "mm"),
            width_mm=cells.length("width_mm", "mm"),
            height_mm=cells.length("height_mm", "mm"),
            tax_code=cells.text("tax_code"),
            hs_code=cells.text("hs_code"),
            origin=cells.text("origin"),
            requires_shipping=cells.flag("shipping"),
            taxable=cells.flag("taxable"),
            tracked=bool(tracker) if tracker or cells.get("quantity") or policy else None,
            quantity=cells.count("quantity"),
            sell_when_out=policy in {"continue", "true", "yes"} if policy else None,
            picture=PictureDraft(source, line=cells.line) if source else None,
            extras=dict(_filled(cells, self._extra_of_variant)),
        )

    def _prices(self, cells: Cells) -> Iterator[PriceDraft]:
        yield from cells.price("price", "compare_at")
        for currency in self._currencies:
            yield from cells.price(f"price {currency}", f"compare_at {currency}", currency)

    def _status(self, head: Cells) -> DraftStatus | None:
        written, published = head.get("status"), head.flag("published")
        status = _STATUS.get(written.casefold()) if written else None
        if written and status is None:
            head.note("unknown_status", "status")
        if published is False and status in {None, DraftStatus.ACTIVE}:
            return DraftStatus.DRAFT
        return status or (DraftStatus.ACTIVE if published else None)

    def _pictures(self, read: list[Cells]) -> tuple[PictureDraft, ...]:
        placed: list[tuple[int, int, PictureDraft]] = []
        for order, cells in enumerate(read):
            if source := cells.get("picture"):
                position = cells.count("picture_position")
                placed.append((position or 10**6, order, PictureDraft(source, cells.get("picture_alt"), cells.line)))
        ordered = [picture for _position, _order, picture in sorted(placed, key=lambda item: item[:2])]
        of_variants = (
            PictureDraft(source, line=cells.line) for cells in read if (source := cells.get("variant_picture"))
        )
        return unique_pictures([*ordered, *of_variants])

    def _facts(self, head: Cells) -> Iterator[FactDraft]:
        for place, name, code in self._metafields:
            if value := head.at(place):
                yield fact(name or readable(code), _values(value), code=code)

    def _own_text(self, head: Cells, name: str) -> str | None:
        place = self._own.get(name)
        return None if place is None else head.at(place)

    def _own_json(self, head: Cells, name: str) -> object:
        try:
            return json.loads(self._own_text(head, name) or "null")
        except ValueError:
            return None

    def _categories(self, head: Cells) -> tuple[tuple[str, ...], ...] | None:
        """Our own exports say in which categories a product stands; Shopify's only know a type and a taxonomy."""
        if "categories" not in self._own:
            return None
        paths = self._own_json(head, "categories")
        if not isinstance(paths, list):
            return ()
        return tuple(tuple(str(name) for name in path) for path in paths if isinstance(path, list) and path)

    def _swatches(self, head: Cells) -> dict[str, dict[str, str]]:
        found = self._own_json(head, "swatches")
        if not isinstance(found, dict):
            return {}
        return {
            str(option): {str(value): str(swatch) for value, swatch in values.items()}
            for option, values in found.items()
            if isinstance(values, dict)
        }

    def _translations(self, head: Cells) -> Iterator[TranslationDraft]:
        languages = dict.fromkeys(name.partition(".")[2] for name in self._own if "." in name)
        for language in languages:
            texts = {name: self._own_text(head, f"{name}.{language}") or "" for name in _TRANSLATED}
            if any(texts.values()):
                yield TranslationDraft(head.line, language, **texts)


def known_columns() -> frozenset[str]:
    """Return the names of columns, case-folded, that have a place of their own."""
    options = {name.format(n=number) for number in (1, 2, 3) for name in (*_OPTION_NAME, *_OPTION_VALUE)}
    return frozenset(name.casefold() for name in options.union(*COLUMNS.values()))


def _plain_name(name: str) -> str:
    found = _OWN_OF_VARIANT.fullmatch(name)
    return found[1].strip() if found else name


def _filled(cells: Cells, columns: list[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    for place, name in columns:
        if value := cells.at(place):
            yield name, value


def _values(text: str) -> list[str]:
    """Return the values of a metafield: a list of texts is written as JSON."""
    if text.startswith('["'):
        try:
            values = json.loads(text)
        except ValueError:
            return [text]
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return values
    return [text] if text else []
