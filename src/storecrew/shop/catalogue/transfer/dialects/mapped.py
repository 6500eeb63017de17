"""Any table of products: each column is mapped to a field, by guess first and then by a person.

Columns mapped to `option` are options under their own names (颜色, Size). Rows are one product when they share the handle,
else the style number, else, where there are options, the title.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header
from storecrew.shop.catalogue.transfer.cells import GRAMS, MILLIMETRES, split_list, tidy, unit_of
from storecrew.shop.catalogue.transfer.dialects.base import Belongs, fact, keep_good, unique_pictures
from storecrew.shop.catalogue.transfer.draft import DraftStatus, FactDraft, PictureDraft, ProductDraft, VariantDraft
from storecrew.shop.catalogue.transfer.reading import Cells, Reading, Sheet

FIELDS: Final[Mapping[str, Promise]] = {
    "title": _("Title"),
    "handle": _("Address (handle)"),
    "group": _("Style number: rows with the same one are one product"),
    "sku": _("SKU"),
    "barcode": _("Barcode"),
    "price": _("Price"),
    "compare_at": _("Compare-at price"),
    "cost": _("Cost"),
    "currency": _("Currency"),
    "option": _("Option, such as colour or size"),
    "description": _("Description"),
    "summary": _("Short description"),
    "brand": pgettext_lazy("of a product", "Brand"),
    "kind": _("Product type"),
    "category": _("Category"),
    "tags": _("Tags"),
    "status": _("On sale or not"),
    "quantity": _("Stock, as reported"),
    "picture": _("Pictures"),
    "weight": _("Weight"),
    "length": _("Length"),
    "width": _("Width"),
    "height": _("Height"),
    "hs_code": _("HS code"),
    "origin": _("Country of origin"),
    "seo_title": _("Title for search engines"),
    "seo_description": _("Description for search engines"),
    "fact": _("Keep as an attribute"),
}
"""What a column can be mapped to; unmapped columns are left out."""

SEVERAL: Final = frozenset({"option", "picture", "category", "fact"})
"""Fields that more than one column may have."""
MAX_OPTIONS: Final = 3

GUESSES: Final = {
    "title": (
        "title|name|product name|product title|item name|标题|名称|商品名称|商品标题|产品名称|"
        "产品标题|宝贝标题|宝贝名称|品名|商品名|产品名|货品名称"
    ),
    "handle": "handle|slug|url handle|url key|address|网址标识|链接标识",
    "group": (
        "spu|style|style number|style no|parent sku|item group id|product id|款号|货号|商品编码|"
        "商品编号|商家编码|产品编号|宝贝id|商品id|父sku"
    ),
    "sku": "sku|sku code|sku编码|sku编号|variant sku|item number|item no|article|规格编码|商品sku|单品编码|型号",
    "barcode": "barcode|ean|upc|gtin|isbn|条码|条形码|商品条码|国际条码|69码",
    "price": (
        "price|unit price|sale price|selling price|retail price|价格|售价|销售价|单价|零售价|"
        "一口价|现价|促销价|价钱"
    ),
    "compare_at": "compare at price|compare at|regular price|list price|msrp|rrp|原价|划线价|市场价|吊牌价|参考价",
    "cost": "cost|cost price|cost per item|purchase price|成本|成本价|进价|采购价|供货价|拿货价",
    "currency": "currency|currency code|币种|货币",
    "option": "color|colour|size|material option|option|颜色|尺码|尺寸规格|规格|容量|款式|口味|颜色分类",
    "description": (
        "description|body|body html|details|long description|描述|详情|商品描述|产品描述|宝贝描述|"
        "商品详情|介绍"
    ),
    "summary": "summary|short description|subtitle|简介|卖点|副标题|短描述",
    "brand": "brand|vendor|manufacturer|make|brand name|品牌|厂商|店名|店铺|供应商|生产厂家",
    "kind": "type|product type|kind|类型|商品类型|产品类型",
    "category": (
        "category|categories|product category|product category name|category path|类目|分类|类别|"
        "商品分类|产品分类|商品类目|所属分类"
    ),
    "tags": "tags|keywords|labels|标签|关键词",
    "status": "status|published|active|visible|状态|上架|是否上架|上架状态|商品状态",
    "quantity": "quantity|qty|stock|inventory|stock quantity|on hand|库存|数量|库存数量|现货|可售库存|宝贝数量",
    "picture": (
        "image|images|image url|picture|photo|picture url|image src|main image|图片|主图|图片链接|"
        "图片地址|商品图片|宝贝图片|图片url"
    ),
    "weight": "weight|gross weight|net weight|product weight|grams|product weight g|重量|毛重|净重",
    "length": "length|product length cm|depth|长|长度",
    "width": "width|product width cm|宽|宽度",
    "height": "height|product height cm|高|高度",
    "hs_code": "hs code|hs|tariff code|海关编码|hs编码|税则号",
    "origin": "origin|country of origin|coo|made in|原产国|产地|原产地",
    "seo_title": "seo title|meta title|seo标题",
    "seo_description": "seo description|meta description|seo描述",
}  # fmt: skip
_WORDS: Final = {word: field for field, words in GUESSES.items() for word in words.split("|")}
_PLAIN_NAME: Final = re.compile(r"[\s_\-./*:：]+")
_IN_BRACKETS: Final = re.compile(r"[(（\[【](.*?)[)）\]】]")
_BETWEEN_PICTURES: Final = re.compile(
    r"[,;|\s，；]+(?=https?://|/|[\w\-]+\.(?:jpe?g|png|webp|avif|gif))", re.IGNORECASE
)
_BETWEEN_STEPS: Final = re.compile(r"\s*(?:->|>|»|/|›)\s*")
_STATUS: Final = {
    "draft": DraftStatus.DRAFT,
    "草稿": DraftStatus.DRAFT,
    "archived": DraftStatus.ARCHIVED,
    "归档": DraftStatus.ARCHIVED,
}


def guess(header: Header) -> dict[str, str]:
    """Return column name → field for the columns whose names say it; the first of several stands for its field."""
    found: dict[str, str] = {}
    for name in header.index:
        bare = _IN_BRACKETS.sub("", name).casefold()
        field = _WORDS.get(" ".join(_PLAIN_NAME.sub(" ", bare).split()), "")
        if field and (field in SEVERAL or field not in found.values()):
            if field == "option" and list(found.values()).count("option") >= MAX_OPTIONS:
                field = "fact"
            found[name] = field
    if "title" not in found.values() and "group" in found.values() and "sku" not in found.values():
        return {name: "sku" if field == "group" else field for name, field in found.items()}
    return found


class Mapped:
    """Any table, read by a mapping of its columns."""

    name: ClassVar[str] = "mapped"
    label: ClassVar[Promise] = _("Table of products")

    def __init__(self, header: Header, reading: Reading) -> None:
        mapping = reading.mapping or guess(header)
        self._columns: dict[str, list[int]] = {}
        for name, field in mapping.items():
            if field in FIELDS and name in header.index:
                self._columns.setdefault(field, []).append(header.index[name])
        self._names = header.names
        self._units = {field: self._unit(field) for field in ("weight", "length", "width", "height")}
        self._options = [header.names[place] for place in self._columns.get("option", [])[:MAX_OPTIONS]]
        self._sheet = Sheet(header.names, {field: at[0] for field, at in self._columns.items()}, reading)

    def _unit(self, field: str) -> str:
        """A unit in the column's name, in brackets or at its end: `重量(kg)`, `product_weight_g`."""
        known = GRAMS if field == "weight" else MILLIMETRES
        for place in self._columns.get(field, [])[:1]:
            name = self._names[place]
            found = _IN_BRACKETS.search(name)
            for word in ([found[1]] if found else []) + [_PLAIN_NAME.split(name)[-1], name]:
                if unit_of(word) in known:
                    return unit_of(word)
        return ""

    @classmethod
    def recognises(cls, header: Header) -> int:
        """Any table will do, after all others."""
        return 1 if header.index else 0

    def belongs(self, row: Row) -> Belongs:
        """Handle, else style number, else title where there are options, else SKU, else title; a row without any is its own."""
        order = ("handle", "group", "title") if self._options else ("handle", "group", "sku", "title")
        for field in order:
            if field in self._columns and (value := tidy(row.cells[self._columns[field][0]])):
                return Belongs(f"{field}:{value}")
        return Belongs(f"line:{row.line}")

    def draft(self, key: str, rows: Sequence[Row]) -> ProductDraft:
        """Make one product of its rows."""
        read = [Cells(self._sheet, row) for row in rows]
        head = next((cells for cells in read if cells.get("title")), read[0])
        options = tuple(self._options)
        if options and len(read) == 1 and not any(self._option_values(head)):
            options = ()
        variants, findings = keep_good(((cells, self._variant(cells, options)) for cells in read), len(options))
        category = "category" in self._columns
        tags = head.text("tags")
        return ProductDraft(
            key=key,
            line=read[0].line,
            lines=tuple(cells.line for cells in read),
            handle=head.get("handle") or None,
            title=head.text("title"),
            description=head.text("description"),
            summary=head.text("summary"),
            brand=head.text("brand"),
            kind=head.text("kind"),
            categories=tuple(dict.fromkeys(self._categories(read))) if category else None,
            tags=None
            if tags is None
            else tuple(split_list(tags.replace("，", ",").replace(";", ",").replace("、", ","))),
            status=self._status(head),
            seo_title=head.text("seo_title"),
            seo_description=head.text("seo_description"),
            hs_code=head.text("hs_code"),
            origin=head.text("origin"),
            options=options,
            variants=variants,
            pictures=unique_pictures(self._pictures(read)) if "picture" in self._columns else None,
            facts=tuple(self._facts(head)),
            findings=findings,
        )

    def _option_values(self, cells: Cells) -> list[str]:
        return [cells.at(place) for place in self._columns.get("option", [])[:MAX_OPTIONS]]

    def _variant(self, cells: Cells, options: tuple[str, ...]) -> VariantDraft:
        weight = cells.weight("weight", self._units["weight"])
        picture = next(iter(self._pictures([cells])), None) if options else None
        return VariantDraft(
            line=cells.line,
            options=tuple(self._option_values(cells)) if options else (),
            sku=cells.code("sku"),
            barcode=cells.code("barcode"),
            prices=cells.price("price", "compare_at", cells.currency("currency")),
            cost_minor=cells.cost("cost"),
            weight_g=weight and weight[0],
            weight_unit=weight and weight[1],
            length_mm=cells.length("length", self._units["length"]),
            width_mm=cells.length("width", self._units["width"]),
            height_mm=cells.length("height", self._units["height"]),
            quantity=cells.count("quantity"),
            picture=picture,
        )

    def _status(self, head: Cells) -> DraftStatus | None:
        written = head.get("status")
        if not written:
            return None
        if written.casefold() in _STATUS:
            return _STATUS[written.casefold()]
        on_sale = head.flag("status")
        return None if on_sale is None else DraftStatus.ACTIVE if on_sale else DraftStatus.DRAFT

    def _categories(self, read: list[Cells]) -> Iterator[tuple[str, ...]]:
        for cells in read:
            for place in self._columns["category"]:
                path = tuple(step for step in _BETWEEN_STEPS.split(cells.at(place)) if step)
                if path:
                    yield path

    def _pictures(self, read: list[Cells]) -> Iterator[PictureDraft]:
        for cells in read:
            for place in self._columns.get("picture", []):
                for source in _BETWEEN_PICTURES.split(cells.at(place)):
                    if source:
                        yield PictureDraft(source.strip(" ,;|"), line=cells.line)

    def _facts(self, head: Cells) -> Iterator[FactDraft]:
        for place in self._columns.get("fact", []):
            if value := head.at(place):
                yield fact(self._names[place], [value])
