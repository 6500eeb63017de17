"""Note what another system says was paid and given back for an order; add only what is new. Nothing is announced.

Sums follow from transactions here as everywhere, so that the doctor finds nothing. Money that the other system says was
never there after all cannot be taken off again by this: history is only added to.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storecrew.shop.payments.models import Payment, Provider, Refund, Transaction
from storecrew.shop.payments.providers.outside import OUTSIDE
from storecrew.shop.payments.types import Kind, RefundState, State

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OutsideMoney:
    """All that another system took and gave back for one thing so far, in minor units. `method`: as it is called there."""

    payable: str
    currency: str
    captured: int
    refunded: int
    at: datetime
    refunded_at: datetime | None = None
    method: str = ""
    language: str = "en"


def note_outside(rows: Sequence[OutsideMoney], *, by: str, now: datetime) -> None:
    """Bring the payments of these things to what the other system says; what is there already stays."""
    provider = outside_provider(now)
    rows = [row for row in rows if row.captured > 0]
    known = {
        one.payable: one
        for one in Payment.objects.filter(provider=provider, payable__in=[row.payable for row in rows])
        .select_for_update()
        .order_by("pk")
    }
    fresh = [_payment(provider, row, now) for row in rows if row.payable not in known]
    payments = known | {one.payable: one for one in fresh}
    moves: list[Transaction] = []
    refunds: list[Refund] = []
    for row in rows:
        _add(payments[row.payable], row, moves, refunds, by=by, now=now)
    Payment.objects.bulk_create(fresh, batch_size=AT_ONCE)
    Transaction.objects.bulk_create(moves, batch_size=AT_ONCE)
    Refund.objects.bulk_create(refunds, batch_size=AT_ONCE)
    names = ["amount_minor", "authorised_minor", "captured_minor", "refunded_minor", "version", "updated_at"]
    Payment.objects.bulk_update(known.values(), names, batch_size=AT_ONCE)


def noted_outside(payables: Collection[str]) -> Mapping[str, tuple[int, int]]:
    """Return what is noted of each thing: taken and given back, in minor units."""
    rows = Payment.objects.filter(provider__code=OUTSIDE, payable__in=payables)
    return {
        payable: (taken, back)
        for payable, taken, back in rows.values_list("payable", "captured_minor", "refunded_minor")
    }


def paid_otherwise(payables: Collection[str]) -> set[str]:
    """Return those of the things that have payments of our own providers."""
    rows = Payment.objects.filter(payable__in=payables).exclude(provider__code=OUTSIDE)
    return set(rows.values_list("payable", flat=True))


def forget_outside(payables: Collection[str]) -> None:
    """Take the notes of these things away again: copies of another system's history, which is whole over there."""
    payments = Payment.objects.filter(provider__code=OUTSIDE, payable__in=payables)
    Refund.objects.filter(payment__in=payments).delete()
    moves = Transaction.objects.filter(payment__in=payments)
    moves._raw_delete(moves.db)  # one by one they refuse: what our own providers told us is never deleted
    payments.delete()


def outside_provider(now: datetime) -> Provider:
    """Return the account that stands for other systems; shoppers are never offered it."""
    values = {"kind": OUTSIDE, "live": True, "created_at": now, "position": 99}
    return Provider.objects.get_or_create(code=OUTSIDE, defaults=values)[0]


def _payment(provider: Provider, row: OutsideMoney, now: datetime) -> Payment:
    return Payment(
        provider=provider,
        payable=row.payable,
        token=uuid.uuid4().hex,
        amount_minor=row.captured,
        currency=row.currency,
        capture="now",
        state=State.CAPTURED,
        method=row.method[:40],
        language=row.language,
        created_at=row.at,
        updated_at=now,
        version=0,
    )


def _add(
    payment: Payment, row: OutsideMoney, moves: list[Transaction], refunds: list[Refund], *, by: str, now: datetime
) -> None:
    """Add the differences as transactions; names of moves are unique because each sum is only reached once."""
    taken = row.captured - payment.captured_minor
    back = min(row.refunded, max(row.captured, payment.captured_minor)) - payment.refunded_minor
    if taken > 0:
        payment.captured_minor += taken
        payment.authorised_minor = payment.amount_minor = payment.captured_minor
        moves.append(_move(payment, Kind.CAPTURE, taken, payment.captured_minor, row.at, now))
    if back > 0:
        at = row.refunded_at or row.at
        payment.refunded_minor += back
        move = _move(payment, Kind.REFUND, back, payment.refunded_minor, at, now)
        moves.append(move)
        refunds.append(
            Refund(
                payment=payment,
                key=f"provider:{move.reference}",
                token=uuid.uuid4().hex,
                amount_minor=back,
                state=RefundState.SETTLED,
                reference=move.reference,
                asked_at=at,
                asked_by=by,
                settled_at=at,
            )
        )
    if taken > 0 or back > 0:
        payment.version += 1
        payment.updated_at = now


def _move(payment: Payment, kind: Kind, minor: int, up_to: int, at: datetime, now: datetime) -> Transaction:
    return Transaction(
        payment=payment,
        provider_id=payment.provider_id,
        kind=kind,
        amount_minor=minor,
        currency=payment.currency,
        reference=f"{payment.payable}:{up_to}",
        at=at,
        learnt_at=now,
    )
