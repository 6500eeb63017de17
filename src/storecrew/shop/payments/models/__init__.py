"""Providers, payments and what happened to them, disputes, payouts, transfers, and what providers told us."""

from storecrew.shop.payments.models.disputes import Dispute
from storecrew.shop.payments.models.notices import Notice
from storecrew.shop.payments.models.payments import Payment, Refund, Transaction
from storecrew.shop.payments.models.payouts import Payout, PayoutLine
from storecrew.shop.payments.models.providers import Provider
from storecrew.shop.payments.models.transfers import Transfer

__all__ = ["Dispute", "Notice", "Payment", "Payout", "PayoutLine", "Provider", "Refund", "Transaction", "Transfer"]
