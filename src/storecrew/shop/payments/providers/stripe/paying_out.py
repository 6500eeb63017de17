"""Stripe's payouts, each with the balance transactions it is made of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storecrew.shop.payments.providers.interface import PayoutFact, PayoutLineFact
from storecrew.shop.payments.providers.stripe.library import stripe
from storecrew.shop.payments.providers.stripe.reading import moment, money
from storecrew.shop.payments.types import PayoutState

_STATES = {
    "pending": PayoutState.PENDING,
    "in_transit": PayoutState.PENDING,
    "paid": PayoutState.ARRIVED,
    "failed": PayoutState.FAILED,
    "canceled": PayoutState.FAILED,
}
_OWN = frozenset({"payout", "payout_cancel", "payout_failure"})
"""The payout's own movements: what leaves the balance, not what it is made of."""


def payouts(line: "stripe.StripeClient", since: datetime) -> list[PayoutFact]:
    """Return payouts made at `since` or later, oldest first. Manual ones have no lines: Stripe does not tell theirs."""
    page = line.v1.payouts.list({"created": {"gte": int(since.timestamp())}, "limit": 100})
    found = [_payout(line, one.to_dict()) for one in page.auto_paging_iter()]
    return list(reversed(found))


def _payout(line: "stripe.StripeClient", said: Mapping[str, Any]) -> PayoutFact:
    lines: tuple[PayoutLineFact, ...] = ()
    if said.get("automatic", True):
        wanted: Any = {"payout": said["id"], "limit": 100, "expand": ["data.source"]}
        booked = line.v1.balance_transactions.list(wanted)
        lines = tuple(
            _line(one.to_dict()) for one in booked.auto_paging_iter() if one.to_dict().get("type") not in _OWN
        )
    return PayoutFact(
        reference=said["id"],
        amount=money(said["amount"], said["currency"]),
        state=_STATES.get(said["status"], PayoutState.PENDING),
        arrives_on=moment(said["arrival_date"]).date(),
        lines=lines,
    )


def _line(said: Mapping[str, Any]) -> PayoutLineFact:
    currency = said["currency"]
    return PayoutLineFact(
        reference=said["id"],
        kind=str(said.get("reporting_category") or said["type"]),
        gross_minor=money(said["amount"], currency).minor,
        fee_minor=money(said["fee"], currency).minor,
        net_minor=money(said["net"], currency).minor,
        at=moment(said["created"]),
        about=_about(said.get("source")),
    )


def _about(source: Any) -> str:
    """Return the PaymentIntent behind a movement, else the id of its source."""
    if isinstance(source, Mapping):
        return str(source.get("payment_intent") or source.get("id") or "")
    return str(source or "")
