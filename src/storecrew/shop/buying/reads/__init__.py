"""Every question buying answers. Plain functions are for other rooms, which have checked who asks."""

from storecrew.shop.buying.invoices.reads import InvoiceRow, bills_of
from storecrew.shop.buying.reads.asking import (
    OneOrder,
    Orders,
    OrdersQuery,
    OwedAnswer,
    OwedQuery,
    order,
    orders,
    owed_to,
)
from storecrew.shop.buying.reads.plain import (
    arrivals,
    facts,
    find,
    of_supplier,
    of_variants,
    on_order,
)
from storecrew.shop.buying.reads.sums import owed

__all__ = [
    "InvoiceRow",
    "bills_of",
    "OneOrder",
    "Orders",
    "OrdersQuery",
    "OwedAnswer",
    "OwedQuery",
    "arrivals",
    "facts",
    "find",
    "of_supplier",
    "of_variants",
    "on_order",
    "order",
    "orders",
    "owed",
    "owed_to",
]
