"""How refunds and disputes stand, as the provider says: each only moves on."""

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.events import DisputeClosed, DisputeOpened, RefundFailed, RefundSettled
from storecrew.shop.payments.models import Dispute, Payment, Refund
from storecrew.shop.payments.providers.interface import DisputeFact, MoveFact, RefundFact
from storecrew.shop.payments.types import DisputeState, Kind, RefundState
from storecrew.shop.payments.writing.moves import fact

FOREIGN = "provider:"
"""Begins the key of a refund that was made in the provider's own console."""
_REFUND_RANK = {
    RefundState.PLANNED: 0,
    RefundState.TO_DO: 0,
    RefundState.PENDING: 1,
    RefundState.SETTLED: 2,
    RefundState.FAILED: 3,
}
_DISPUTE_RANK = {DisputeState.OPEN: 0, DisputeState.REVIEW: 1, DisputeState.WON: 2, DisputeState.LOST: 2}


def take_refunds(run: Run, payment: Payment, said: tuple[RefundFact, ...]) -> tuple[list[MoveFact], list[Refund]]:
    """Let refunds follow what is said of them; returns the moves that follow, and the refunds that moved on."""
    moves: list[MoveFact] = []
    moved: list[Refund] = []
    for one in said:
        refund = _refund_of(run, payment, one)
        before = RefundState(refund.state)
        # one that we gave up without the provider ever having named it: what the provider says now is the truth
        rank = _REFUND_RANK[before] if refund.reference or before != RefundState.FAILED else -1
        now = one.state if _REFUND_RANK[one.state] > rank else before
        if now == RefundState.SETTLED:
            moves.append(_refund_move(Kind.REFUND, one))
        elif now == RefundState.FAILED and before == RefundState.SETTLED:
            moves.append(_refund_move(Kind.REFUND_RETURNED, one))
        if now == before and refund.reference:
            continue
        run.changed(refund.subject, "state", old=before.value, new=now.value)
        refund.state, refund.reference, refund.message = now, one.reference, one.message[:400]
        refund.settled_at = run.now if now == RefundState.SETTLED else refund.settled_at
        refund.save()
        if now != before:
            moved.append(refund)
    return moves, moved


def announce_refunds(run: Run, payment: Payment, moved: list[Refund]) -> None:
    """Announce refunds that reached the buyer, and those that did not."""
    for refund in moved:
        key = "" if refund.key.startswith(FOREIGN) else refund.key
        amount = payment.money(refund.amount_minor)
        if refund.state == RefundState.SETTLED:
            run.emit(fact(payment, RefundSettled, amount, refund_id=refund.pk, key=key), subject=payment.subject)
        elif refund.state == RefundState.FAILED:
            said = {"refund_id": refund.pk, "key": key, "message": refund.message}
            run.emit(fact(payment, RefundFailed, amount, **said), subject=payment.subject)


type Turn = tuple[Dispute, type[DisputeOpened] | type[DisputeClosed]]
"""A dispute, and what there is to announce of it."""


def take_disputes(run: Run, payment: Payment, said: tuple[DisputeFact, ...]) -> tuple[list[MoveFact], list[Turn]]:
    """Let disputes follow what is said of them; returns the moves that follow, and what there is to announce."""
    moves: list[MoveFact] = []
    turns: list[Turn] = []
    for one in said:
        if one.taken:
            moves.append(MoveFact(kind=Kind.DISPUTE, amount=one.amount, reference=one.reference, at=one.at))
            if one.state == DisputeState.WON:
                back = f"{one.reference}:won"
                moves.append(MoveFact(kind=Kind.DISPUTE_RETURNED, amount=one.amount, reference=back, at=one.at))
        dispute = Dispute.objects.filter(payment=payment, reference=one.reference).first()
        if dispute is None:
            dispute = _open(run, payment, one)
            turns.append((dispute, DisputeOpened))
        if _DISPUTE_RANK[one.state] > _DISPUTE_RANK[DisputeState(dispute.state)]:
            run.changed(dispute.subject, "state", old=dispute.state, new=one.state.value)
            dispute.state, dispute.due_at = one.state, one.due_at
            if one.state in {DisputeState.WON, DisputeState.LOST}:
                dispute.closed_at = run.now
                turns.append((dispute, DisputeClosed))
            dispute.save()
    return moves, turns


def announce_disputes(run: Run, payment: Payment, turns: list[Turn]) -> None:
    """Announce disputes that were opened or decided just now."""
    for dispute, event in turns:
        amount = Money(dispute.amount_minor, dispute.currency)
        said = {"reason": dispute.reason} if event is DisputeOpened else {"won": dispute.state == DisputeState.WON}
        run.emit(fact(payment, event, amount, dispute_id=dispute.pk, **said), subject=payment.subject)


def _refund_of(run: Run, payment: Payment, said: RefundFact) -> Refund:
    found = Refund.objects.filter(payment=payment, reference=said.reference).first()
    if found is None and said.token:
        found = Refund.objects.filter(payment=payment, token=said.token).first()
    if found is not None:
        return found
    run.changed(payment.subject, "refund elsewhere", old=None, new=said.reference)
    return Refund.objects.create(
        payment=payment,
        key=f"{FOREIGN}{said.reference}",
        token=f"{FOREIGN}{said.reference}"[:40],
        amount_minor=said.amount.minor,
        state=RefundState.PLANNED,
        asked_at=run.now,
        asked_by=f"provider:{payment.provider_id}",
    )


def _refund_move(kind: Kind, said: RefundFact) -> MoveFact:
    return MoveFact(kind=kind, amount=said.amount, reference=said.reference, at=said.at)


def _open(run: Run, payment: Payment, said: DisputeFact) -> Dispute:
    return Dispute.objects.create(
        payment=payment,
        reference=said.reference,
        amount_minor=said.amount.minor,
        currency=said.amount.currency,
        reason=said.reason[:60],
        due_at=said.due_at,
        opened_at=run.now,
    )
