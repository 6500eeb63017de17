"""What columns of suppliers' lists may mean, and what people and programs call them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.types import Text
from storecrew.kernel.tabular.table import Header

FIELDS: Final[Mapping[str, Text]] = {
    "sku": _("Their SKU"),
    "barcode": pgettext_lazy("column", "Barcode"),
    "quantity": _("How many there are"),
    "cost": _("What one piece costs us"),
    "currency": pgettext_lazy("column", "Currency"),
    "warehouse": _("Their warehouse"),
    "title": _("What they call it"),
}

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "sku": (
        *(
            "sku",
            "supplier sku",
            "item sku",
            "item no",
            "item number",
            "item code",
            "item id",
            "product code",
            "part number",
        ),
        *(
            "article number",
            "article no",
            "model",
            "model no",
            "stock code",
            "stockcode",
            "code",
            "variant sku",
            "sku id",
        ),
        *(
            "货号",
            "商品货号",
            "商品编码",
            "商品编号",
            "商品代码",
            "产品编号",
            "产品编码",
            "产品货号",
            "sku编码",
            "sku编号",
            "规格编码",
        ),
        *(
            "规格货号",
            "物料编码",
            "物料号",
            "料号",
            "款号",
            "型号",
            "编码",
            "编号",
            "供应商货号",
            "商家编码",
            "存货编码",
        ),
    ),
    "barcode": (
        *("barcode", "bar code", "ean", "ean13", "gtin", "upc", "gtin upc ean or isbn"),
        *("条码", "条形码", "商品条码", "国际条码", "69码", "商品条形码"),
    ),
    "quantity": (
        *(
            "available",
            "available quantity",
            "available qty",
            "available stock",
            "qty available",
            "free stock",
            "sellable",
        ),
        *("可用库存", "可售库存", "可用数量", "可售数量", "可用量", "可发库存", "可卖数", "现货库存"),
        *(
            "stock",
            "quantity",
            "qty",
            "inventory",
            "on hand",
            "stock quantity",
            "stock qty",
            "stock level",
            "inventory quantity",
        ),
        *(
            "in stock",
            "balance",
            "库存",
            "库存数",
            "库存量",
            "库存数量",
            "实际库存",
            "现货",
            "结存",
            "结存数量",
            "数量",
            "余量",
        ),
    ),
    "cost": (
        *(
            "cost",
            "unit cost",
            "cost price",
            "purchase price",
            "dealer price",
            "wholesale price",
            "net price",
            "supply price",
        ),
        *(
            "price",
            "unit price",
            "供货价",
            "供应价",
            "代发价",
            "分销价",
            "批发价",
            "采购价",
            "进货价",
            "进价",
            "成本价",
            "结算价",
        ),
        *("成本", "含税单价", "单价", "价格"),
    ),
    "currency": ("currency", "currency code", "币种", "货币"),
    "warehouse": (
        *("warehouse", "warehouse code", "warehouse name", "location", "site", "depot"),
        *("仓库", "仓库名称", "仓库编码", "仓库代码", "发货仓", "仓", "库位", "所在仓库"),
    ),
    "title": (
        *("title", "name", "product name", "item name", "description", "product", "item"),
        *("名称", "商品名称", "产品名称", "品名", "商品标题", "标题", "货品名称", "存货名称"),
    ),
}
"""Field → what its column may be called, folded; earlier names go before later ones: what is free before what lies there."""

MISSED: Final = frozenset(FIELDS) - {"title"}
_NOISE: Final = re.compile(r"[\s_\-./:：*#]+")
_ASIDE: Final = re.compile(r"[(\[（【].*?[)\]）】]")


def guess(header: Header) -> dict[str, str]:
    """Return field → column for columns that are called as they usually are."""
    exact: dict[str, str] = {}
    bare: dict[str, str] = {}
    for name in header.names:
        exact.setdefault(_folded(name), name)
        bare.setdefault(_folded(_ASIDE.sub("", name)), name)
        bare.setdefault(_folded(name.rpartition(".")[2]), name)  # of what lies inside an object
    found: dict[str, str] = {}
    for by_name in (exact, bare):
        for field, names in NAMES.items():
            if field not in found:
                taken = set(found.values())
                column = next((by_name[name] for name in names if by_name.get(name, "") not in {"", *taken}), None)
                if column is not None:
                    found[field] = column
    return found


def missing(fields: Iterable[str]) -> list[str]:
    """Return which fields a mapping still needs: whose stock it is, and how much."""
    known = set(fields)
    lacks = [] if known & {"sku", "barcode"} else ["sku"]
    return lacks if "quantity" in known else [*lacks, "quantity"]


def columns_gone(mapping: Mapping[str, str], names: Sequence[str], *, whole: bool = True) -> list[str]:
    """Return the columns that a mapping names and a file does not have.

    What goods are called is not missed; nor, in a part, what they cost.
    """
    missed = MISSED if whole else MISSED - {"cost", "currency"}
    return [column for field, column in mapping.items() if field in missed and column not in names]


def _folded(name: str) -> str:
    return _NOISE.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
