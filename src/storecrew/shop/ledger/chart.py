"""The usual accounts of a shop: what the flows from an order to a payout need, and what every business has.

A beginning, not advice: an accountant may want other codes, and every account can be renamed, moved or closed.
"""

from dataclasses import dataclass
from typing import Final

from storecrew.shop.ledger.models import Kind, Purpose


@dataclass(frozen=True, slots=True)
class Usual:
    """An account to open; `parent` is the code of a heading above it in the list."""

    code: str
    name_en: str
    name_zh: str
    kind: Kind
    parent: str = ""
    heading: bool = False
    purpose: Purpose = Purpose.NONE


def _group(code: str, name_en: str, name_zh: str, kind: Kind, *accounts: tuple[str, str, str]) -> tuple[Usual, ...]:
    return (
        Usual(code, name_en, name_zh, kind, heading=True),
        *(Usual(below, english, chinese, kind, parent=code) for below, english, chinese in accounts),
    )


USUAL: Final = (
    *_group(
        "1000",
        "What we have",
        "资产",
        Kind.ASSET,
        ("1010", "Cash", "库存现金"),
        ("1020", "Bank", "银行存款"),
        ("1100", "Payment provider", "支付平台在途款"),
        ("1110", "Payment provider, held back", "支付平台保证金"),
        ("1200", "Customers who owe us", "应收账款"),
        ("1300", "Stock", "库存商品"),
        ("1350", "Claims on suppliers", "应收供应商赔款"),
        ("1400", "Prepaid expenses", "预付费用"),
        ("1500", "Equipment", "固定资产"),
        ("1590", "Depreciation of equipment so far", "累计折旧"),
        ("1600", "Tax paid to suppliers", "待抵扣进项税"),
    ),
    *_group(
        "2000",
        "What we owe",
        "负债",
        Kind.LIABILITY,
        ("2010", "Suppliers' bills", "应付账款"),
        ("2020", "Deliveries not billed yet", "应付暂估款"),
        ("2100", "Customers' deposits", "预收货款"),
        ("2200", "Tax collected", "应交税费"),
        ("2300", "Wages to pay", "应付职工薪酬"),
        ("2400", "Loans", "借款"),
    ),
    *_group(
        "3000",
        "What is the owners'",
        "所有者权益",
        Kind.EQUITY,
        ("3010", "Capital paid in", "实收资本"),
        ("3020", "Profit kept", "未分配利润"),
        ("3030", "Taken out by the owners", "业主提款"),
    ),
    Usual("3900", "Opening balances", "期初余额", Kind.EQUITY, parent="3000", purpose=Purpose.OPENING),
    Usual("3950", "Currency exchange", "外币兑换", Kind.EQUITY, parent="3000", purpose=Purpose.EXCHANGE),
    *_group(
        "4000",
        "What came in",
        "收入",
        Kind.INCOME,
        ("4010", "Sales", "主营业务收入"),
        ("4020", "Shipping paid by customers", "运费收入"),
        ("4090", "Returned sales", "销售退回"),
        ("4900", "Exchange gains", "汇兑收益"),
    ),
    *_group(
        "5000",
        "What it cost",
        "成本费用",
        Kind.EXPENSE,
        ("5010", "Cost of goods", "主营业务成本"),
        ("5020", "Price differences of suppliers", "采购价差"),
        ("5100", "Shipping", "运费"),
        ("5110", "Packing", "包装费"),
        ("5200", "Payment fees", "支付手续费"),
        ("5210", "Lost disputes", "拒付损失"),
        ("5300", "Advertising", "推广费"),
        ("5400", "Wages", "工资"),
        ("5500", "Rent", "租金"),
        ("5600", "Software and services", "软件服务费"),
        ("5700", "Depreciation", "折旧费"),
        ("5900", "Exchange losses", "汇兑损失"),
    ),
)
