"""Stripe: cards with 3-D Secure, Alipay, WeChat Pay and what else the account takes, through the official library.

The shopper types into Stripe's own Payment Element on our page; we hold a client secret and never a card number.
"""
