"""The tables of orders, by noun."""

from storecrew.shop.orders.models.history import Change, ChangeKind, Handling, HandlingKind, Hold, HoldReason, Note
from storecrew.shop.orders.models.lines import Line
from storecrew.shop.orders.models.money import Charge, ChargeKind, Discount, Tax
from storecrew.shop.orders.models.numbering import FIRST_NUMBER, Ordinal, Rulebook
from storecrew.shop.orders.models.orders import SAFE_TO_SHIP, Fulfilment, Order, PaymentState, State
from storecrew.shop.orders.models.tags import OrderTag, Tag

__all__ = [
    "FIRST_NUMBER",
    "SAFE_TO_SHIP",
    "Change",
    "ChangeKind",
    "Charge",
    "ChargeKind",
    "Discount",
    "Fulfilment",
    "Handling",
    "HandlingKind",
    "Hold",
    "HoldReason",
    "Line",
    "Note",
    "Order",
    "OrderTag",
    "Ordinal",
    "PaymentState",
    "Rulebook",
    "State",
    "Tag",
    "Tax",
]
