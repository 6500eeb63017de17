"""What the columns of a supplier's file mean, by what suppliers in China and elsewhere call them."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.types import Text

FIELDS: Final[Mapping[str, Text]] = {
    "sku": _("Their SKU"),
    "title": _("Title"),
    "options": _("Colour, size and the like"),
    "barcode": _("Barcode"),
    "our_sku": _("Our SKU"),
    "cost": _("Cost of one piece"),
    "currency": _("Currency"),
    "breaks": _("Price breaks"),
    "minimum": _("Minimum order"),
    "pack_size": _("Pieces of a pack"),
    "handling_days": _("Days until it leaves"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until"),
    "note": _("Note"),
}
"""Field → what people call it."""
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "sku": (
        *(
            "sku",
            "supplier sku",
            "vendor sku",
            "item no",
            "item no.",
            "item number",
            "item code",
            "product code",
            "code",
        ),
        *("model", "model no", "model no.", "part number", "article", "article no", "art no", "ref", "reference"),
        *(
            "货号",
            "供应商货号",
            "商品编码",
            "商品编号",
            "产品编号",
            "产品编码",
            "编码",
            "编号",
            "款号",
            "型号",
            "规格编码",
        ),
        *("sku编码", "sku码", "供应商sku", "物料编码", "单品货号"),
    ),
    "title": (
        *("title", "name", "product", "product name", "item", "item name", "description", "product title", "goods"),
        *("品名", "名称", "商品名称", "产品名称", "商品", "产品", "商品标题", "标题", "宝贝标题", "货品名称", "货名"),
    ),
    "options": (
        *(
            "option",
            "options",
            "variant",
            "variation",
            "colour",
            "color",
            "size",
            "spec",
            "specification",
            "attributes",
        ),
        *("规格", "颜色", "尺寸", "尺码", "属性", "销售属性", "颜色分类", "规格属性", "颜色尺码"),
    ),
    "barcode": (
        *("barcode", "bar code", "ean", "ean13", "ean-13", "upc", "gtin", "isbn", "jan"),
        *("条码", "条形码", "商品条码", "国际条码", "69码", "六九码"),
    ),
    "our_sku": (
        *("our sku", "your sku", "customer sku", "client sku", "buyer sku", "store sku", "customer item no"),
        *("客户货号", "客户编码", "客户sku", "店铺sku", "商家编码", "贵司货号", "我方货号"),
    ),
    "cost": (
        *("cost", "price", "unit price", "unit cost", "fob", "fob price", "exw", "exw price", "net price", "wholesale"),
        *("wholesale price", "supply price", "dropship price", "price (cny)", "price (usd)", "price usd", "price cny"),
        *(
            "单价",
            "价格",
            "供货价",
            "供价",
            "出厂价",
            "批发价",
            "成本",
            "成本价",
            "采购价",
            "进货价",
            "代发价",
            "一件代发价",
        ),
        *("含税价", "不含税价", "结算价", "报价", "单价(元)", "价格(元)", "供货价(元)", "代发价(元)"),
    ),
    "currency": ("currency", "cur", "币种", "货币", "币别"),
    "breaks": ("price breaks", "tiers", "tier prices", "volume prices", "阶梯价", "阶梯价格", "批量价", "数量折扣"),
    "minimum": (
        *("moq", "minimum", "min order", "min qty", "minimum order", "minimum order quantity", "min. order"),
        *("起订量", "最小起订量", "最低起订量", "起批量", "起订", "最小订量", "最小订购量"),
    ),
    "pack_size": (
        *("pack", "pack size", "pcs/ctn", "pcs per carton", "carton qty", "inner pack", "case pack", "units per case"),
        *("装箱数", "箱规", "每箱数量", "包装数", "包装规格", "装箱量", "件/箱", "入数"),
    ),
    "handling_days": (
        *(
            "handling",
            "handling days",
            "lead time",
            "lead time (days)",
            "leadtime",
            "days",
            "delivery days",
            "dispatch days",
        ),
        *(
            "备货天数",
            "发货天数",
            "发货时间",
            "交期",
            "货期",
            "备货期",
            "发货时效",
            "处理时间",
            "交货期(天)",
            "交期(天)",
        ),
    ),
    "valid_from": (
        "valid from",
        "from",
        "start",
        "start date",
        "effective",
        "生效日期",
        "开始日期",
        "生效日",
        "起始日期",
    ),
    "valid_until": (
        *("valid until", "until", "valid to", "expires", "expiry", "end date", "valid through"),
        *("有效期", "有效期至", "截止日期", "失效日期", "到期日", "报价有效期"),
    ),
    "note": ("note", "notes", "remark", "remarks", "comment", "备注", "说明"),
}
"""Field → what its column may be called, folded; the first name that a file has counts."""
BREAK: Final = "break:"
"""A column of costs from so many pieces on is `break:100`."""
_BREAK_NAMES: Final = re.compile(
    r"(?:(?:price|单价|价格|批发价|价|cost|unit price)\s*[(（]?\s*)?(?:≥|>=|>)?\s*(\d{1,6})\s*"
    r"(?:\+|(?:pcs|pieces|件|个|只|套|台)?\s*(?:以上|起|及以上|\+|or more|and up|up))\s*[)）]?\s*(?:price|单价|价格|价)?"
)
_BREAK_AT_LEAST: Final = re.compile(
    r"(?:price|单价|价格|批发价|价)?\s*[(（]?\s*(?:≥|>=)\s*(\d{1,6})\s*(?:pcs|件|个|只|套)?\s*[)）]?\s*(?:price|单价|价格|价)?"
)


def guess(header: Iterable[str]) -> dict[str, str]:
    """Return what the columns of a header seem to mean (column → field); each field once, unknown ones left out.

    Several columns of options are all taken: they are joined.
    """
    names = [name for name in dict.fromkeys(header) if name]
    folded = {name: fold(name) for name in names}
    mapping: dict[str, str] = {}
    for field, known in NAMES.items():
        found = [name for word in known for name in names if folded[name] == word and name not in mapping]
        for name in found if field == "options" else found[:1]:
            mapping[name] = field
    for name in names:
        quantity = _break_of(folded[name])
        if name not in mapping and quantity >= 2:  # noqa: PLR2004  from one piece on it is the cost itself
            mapping[name] = f"{BREAK}{quantity}"
    if "cost" not in mapping.values():
        _first_break_is_cost(mapping, folded)
    return mapping


def is_field(field: str) -> bool:
    """Tell whether a column may mean this."""
    return field in FIELDS or (field.startswith(BREAK) and field.removeprefix(BREAK).isdecimal())


def fold(name: str) -> str:
    """Return a column's name as names are compared: without case, width and marks at its end."""
    plain = name.casefold().replace("（", "(").replace("）", ")").replace("_", " ").replace("：", "").replace(":", "")
    return " ".join(plain.split()).strip(" *#")


def _first_break_is_cost(mapping: dict[str, str], folded: Mapping[str, str]) -> None:
    """Where prices are told from one piece on (`1+`), that column is the cost."""
    for name, text in folded.items():
        if name not in mapping and _break_of(text) == 1:
            mapping[name] = "cost"
            return


def _break_of(name: str) -> int:
    found = _BREAK_NAMES.fullmatch(name) or _BREAK_AT_LEAST.fullmatch(name)
    return int(found[1]) if found else 0
