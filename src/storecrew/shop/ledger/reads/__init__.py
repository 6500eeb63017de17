"""Every question about the books."""

from storecrew.shop.ledger.reads.accounts import accounts
from storecrew.shop.ledger.reads.balances import balances, trial_balance
from storecrew.shop.ledger.reads.entries import about, entry
from storecrew.shop.ledger.reads.periods import periods
from storecrew.shop.ledger.reads.statement import account_statement
from storecrew.shop.ledger.reads.verification import verify

__all__ = ["about", "account_statement", "accounts", "balances", "entry", "periods", "trial_balance", "verify"]
