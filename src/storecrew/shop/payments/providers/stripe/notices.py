"""Stripe's webhooks: checked over the raw body, with a tolerance in time, with the old and the new secret."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storecrew.shop.payments.providers.interface import Account, Forged, NoticeFact
from storecrew.shop.payments.providers.stripe.library import stripe
from storecrew.shop.payments.providers.stripe.reading import METADATA

TOLERANCE_S = 300
_PAYMENT = "payment_intent"


def read(account: Account, headers: Mapping[str, str], body: bytes, now: datetime) -> NoticeFact:
    """Return what a genuine message is about; raises Forged."""
    header = headers.get("stripe-signature", "")
    _check_time(header, now)
    why = "no secret is set up"
    for secret in account.notice_secrets:
        try:
            # the time was checked above against the moment of receipt; the library would look at its own clock
            stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None)
            break
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as error:
            why = str(error).splitlines()[0] if str(error) else "the signature does not fit"
    else:
        raise Forged(why[:200])
    event = json.loads(body)
    about = (event.get("data") or {}).get("object") or {}
    return NoticeFact(
        uid=str(event.get("id", "")),
        topic=str(event.get("type", "")),
        about=_about(about),
        token=str((about.get("metadata") or {}).get(METADATA, "")) if about.get("object") != "refund" else "",
    )


def _check_time(header: str, now: datetime) -> None:
    stamps = [part[2:] for part in header.split(",") if part.startswith("t=")]
    if not stamps or not stamps[0].isdigit() or len(stamps[0]) > 11:
        raise Forged("no signature")
    if abs(now.timestamp() - int(stamps[0])) > TOLERANCE_S:
        raise Forged("too old, or from the future")


def _about(thing: Mapping[str, Any]) -> str:
    """Return the payment a thing belongs to: the PaymentIntent itself, or the one that a charge, refund … names."""
    if thing.get("object") in {_PAYMENT, "payout"}:
        return str(thing.get("id", ""))
    owner = thing.get(_PAYMENT) or ""
    return str(owner.get("id", "") if isinstance(owner, Mapping) else owner)
