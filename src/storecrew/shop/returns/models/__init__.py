"""Tables of returns."""

from storecrew.shop.returns.models.exchanges import Exchange, ExchangeLine, ExchangeState
from storecrew.shop.returns.models.money import Refund, RefundLine, RefundPart, RefundState
from storecrew.shop.returns.models.policy import Policy, ShippingBack
from storecrew.shop.returns.models.receiving import Condition, Disposition, Receipt, Received
from storecrew.shop.returns.models.returns import (
    COMING,
    OPEN,
    VOID,
    Claim,
    Decline,
    Kind,
    Payer,
    Photo,
    Return,
    ReturnLine,
    State,
    Way,
    Wish,
)

__all__ = [
    "COMING",
    "OPEN",
    "VOID",
    "Claim",
    "Condition",
    "Decline",
    "Disposition",
    "Exchange",
    "ExchangeLine",
    "ExchangeState",
    "Kind",
    "Payer",
    "Photo",
    "Policy",
    "Receipt",
    "Received",
    "Refund",
    "RefundLine",
    "RefundPart",
    "RefundState",
    "Return",
    "ReturnLine",
    "ShippingBack",
    "State",
    "Way",
    "Wish",
]
