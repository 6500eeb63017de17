"""Payments of the past in bulk: what our own providers took, gave back, charged and paid out. Nothing is announced.

Sums are reckoned from the transactions by the same function as ever, so that the doctor finds nothing; and the test bank
learns of what it is to have done, so that such a payment can still be given back.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from storecrew.shop.payments.models import Payment, Payout, PayoutLine, Provider, Refund, Transaction
from storecrew.shop.payments.providers.test.adapter import server
from storecrew.shop.payments.providers.test.happening import Adopted, fee_of
from storecrew.shop.payments.types import Kind, PayoutState, RefundState, State
from storecrew.shop.payments.writing.sums import reckoned

BATCH = 500
CLEARS_AFTER = timedelta(days=2)
ARRIVES_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PastPayment:
    """One attempt to pay. `name` is unique for ever and becomes its token and the provider's reference.

    `paid_at` None: nothing came, because it `failed` (why), because nobody paid in time (`given_up_at`), or not yet.
    """

    name: str
    payable: str
    provider: str
    amount_minor: int
    currency: str
    at: datetime
    email: str = ""
    language: str = ""
    description: str = ""
    method: str = ""
    paid_at: datetime | None = None
    failed: str = ""
    given_up_at: datetime | None = None
    refunded_minor: int = 0
    refunded_at: datetime | None = None
    refund_key: str = ""
    refund_reason: str = ""


def write_many(pasts: Sequence[PastPayment], *, by: str) -> dict[str, int]:
    """Write payments with all that happened to them; returns their numbers by name."""
    providers = {row.code: row for row in Provider.objects.order_by("pk")}
    rows = [_payment(past, providers[past.provider]) for past in pasts]
    Payment.objects.bulk_create(rows, batch_size=BATCH)
    moves = [move for past, row in zip(pasts, rows, strict=True) for move in _moves(past, row)]
    moves.sort(key=lambda move: move.at)
    Transaction.objects.bulk_create(moves, batch_size=BATCH)
    Refund.objects.bulk_create(
        [_refund(past, row, by) for past, row in zip(pasts, rows, strict=True) if past.refunded_minor], batch_size=BATCH
    )
    server().adopt(
        Adopted(
            ref=past.name,
            token=past.name,
            amount=past.amount_minor,
            currency=past.currency,
            at=past.paid_at,
            refunded=past.refunded_minor,
        )
        for past in pasts
        if past.provider == "test" and past.paid_at
    )
    return {past.name: row.pk for past, row in zip(pasts, rows, strict=True)}


def pay_out(pasts: Sequence[PastPayment], numbers: Mapping[str, int], *, until: datetime) -> int:
    """Write the weekly payouts of what the test bank took and gave back until then; returns how many."""
    provider = Provider.objects.get(code="test")
    weeks: dict[tuple[date, str], list[PayoutLine]] = defaultdict(list)
    for past in pasts:
        if past.provider != provider.code or past.paid_at is None:
            continue
        moved = [("ca", "payment", past.amount_minor, fee_of(past.amount_minor), past.paid_at)]
        if past.refunded_minor and past.refunded_at:
            moved.append(("tr", "refund", -past.refunded_minor, 0, past.refunded_at))
        for prefix, kind, gross, fee, at in moved:
            line = PayoutLine(
                reference=f"{prefix}_{past.name}",
                kind=kind,
                gross_minor=gross,
                fee_minor=fee,
                net_minor=gross - fee,
                at=at,
                payment_id=numbers[past.name],
            )
            weeks[_payday(at), past.currency].append(line)
    due = {key: lines for key, lines in sorted(weeks.items()) if _noon(key[0], until) <= until - ARRIVES_AFTER}
    payouts = [_payout(provider, key, lines, until) for key, lines in due.items()]
    Payout.objects.bulk_create(payouts, batch_size=BATCH)
    for payout, lines in zip(payouts, due.values(), strict=True):
        for line in lines:
            line.payout = payout
    PayoutLine.objects.bulk_create([line for lines in due.values() for line in lines], batch_size=BATCH)
    return len(payouts)


def _payment(past: PastPayment, provider: Provider) -> Payment:
    state = State.WAITING
    if past.paid_at:
        state = State.CAPTURED
    elif past.failed or past.given_up_at:
        state = State.FAILED if past.failed else State.VOIDED
    row = Payment(
        provider=provider,
        payable=past.payable,
        token=past.name,
        amount_minor=past.amount_minor,
        currency=past.currency,
        capture="now",
        state=state,
        method=past.method,
        reference=past.name if provider.code == "test" else _code(past),
        code=_code(past),
        failure_code=past.failed,
        description=past.description[:200],
        email=past.email,
        language=past.language,
        version=1 + bool(past.paid_at or past.failed) + bool(past.refunded_minor),
        created_at=past.at,
        updated_at=past.refunded_at or past.paid_at or past.given_up_at or past.at,
    )
    paid = past.amount_minor if past.paid_at else 0
    sums = reckoned({Kind.AUTHORISE: paid, Kind.CAPTURE: paid, Kind.REFUND: past.refunded_minor}, 0)
    row.authorised_minor, row.captured_minor, row.refunded_minor = sums.authorised, sums.captured, sums.refunded
    return row


def _code(past: PastPayment) -> str:
    """Return what the payer wrote on a transfer."""
    return f"P{past.name[-10:-4]}-{past.name[-3:]}".upper() if past.provider == "transfer" else ""


def _moves(past: PastPayment, row: Payment) -> list[Transaction]:
    """Return what happened, under the names that the provider itself would say."""

    def move(kind: Kind, minor: int, reference: str, at: datetime) -> Transaction:
        return Transaction(
            payment=row,
            provider=row.provider,
            kind=kind,
            amount_minor=minor,
            currency=row.currency,
            reference=reference,
            at=at,
            learnt_at=at,
        )

    bank = row.provider.code == "test"
    found = []
    if past.failed:
        found.append(move(Kind.DECLINE, past.amount_minor, f"de_{past.name}", past.at))
    if past.paid_at:
        if bank:
            found.append(move(Kind.AUTHORISE, past.amount_minor, f"au_{past.name}", past.paid_at))
        found.append(move(Kind.CAPTURE, past.amount_minor, f"ca_{past.name}", past.paid_at))
        if bank:
            found.append(move(Kind.FEE, fee_of(past.amount_minor), f"fee_ca_{past.name}", past.paid_at))
    if past.refunded_minor and past.refunded_at:
        found.append(move(Kind.REFUND, past.refunded_minor, f"tr_{past.name}", past.refunded_at))
    return found


def _refund(past: PastPayment, row: Payment, by: str) -> Refund:
    assert past.refunded_at is not None  # noqa: S101  something went back
    return Refund(
        payment=row,
        key=past.refund_key,
        token=f"re_{past.name}",
        amount_minor=past.refunded_minor,
        reason=past.refund_reason,
        state=RefundState.SETTLED,
        reference=f"tr_{past.name}",
        asked_at=past.refunded_at - timedelta(minutes=4),
        asked_by=by,
        settled_at=past.refunded_at,
    )


def _payday(at: datetime) -> date:
    """Return the Tuesday on which it is paid out."""
    clear = (at + CLEARS_AFTER).date()
    return clear + timedelta(days=(1 - clear.weekday()) % 7)


def _noon(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time(12), tzinfo=like.tzinfo)


def _payout(provider: Provider, key: tuple[date, str], lines: Sequence[PayoutLine], until: datetime) -> Payout:
    day, currency = key
    made = _noon(day, until)
    arrives = made + ARRIVES_AFTER
    return Payout(
        provider=provider,
        reference=f"po_{day:%Y%m%d}{currency.lower()}",
        amount_minor=sum(line.net_minor for line in lines),
        currency=currency,
        state=PayoutState.ARRIVED,
        arrives_on=arrives.date(),
        created_at=made,
        arrived_at=arrives,
        whole=True,
    )
