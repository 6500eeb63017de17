"""The ledger's tables."""

from storecrew.shop.ledger.models.accounts import DEEPEST, Account, Kind, Purpose
from storecrew.shop.ledger.models.balances import Balance
from storecrew.shop.ledger.models.entries import Chain, Entry, Line
from storecrew.shop.ledger.models.periods import Period, Seal

__all__ = ["DEEPEST", "Account", "Balance", "Chain", "Entry", "Kind", "Line", "Period", "Purpose", "Seal"]
