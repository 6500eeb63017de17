"""Every change of the books."""

from storecrew.shop.ledger.actions.accounts import close_account, edit_account, open_account
from storecrew.shop.ledger.actions.beginning import open_balances, open_usual_accounts
from storecrew.shop.ledger.actions.periods import lock_period, unlock_period
from storecrew.shop.ledger.actions.posting import post, post_many, reverse

__all__ = [
    "close_account",
    "edit_account",
    "lock_period",
    "open_account",
    "open_balances",
    "open_usual_accounts",
    "post",
    "post_many",
    "reverse",
    "unlock_period",
]
