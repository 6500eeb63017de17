"""A provider's row as its adapter sees it: secrets opened, only as long as they are needed."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import get_language

from storecrew.kernel import secrets
from storecrew.shop.payments.models import Payment, Provider
from storecrew.shop.payments.providers import adapter_of
from storecrew.shop.payments.providers.interface import Account, Deal
from storecrew.shop.payments.types import CaptureMode, Next

BOTH_FOR = timedelta(days=3)
"""How long notices signed with the old secret are taken after a new one was set."""


def account_of(provider: Provider, now: datetime) -> Account:
    """Return the account with its secrets opened; raises kernel.secrets.Unreadable."""
    keys = [provider.notice_secret]
    if provider.old_notice_secret_until and now < provider.old_notice_secret_until:
        keys.append(provider.old_notice_secret)
    return Account(
        code=provider.code,
        live=provider.live,
        settings=dict(provider.settings),
        secrets=opened(provider.secrets),
        notice_secrets=tuple(secrets.decrypt(key) for key in keys if key),
    )


def deal_of(payment: Payment, now: datetime) -> Deal:
    """Return a payment as its adapter sees it."""
    capture: CaptureMode = "later" if payment.capture == "later" else "now"
    return Deal(
        token=payment.token,
        reference=payment.reference,
        payable=payment.payable,
        amount=payment.money(payment.amount_minor),
        capture=capture,
        description=payment.description,
        email=payment.email,
        language=payment.language,
        return_url=payment.return_url,
        code=payment.code,
        now=now,
        authorised=payment.authorised_minor,
    )


def name_of(provider: Provider) -> str:
    """Return what shoppers call it, in the active language: the store's own words, else the adapter's."""
    own: dict[str, str] = provider.name
    language = get_language() or "en"
    if own.get(language):
        return own[language]
    return adapter_of(provider.kind).words(Account(code=provider.code, live=provider.live))[0]


def sealed_next(way: Next) -> str:
    """Return how the shopper goes on, encrypted: it may hold a secret of this one payment."""
    return secrets.encrypt(way.model_dump_json())


def opened_next(payment: Payment) -> Next:
    """Return how the shopper goes on; nothing once the payment is settled."""
    if not payment.next_sealed:
        return Next(kind="nothing")
    return Next.model_validate_json(secrets.decrypt(payment.next_sealed))


def sealed(values: dict[str, str]) -> str:
    """Return secrets of an account, encrypted; empty when there are none."""
    return secrets.encrypt(json.dumps(values)) if values else ""


def opened(text: str) -> dict[str, str]:
    """Return secrets of an account."""
    found: dict[str, Any] = json.loads(secrets.decrypt(text)) if text else {}
    return {name: str(value) for name, value in found.items()}


def by_hand(payment: Payment, now: datetime) -> Next | None:
    """Return how to pay by hand, in the payment's language; None where the provider itself is asked."""
    adapter = adapter_of(payment.provider.kind)
    with translation.override(payment.language):
        return adapter.instructions(account_of(payment.provider, now), deal_of(payment, now))
