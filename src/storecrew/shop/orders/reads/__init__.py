"""What may be asked of orders. Plain functions are for other rooms, which have checked who asks; reads check by themselves."""

from storecrew.shop.orders.reads.agreed import AgreedParcel, parcels_agreed
from storecrew.shop.orders.reads.complained import NoteOfOrder, lines_sent, notes_of_orders
from storecrew.shop.orders.reads.falling import would_fall
from storecrew.shop.orders.reads.habits import time_to_pay
from storecrew.shop.orders.reads.lists import (
    OrderList,
    orders,
    orders_before,
    orders_of_customer,
    pieces_of_lines,
    pieces_sent,
)
from storecrew.shop.orders.reads.one import (
    ByNumber,
    ByToken,
    OneOrder,
    by_number,
    by_token,
    find,
    find_many,
    id_of_number,
    language_of,
    order,
    token_for,
    tokens_for,
)
from storecrew.shop.orders.reads.open import OpenQuery, open_lines, to_ship
from storecrew.shop.orders.reads.own import what_buyers_may
from storecrew.shop.orders.reads.promised import promised_ids

__all__ = [
    "AgreedParcel",
    "ByNumber",
    "ByToken",
    "NoteOfOrder",
    "OneOrder",
    "OpenQuery",
    "OrderList",
    "by_number",
    "by_token",
    "find",
    "find_many",
    "id_of_number",
    "language_of",
    "lines_sent",
    "notes_of_orders",
    "open_lines",
    "order",
    "orders",
    "orders_before",
    "orders_of_customer",
    "parcels_agreed",
    "pieces_of_lines",
    "pieces_sent",
    "promised_ids",
    "time_to_pay",
    "to_ship",
    "token_for",
    "tokens_for",
    "what_buyers_may",
    "would_fall",
]
