"""Take in what a provider says: by answer, by notice, or because it was asked. Any order, any number of times."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from pydantic import AwareDatetime

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Actor, Input, Nothing, Output, Surface
from storecrew.shop.payments.accounts import sealed_next
from storecrew.shop.payments.models import Notice, Payment, Refund
from storecrew.shop.payments.providers.interface import Snapshot
from storecrew.shop.payments.seats import HERE
from storecrew.shop.payments.types import RANK, Kind, RefundState, State
from storecrew.shop.payments.writing.moves import (
    EVENTS,
    add_moves,
    announce_failure,
    announce_moves,
    announce_void,
    locked,
    save,
    settle,
)
from storecrew.shop.payments.writing.outcomes import announce_disputes, announce_refunds, take_disputes, take_refunds

SYSTEM = grants.system(
    "payments.provider",
    may={
        "payments.take_in",
        "payments.give_up",
        "payments.take_in_payout",
        "payments.receive_notice",
        "payments.note_check",
        "payments.settle_notice",
    },
)
OVER = {State.CAPTURED, State.VOIDED, State.AUTHORISED}


class TakeIn(Input):
    """What a provider said about a payment, and when it was asked."""

    payment_id: int
    snapshot: Snapshot
    asked_at: AwareDatetime


class GiveUp(Input):
    """Something that was to be done at the provider and certainly was not, nor will be."""

    payment_id: int
    verb: str
    refund: str = ""
    reason: str


class SettleNotice(Input):
    """A notice about no payment, e.g. about a payout."""

    notice_id: int


class Standing(Output):
    """How the payment stands now; `news` tells whether anything was new."""

    payment_id: int
    state: State
    news: bool


def provider_speaks(reason: str) -> Actor:
    """Return the actor that takes in what providers say."""
    return Actor("system", name=SYSTEM, reason=reason[:200], surface=Surface.WORKER)


@action(
    "payments.take_in", label=gettext_lazy("Take in what the provider says"), seats=HERE, surfaces=HERE, emits=EVENTS
)
def take_in(run: Run, data: TakeIn) -> Standing:
    """Add what is new in a provider's answer to a payment; what is known already changes nothing."""
    payment, said = locked(data.payment_id), data.snapshot
    run.about(payment.subject, payment.payable)
    refund_moves, refunds = take_refunds(run, payment, said.refunds)
    dispute_moves, disputes = take_disputes(run, payment, said.disputes)
    fresh = add_moves(run, payment, [*said.moves, *refund_moves, *dispute_moves])
    _describe(payment, said, data.asked_at)
    before = settle(run, payment, state=said.state, asked_at=data.asked_at)
    if payment.state in OVER:
        payment.next_sealed = ""
    turned = before != payment.state
    news = bool(fresh or refunds or disputes or turned)
    save(run, payment, news=news)
    announce_moves(run, payment, fresh)
    announce_refunds(run, payment, refunds)
    announce_disputes(run, payment, disputes)
    if turned and payment.state == State.FAILED and not any(move.kind == Kind.DECLINE for move in fresh):
        announce_failure(run, payment)
    if turned and payment.state == State.VOIDED:
        announce_void(run, payment)
    _notices(payment, data.asked_at).update(handled_at=run.now)
    return Standing(payment_id=payment.pk, state=State(payment.state), news=news)


@action("payments.give_up", label=gettext_lazy("Give up what was not done"), seats=HERE, surfaces=HERE, emits=EVENTS)
def give_up(run: Run, data: GiveUp) -> Standing:
    """Say that something certainly did not happen at the provider: a payment failed, a refund is free again."""
    payment = locked(data.payment_id)
    run.about(payment.subject, payment.payable)
    before, refunds = State(payment.state), list[Refund]()
    if data.verb == "start" and RANK[before] < RANK[State.FAILED]:
        payment.failure_code, payment.failure_message = "not_begun", data.reason[:400]
        settle(run, payment, state=State.FAILED, asked_at=run.now)
        payment.next_sealed = ""
    if data.verb == "refund":
        refunds = list(Refund.objects.filter(payment=payment, token=data.refund, state=RefundState.PLANNED))
        for refund in refunds:
            run.changed(refund.subject, "state", old=refund.state, new=RefundState.FAILED.value)
            refund.state, refund.message = RefundState.FAILED, data.reason[:400]
            refund.save()
        settle(run, payment, state=None, asked_at=run.now)
    news = before != payment.state or bool(refunds)
    save(run, payment, news=news)
    announce_refunds(run, payment, refunds)
    if before != payment.state and payment.state == State.FAILED:
        announce_failure(run, payment)
    return Standing(payment_id=payment.pk, state=State(payment.state), news=news)


@action("payments.settle_notice", label=gettext_lazy("Settle a notice"), seats=HERE, surfaces=HERE)
def settle_notice(run: Run, data: SettleNotice) -> Nothing:
    """Say that what a notice was about has been asked for."""
    Notice.objects.filter(pk=data.notice_id, handled_at=None).update(handled_at=run.now)
    return Nothing()


def _describe(payment: Payment, said: Snapshot, asked_at: datetime) -> None:
    """Keep what is no sum: names, the way on, why it failed. The latest answer wins."""
    payment.reference = payment.reference or said.reference
    if payment.looked_at is not None and asked_at < payment.looked_at:
        return
    payment.method = said.method[:40] or payment.method
    payment.expires_at = said.expires_at or payment.expires_at
    if said.state is not None:
        payment.failure_code, payment.failure_message = said.failure_code[:60], said.failure_message[:400]
    if said.next is not None:
        payment.next_sealed = sealed_next(said.next)


def _notices(payment: Payment, asked_at: datetime) -> QuerySet[Notice]:
    """Return the notices that this answer settles: those that came before the provider was asked."""
    return Notice.objects.filter(payment=payment, genuine=True, handled_at=None, received_at__lte=asked_at)
