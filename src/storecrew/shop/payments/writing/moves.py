"""Add what happened to a payment, and let its sums and its state follow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.events import (
    DisputeClosed,
    DisputeOpened,
    FeeCharged,
    PaymentAuthorised,
    PaymentCaptured,
    PaymentEvent,
    PaymentFailed,
    PaymentVoided,
    RefundFailed,
    RefundSettled,
)
from storecrew.shop.payments.models import Payment, Transaction
from storecrew.shop.payments.providers.interface import MoveFact
from storecrew.shop.payments.types import RANK, Kind, State
from storecrew.shop.payments.writing.sums import sums_of

ANNOUNCED: dict[Kind, type[PaymentEvent]] = {Kind.AUTHORISE: PaymentAuthorised, Kind.CAPTURE: PaymentCaptured}
EVENTS = (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentFailed,
    PaymentVoided,
    RefundSettled,
    RefundFailed,
    DisputeOpened,
    DisputeClosed,
    FeeCharged,
)
"""What an action that takes facts in may have to announce."""


def locked(payment_id: int) -> Payment:
    """Return the payment, held until the end of the transaction: its sums become scarcer."""
    return Payment.objects.select_for_update(of=("self",)).select_related("provider").get(pk=payment_id)


def add_moves(run: Run, payment: Payment, moves: Iterable[MoveFact]) -> list[MoveFact]:
    """Add the moves that are new, and return them. The same (kind, reference) again changes nothing."""
    known = set(Transaction.objects.filter(payment=payment).values_list("kind", "reference"))
    fresh: list[MoveFact] = []
    for move in moves:
        if (move.kind.value, move.reference) not in known:
            known.add((move.kind.value, move.reference))
            fresh.append(move)
    Transaction.objects.bulk_create(
        Transaction(
            payment=payment,
            provider=payment.provider,
            kind=move.kind,
            amount_minor=move.amount.minor,
            currency=move.amount.currency,
            reference=move.reference,
            at=move.at,
            learnt_at=run.now,
            note=move.note[:400],
        )
        for move in fresh
    )
    return fresh


def settle(run: Run, payment: Payment, *, state: State | None, asked_at: datetime) -> State:
    """Let sums and state follow from the transactions; returns the state it had. Does not save.

    Money decides: what was taken is taken, whoever says what afterwards. As long as there is none, the state is that of
    the latest try, by when the provider was asked.
    """
    before, sums = State(payment.state), sums_of(payment)
    for name in ("authorised", "captured", "refunded", "refunding", "disputed"):
        old, new = getattr(payment, f"{name}_minor"), getattr(sums, name)
        run.changed(payment.subject, name, old=_json(payment, old), new=_json(payment, new))
        setattr(payment, f"{name}_minor", new)
    payment.state = _state(payment, before, state, asked_at)
    run.changed(payment.subject, "state", old=before.value, new=payment.state)
    if payment.looked_at is None or asked_at > payment.looked_at:
        payment.looked_at = asked_at
    payment.trouble = _trouble(payment)
    return before


def save(run: Run, payment: Payment, *, news: bool = True) -> None:
    """Write the payment; with news its version moves on, so that approvals about what it was are void."""
    if news:
        payment.version += 1
        payment.updated_at = run.now
    payment.save()


def fact[E: PaymentEvent](payment: Payment, event: type[E], amount: Money, **more: Any) -> E:
    """Return an event about a payment, with its sums as they are now."""
    return event(
        payable=payment.payable,
        payment_id=payment.pk,
        amount=amount,
        authorised=payment.money(payment.authorised_minor),
        captured=payment.money(payment.captured_minor),
        refunded=payment.money(payment.refunded_minor),
        **more,
    )


def announce_moves(run: Run, payment: Payment, fresh: Iterable[MoveFact]) -> None:
    """Announce what money came in and what was kept of it."""
    for move in fresh:
        if move.kind in ANNOUNCED and move.amount.currency == payment.currency:
            run.emit(fact(payment, ANNOUNCED[move.kind], move.amount), subject=payment.subject)
        elif move.kind == Kind.FEE:
            run.emit(fact(payment, FeeCharged, move.amount, reference=move.reference), subject=payment.subject)
        elif move.kind == Kind.DECLINE:
            announce_failure(run, payment)


def announce_failure(run: Run, payment: Payment) -> None:
    """Announce that a try came to nothing."""
    asked = payment.money(payment.amount_minor)
    said = {"code": payment.failure_code, "message": payment.failure_message}
    run.emit(fact(payment, PaymentFailed, asked, **said), subject=payment.subject)


def announce_void(run: Run, payment: Payment) -> None:
    """Announce that nothing will be taken any more."""
    held = payment.money(payment.authorised_minor or payment.amount_minor)
    run.emit(fact(payment, PaymentVoided, held), subject=payment.subject)


def _state(payment: Payment, before: State, said: State | None, asked_at: datetime) -> State:
    foreign = payment.transactions.filter(kind=Kind.CAPTURE).exclude(currency=payment.currency)
    if payment.captured_minor or before == State.CAPTURED or (said == State.CAPTURED and foreign.exists()):
        return State.CAPTURED
    if said == State.CAPTURED:  # it says so without saying what: believed once the money itself is told of
        said = State.PROCESSING
    if said is None:
        said = State.AUTHORISED if payment.authorised_minor else before
    if max(RANK[before], RANK[said]) >= RANK[State.AUTHORISED]:
        return max(before, said, key=RANK.__getitem__)
    older = payment.looked_at is not None and asked_at < payment.looked_at
    return before if older else said


def _trouble(payment: Payment) -> str:
    captured = payment.transactions.filter(kind=Kind.CAPTURE)
    if captured.exclude(currency=payment.currency).exists():
        return "currency"
    other = payment.capture == "now" and payment.captured_minor != payment.amount_minor
    return "amount" if payment.captured_minor and (other or payment.captured_minor > payment.amount_minor) else ""


def _json(payment: Payment, minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": payment.currency}
