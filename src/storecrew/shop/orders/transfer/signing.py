"""Check who sends: Shopify and WooCommerce sign the raw body alike, and name what they send in headers of their own.

Sources: shopify.dev, "Verify webhook deliveries"; WooCommerce REST API documentation, "Webhooks: delivery/payload".
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storecrew.kernel import secrets
from storecrew.shop.orders.transfer.models import Source

BOTH_FOR: Final = timedelta(days=3)
"""How long what is signed with the old secret is taken after a new one was set; Shopify itself lags up to an hour."""
OLDEST: Final = timedelta(days=7)
"""A message that says it was sent earlier is a replay: Shopify gives up after hours, WooCommerce after minutes."""
AHEAD: Final = timedelta(minutes=15)


class Forged(Exception):
    """The signature does not fit, is missing, or the message is too old. The message is for the log."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a system says about a message beside its body; names are in lower case."""

    signature: str
    topic: str
    delivery: str
    sent_at: str
    shop: str


NAMES: Final[Mapping[str, Header]] = {
    "shopify": Header(
        "x-shopify-hmac-sha256",
        "x-shopify-topic",
        "x-shopify-webhook-id",
        "x-shopify-triggered-at",
        "x-shopify-shop-domain",
    ),
    "woocommerce": Header(
        "x-wc-webhook-signature", "x-wc-webhook-topic", "x-wc-webhook-delivery-id", "", "x-wc-webhook-source"
    ),
}
"""System → its headers' names."""


def read_headers(source: Source, headers: Mapping[str, str], body: bytes, now: datetime) -> Header:
    """Return what the headers say once the signature is proven right. Raises Forged."""
    names = NAMES[source.system]
    said = Header(
        *(
            headers.get(name, "") if name else ""
            for name in (names.signature, names.topic, names.delivery, names.sent_at, names.shop)
        )
    )
    if not any(_fits(body, secret, said.signature) for secret in secrets_of(source, now)):
        raise Forged("the signature does not fit")
    if source.domain and said.shop and source.domain.casefold() not in said.shop.casefold():
        raise Forged("another shop")
    if said.sent_at:
        try:
            sent = datetime.fromisoformat(said.sent_at)
        except ValueError:
            raise Forged("no time") from None
        if sent.tzinfo is None or not now - OLDEST <= sent <= now + AHEAD:
            raise Forged("too old")
    return said


def signature(body: bytes, secret: str) -> str:
    """Return the signature of a body: base64 of HMAC-SHA256."""
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def secrets_of(source: Source, now: datetime) -> Sequence[str]:
    """Return the secrets that may sign at this moment, newest first. Raises kernel.secrets.Unreadable."""
    sealed = [source.secret]
    if source.old_secret_until is not None and now < source.old_secret_until:
        sealed.append(source.old_secret)
    return [secrets.decrypt(one) for one in sealed if one]


def _fits(body: bytes, secret: str, said: str) -> bool:
    return hmac.compare_digest(signature(body, secret).encode(), said.strip().encode("utf-8", "replace"))
