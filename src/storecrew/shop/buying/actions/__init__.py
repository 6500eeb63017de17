"""Every write of buying; those of proposals and invoices stand in their parts."""

from storecrew.shop.buying.actions.answering import (
    AcceptDifference,
    AckLine,
    AcknowledgePO,
    accept_difference,
    acknowledge,
)
from storecrew.shop.buying.actions.billing import BillCost, NoteBilled, bill_cost, note_billed
from storecrew.shop.buying.actions.booking import Book, Booked, book
from storecrew.shop.buying.actions.costs import AddCost, CostId, OneCost, add_cost, drop_cost
from storecrew.shop.buying.actions.ordering import (
    CancelOrder,
    ChangeOrder,
    MakeOrder,
    NewLine,
    Send,
    cancel_order,
    change_order,
    make_order,
    send_order,
)
from storecrew.shop.buying.actions.receiving import (
    CloseShort,
    GotLine,
    ReceivePO,
    Settle,
    close_short,
    receive,
    settle,
)

__all__ = [
    "AcceptDifference",
    "AckLine",
    "AcknowledgePO",
    "AddCost",
    "BillCost",
    "Book",
    "Booked",
    "CancelOrder",
    "ChangeOrder",
    "CloseShort",
    "CostId",
    "GotLine",
    "MakeOrder",
    "NewLine",
    "NoteBilled",
    "OneCost",
    "ReceivePO",
    "Send",
    "Settle",
    "accept_difference",
    "acknowledge",
    "add_cost",
    "bill_cost",
    "book",
    "cancel_order",
    "change_order",
    "close_short",
    "drop_cost",
    "make_order",
    "note_billed",
    "receive",
    "send_order",
    "settle",
]
