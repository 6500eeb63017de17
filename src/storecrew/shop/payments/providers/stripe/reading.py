"""Read Stripe's objects as facts. Written for the API version of the library; tolerant of what older ones call else."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from storecrew.kernel.money.types import Money
from storecrew.shop.payments.providers.interface import DisputeFact, MoveFact, RefundFact, Snapshot
from storecrew.shop.payments.types import DisputeState, Kind, Next, RefundState, State

METADATA = "storecrew"
"""Key of our token in Stripe's metadata of payments and refunds."""

type Thing = Mapping[str, Any]

_STATES = {
    "requires_payment_method": State.WAITING,
    "requires_confirmation": State.WAITING,
    "requires_action": State.WAITING,
    "processing": State.PROCESSING,
    "requires_capture": State.AUTHORISED,
    "canceled": State.VOIDED,
    "succeeded": State.CAPTURED,
}
_REFUNDS = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.SETTLED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
_DISPUTES = {
    "needs_response": DisputeState.OPEN,
    "warning_needs_response": DisputeState.OPEN,
    "under_review": DisputeState.REVIEW,
    "warning_under_review": DisputeState.REVIEW,
    "won": DisputeState.WON,
    "warning_closed": DisputeState.WON,
    "prevented": DisputeState.WON,
    "lost": DisputeState.LOST,
}


def snapshot(
    intent: Thing, *, charge: Thing | None, refunds: Iterable[Thing], disputes: Iterable[Thing], public_key: str
) -> Snapshot:
    """Return what a PaymentIntent, its latest charge, refunds and disputes say together."""
    state, failure = _STATES.get(intent["status"], State.PROCESSING), intent.get("last_payment_error") or {}
    if state == State.WAITING and failure:
        state = State.FAILED
    return Snapshot(
        reference=intent["id"],
        state=state,
        method=_method(charge),
        next=_way(intent, state, public_key),
        failure_code=str(failure.get("decline_code") or failure.get("code") or ""),
        failure_message=str(failure.get("message") or ""),
        expires_at=_expires_at(charge),
        moves=(*_moves(intent, charge), *_dispute_fees(disputes)),
        refunds=tuple(refund(one) for one in refunds),
        disputes=tuple(dispute(one) for one in disputes),
    )


def refund(said: Thing) -> RefundFact:
    """Return how a refund stands."""
    metadata = said.get("metadata") or {}
    return RefundFact(
        reference=said["id"],
        amount=money(said["amount"], said["currency"]),
        state=_REFUNDS.get(said.get("status") or "pending", RefundState.PENDING),
        at=moment(said.get("created")),
        token=metadata.get(METADATA, ""),
        message=str(said.get("failure_reason") or ""),
    )


def dispute(said: Thing) -> DisputeFact:
    """Return how a dispute stands. Only one that moved the balance has taken money away."""
    due = (said.get("evidence_details") or {}).get("due_by")
    return DisputeFact(
        reference=said["id"],
        amount=money(said["amount"], said["currency"]),
        state=_DISPUTES.get(said["status"], DisputeState.OPEN),
        taken=bool(said.get("balance_transactions")),
        at=moment(said.get("created")),
        reason=str(said.get("reason") or ""),
        due_at=moment(due) if due else None,
    )


def money(minor: int, currency: str) -> Money:
    """Return an amount; Stripe counts minor units as ISO 4217 does, with the exceptions below."""
    code = currency.upper()
    return Money(minor // 100 if code in _TWO_MORE else minor, code)


def minor_for_stripe(amount: Money) -> int:
    """Return an amount as Stripe wants it: ISK and UGX with two decimals that have to be zero (API: special cases)."""
    return amount.minor * 100 if amount.currency in _TWO_MORE else amount.minor


_TWO_MORE = frozenset({"ISK", "UGX"})


def moment(seconds: Any) -> datetime:
    """Return a time of Stripe's."""
    return datetime.fromtimestamp(int(seconds or 0), UTC)


def _moves(intent: Thing, charge: Thing | None) -> list[MoveFact]:
    if charge is None:
        return []
    at, ref, currency = moment(charge.get("created")), charge["id"], charge["currency"]
    amount = money(charge["amount"], currency)
    if charge.get("status") == "failed":
        why = str(charge.get("failure_message") or "")
        return [MoveFact(kind=Kind.DECLINE, amount=amount, reference=ref, at=at, note=why)]
    if charge.get("status") != "succeeded":
        return []
    moves = [MoveFact(kind=Kind.AUTHORISE, amount=amount, reference=ref, at=at)]
    taken = money(_captured_minor(charge), currency)
    if charge.get("captured"):
        moves.append(MoveFact(kind=Kind.CAPTURE, amount=taken, reference=ref, at=at))
    released = amount - taken if charge.get("captured") else amount
    if released and (charge.get("captured") or intent["status"] == "canceled"):
        moves.append(MoveFact(kind=Kind.VOID, amount=released, reference=ref, at=at))
    return moves + _fee(charge.get("balance_transaction"), at)


def _captured_minor(charge: Thing) -> int:
    said = charge.get("amount_captured")
    return int(charge["amount"] if said is None else said)


def _fee(booked: Any, at: datetime) -> list[MoveFact]:
    if not isinstance(booked, Mapping) or not booked.get("fee"):
        return []
    amount = money(abs(booked["fee"]), booked["currency"])
    return [MoveFact(kind=Kind.FEE, amount=amount, reference=booked["id"], at=at)]


def _dispute_fees(disputes: Iterable[Thing]) -> list[MoveFact]:
    found = []
    for one in disputes:
        for booked in one.get("balance_transactions") or ():
            if isinstance(booked, Mapping) and booked.get("fee", 0) > 0:
                found += _fee(booked, moment(booked.get("created")))
    return found


def _method(charge: Thing | None) -> str:
    details = (charge or {}).get("payment_method_details") or {}
    return str(details.get("type") or "")


def _expires_at(charge: Thing | None) -> datetime | None:
    """Return until when a card's authorisation holds, where the charge tells."""
    card = ((charge or {}).get("payment_method_details") or {}).get("card") or {}
    return moment(card["capture_before"]) if card.get("capture_before") else None


def _way(intent: Thing, state: State, public_key: str) -> Next:
    if state in {State.WAITING, State.FAILED} and intent.get("client_secret"):
        return Next(
            kind="form",
            client_secret=intent["client_secret"],
            public_key=public_key,
            script="payments/stripe.js",
        )
    return Next(kind="wait" if state == State.PROCESSING else "nothing")
