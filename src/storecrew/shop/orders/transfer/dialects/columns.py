"""What columns of a table of orders may mean, and what people and programs call them."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.types import Text
from storecrew.kernel.tabular.table import Header

FIELDS: Final[Mapping[str, Text]] = {
    "number": _("Order number"),
    "placed_at": _("Ordered at"),
    "total": _("Total of the order"),
    "paid": _("Amount paid"),
    "paid_at": _("Paid at"),
    "refunded": _("Amount refunded"),
    "discount": _("Discount of the order"),
    "shipping": _("Shipping of the order"),
    "tax": _("Tax of the order, in its prices"),
    "currency": _("Currency"),
    "status": _("State of the order, in words"),
    "sent_at": _("Sent at"),
    "cancelled_at": _("Cancelled at"),
    "sku": _("SKU of the line"),
    "barcode": _("Barcode of the line"),
    "title": _("Goods of the line"),
    "quantity": _("Pieces of the line"),
    "unit_price": _("Price of one piece"),
    "line_total": _("Total of the line"),
    "customer_id": _("Customer number"),
    "email": _("E-mail of the buyer"),
    "phone": _("Telephone of the buyer"),
    "name": _("Name of the buyer"),
    "country": pgettext_lazy("column", "Country"),
    "region": _("Province or state"),
    "city": pgettext_lazy("column", "City"),
    "district": pgettext_lazy("column", "District"),
    "address": _("Street and house"),
    "postal_code": _("Postal code"),
    "note": _("Note of the buyer"),
    "tags": pgettext_lazy("column", "Tags"),
    "method": _("Way of payment"),
}

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "number": (
        *("order number", "order no", "order no.", "order id", "orderid", "order", "name", "invoiceno", "invoice no"),
        *("invoice", "订单编号", "订单号", "订单 id", "订单id", "主订单编号", "交易号"),
    ),
    "placed_at": (
        *("order date", "created at", "created", "date", "placed at", "invoicedate", "invoice date", "purchase date"),
        *("订单创建时间", "下单时间", "创建时间", "成交时间", "拍下时间"),
    ),
    "total": (
        "total",
        "order total",
        "grand total",
        "amount",
        "总金额",
        "订单金额",
        "应付金额",
        "买家应付货款",
        "合计",
    ),
    "paid": ("paid", "amount paid", "买家实际支付金额", "实付金额", "实际支付", "实收金额"),
    "paid_at": ("paid at", "payment date", "订单付款时间", "付款时间", "支付时间"),
    "refunded": ("refunded", "refund", "refunded amount", "refund amount", "退款金额", "退款"),
    "discount": ("discount", "discount amount", "优惠金额", "优惠"),
    "shipping": ("shipping", "shipping cost", "postage", "freight", "运费", "买家应付邮费", "邮费"),
    "tax": ("tax", "taxes", "vat", "税额", "税费"),
    "currency": ("currency", "货币", "币种"),
    "status": ("status", "order status", "state", "订单状态", "状态", "交易状态"),
    "sent_at": ("shipped at", "sent at", "ship date", "fulfilled at", "发货时间"),
    "cancelled_at": ("cancelled at", "canceled at", "订单关闭时间", "取消时间"),
    "sku": ("sku", "stockcode", "stock code", "item number", "product code", "商家编码", "货号", "商品编码", "sku编码"),
    "barcode": ("barcode", "ean", "gtin", "upc", "条码", "条形码"),
    "title": (
        "description",
        "product",
        "item",
        "title",
        "product name",
        "宝贝标题",
        "商品名称",
        "商品",
        "标题",
        "品名",
    ),
    "quantity": ("quantity", "qty", "pieces", "数量", "宝贝总数量", "购买数量"),
    "unit_price": ("unitprice", "unit price", "price", "单价", "价格"),
    "line_total": ("line total", "subtotal", "小计"),
    "customer_id": ("customerid", "customer id", "customer", "买家id", "客户编号", "会员id"),
    "email": ("email", "e-mail", "customer email", "邮箱", "电子邮件", "买家邮箱"),
    "phone": ("phone", "telephone", "mobile", "联系手机", "手机", "联系电话", "电话", "收货人电话"),
    "name": ("customer name", "buyer", "recipient", "收货人姓名", "收货人", "姓名", "买家会员名", "买家"),
    "country": ("country", "shipping country", "国家", "国家/地区"),
    "region": ("province", "state/province", "region", "省", "省份"),
    "city": ("city", "shipping city", "城市", "市"),
    "district": ("district", "区", "区县"),
    "address": ("address", "shipping address", "street", "收货地址", "地址", "详细地址"),
    "postal_code": ("zip", "postcode", "postal code", "邮编"),
    "note": ("note", "notes", "customer note", "买家留言", "备注"),
    "tags": ("tags", "标签"),
    "method": ("payment method", "支付方式", "付款方式"),
}
"""Field → what its column may be called, folded; the first column that fits is taken."""

SHIPPING_CODES: Final = ("POST", "DOT", "C2")
BOOK_CODES: Final = ("B", "AMAZONFEE", "BANK CHARGES", "CRUK")
"""Codes of the Online Retail data set (UCI, "Online Retail", variable StockCode): postage, dotcom postage, carriage; and
bookings that are no sales: bad debt, fees of a marketplace and of a bank, donations."""


def guess(header: Header) -> dict[str, str]:
    """Return column → field for columns that are called as they usually are."""
    by_name: dict[str, str] = {}
    for name in header.names:
        by_name.setdefault(" ".join(name.casefold().split()), name)
    found: dict[str, str] = {}
    for field, names in NAMES.items():
        column = next((by_name[name] for name in names if name in by_name and by_name[name] not in found), None)
        if column is not None:
            found[column] = field
    return found


def missing(mapping: Mapping[str, str]) -> list[str]:
    """Return which fields a mapping still needs: number and time, and a total or what lines come to."""
    fields = set(mapping.values())
    lacks = [field for field in ("number", "placed_at") if field not in fields]
    if "total" not in fields and "line_total" not in fields and not {"quantity", "unit_price"} <= fields:
        lacks.append("total")
    return lacks
