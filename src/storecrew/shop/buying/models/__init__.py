"""The tables of buying."""

from storecrew.shop.buying.models.bookings import Booking
from storecrew.shop.buying.models.costs import CostKind, LandedCost, Spread
from storecrew.shop.buying.models.orders import LIVE, OPEN, Answer, PurchaseLine, PurchaseOrder, State, Way
from storecrew.shop.buying.models.receiving import Discrepancy, Outcome, Receiving, ReceivingLine, Trouble

__all__ = [
    "LIVE",
    "OPEN",
    "Answer",
    "Booking",
    "CostKind",
    "Discrepancy",
    "LandedCost",
    "Outcome",
    "PurchaseLine",
    "PurchaseOrder",
    "Receiving",
    "ReceivingLine",
    "Spread",
    "State",
    "Trouble",
    "Way",
]
