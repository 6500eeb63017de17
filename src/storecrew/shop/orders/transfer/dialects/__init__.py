"""The forms in which orders of other systems come."""

from typing import Any

from storecrew.kernel.tabular.table import Header
from storecrew.shop.orders.transfer.dialects.base import JsonDialect, TableDialect
from storecrew.shop.orders.transfer.dialects.mapped import Mapped
from storecrew.shop.orders.transfer.dialects.shopify_json import ShopifyJson
from storecrew.shop.orders.transfer.dialects.shopify_table import ShopifyTable
from storecrew.shop.orders.transfer.dialects.woocommerce_json import WooCommerceJson

MAPPED = Mapped()
TABLES: tuple[TableDialect, ...] = (ShopifyTable(), MAPPED)
JSONS: tuple[JsonDialect, ...] = (ShopifyJson(), WooCommerceJson())


def table_named(name: str) -> TableDialect:
    """Return the form of tables of this name; raises LookupError."""
    return next(one for one in TABLES if one.name == name)


def table_of(header: Header) -> TableDialect:
    """Return which system wrote a table with these columns."""
    return next(one for one in TABLES if one.recognises(header))


def json_named(name: str) -> JsonDialect:
    """Return the form of objects of this name; raises StopIteration for one that the code does not know."""
    return next(one for one in JSONS if one.name == name)


def json_of(order: dict[str, Any]) -> JsonDialect | None:
    """Return which system an object is from; None for no order at all."""
    return next((one for one in JSONS if one.recognises(order)), None)
