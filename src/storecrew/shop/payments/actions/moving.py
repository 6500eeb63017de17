"""Take money that was set aside, let it go, give money back."""

import secrets
from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import StringConstraints

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.carrying import CAPTURE, REFUND, VOID
from storecrew.shop.payments.models import Payment, Refund
from storecrew.shop.payments.providers import adapter_of, remote_of
from storecrew.shop.payments.providers.interface import MoveFact
from storecrew.shop.payments.seats import EVERYWHERE, KEEPERS, REFUNDERS
from storecrew.shop.payments.types import Kind, RefundState, State
from storecrew.shop.payments.weighing import weigh_refund
from storecrew.shop.payments.writing.moves import (
    EVENTS,
    add_moves,
    announce_void,
    locked,
    save,
    settle,
)
from storecrew.shop.payments.writing.outcomes import announce_refunds

Reason = Annotated[str, StringConstraints(max_length=400)]
ON_ITS_WAY = [ActState.PLANNED, ActState.CLAIMED, ActState.HANDED_OVER, ActState.UNKNOWN]
OPEN = {State.NEW, State.WAITING, State.PROCESSING, State.FAILED, State.AUTHORISED}


class Capture(Input):
    """`amount` None takes all that is set aside; a smaller one releases the rest."""

    payment_id: int
    amount: Money | None = None


class VoidPayment(Input):
    """A payment of which nothing was taken."""

    payment_id: int
    reason: Reason = ""


class RefundMoney(Input):
    """`amount` None gives back all that is left. `key` names the refund: the same key again is the same refund."""

    payment_id: int
    amount: Money | None = None
    reason: Reason = ""
    key: Annotated[str, StringConstraints(max_length=120)] = ""


class SettleRefund(Input):
    """A refund that somebody paid by hand; `reference` is the bank's own id of it."""

    refund_id: int
    reference: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Moving(Output):
    """What is on its way; the payment itself changes when the provider has answered."""

    payment_id: int
    amount: Money


class RefundAsked(Output):
    """A refund, and how far it is."""

    payment_id: int
    refund_id: int
    amount: Money
    state: RefundState


@action(
    "payments.capture",
    label=gettext_lazy("Take the money"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def capture(run: Run, data: Capture) -> Moving:
    """Take money that is set aside, all of it or a part; what is not taken is released. Once for each payment."""
    payment = _remote_payment(run, data.payment_id)
    held = payment.money(payment.authorised_minor)
    amount = held if data.amount is None else data.amount
    if payment.state != State.AUTHORISED:
        raise Refused(_("There is nothing set aside that could be taken."), code="payments.nothing_held")
    _same_currency(payment, amount)
    if not 0 < amount.minor <= held.minor:
        raise InvalidInput({"amount": _("Between nothing and %(held)s can be taken.") % {"held": format_money(held)}})
    if amount != held and not adapter_of(payment.provider.kind).capabilities.captures_parts:
        raise InvalidInput({"amount": _("This provider takes all or nothing.")})
    run.changed(payment.subject, "capture asked", old=None, new=_json(amount))
    _plan_one(run, payment, CAPTURE, _payload(run, payment, "capture", amount))
    return Moving(payment_id=payment.pk, amount=amount)


@action(
    "payments.void",
    label=gettext_lazy("Let the payment go"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    previews=True,
    destructive=True,
    emits=EVENTS,
)
def void(run: Run, data: VoidPayment) -> Moving:
    """Give up a payment of which nothing was taken: what is set aside is free again, nobody can pay it any more."""
    payment = locked_or_missing(data.payment_id)
    run.about(payment.subject, payment.payable)
    if payment.state == State.VOIDED:
        return Moving(payment_id=payment.pk, amount=payment.money(0))
    if payment.state not in OPEN:
        raise Refused(_("The money is here already. Give it back instead."), code="payments.captured")
    amount = payment.money(payment.authorised_minor)
    if remote_of(payment.provider.kind) is not None:
        run.changed(payment.subject, "void asked", old=None, new=data.reason or True)
        _plan_one(run, payment, VOID, _payload(run, payment, "void", None))
        return Moving(payment_id=payment.pk, amount=amount)
    settle(run, payment, state=State.VOIDED, asked_at=run.now)
    payment.next_sealed = ""
    save(run, payment)
    announce_void(run, payment)
    return Moving(payment_id=payment.pk, amount=amount)


@action(
    "payments.refund",
    label=gettext_lazy("Give money back"),
    seats=REFUNDERS,
    surfaces=EVERYWHERE,
    previews=True,
    destructive=True,
    weigh=weigh_refund,
)
def refund(run: Run, data: RefundMoney) -> RefundAsked:
    """Give back money that has come in, all of it or a part, the way it came.

    Never more than was taken and is not yet returned, promised or disputed, however many ask at the same moment.
    """
    payment = _one(data.payment_id)
    run.about(payment.subject, payment.payable)
    key = data.key or f"run:{run.uid}"
    known = Refund.objects.filter(payment=payment, key=key).first()
    if known is not None:
        if data.amount is not None and data.amount != payment.money(known.amount_minor):
            raise Refused(_("This refund was asked for already, with another amount."), code="payments_refund_key_once")
        return _asked(known, payment)
    amount = payment.money(payment.refundable_minor) if data.amount is None else data.amount
    _same_currency(payment, amount)
    _promise(payment, amount)
    by_hand = remote_of(payment.provider.kind) is None
    made = Refund.objects.create(
        payment=payment,
        key=key,
        token=secrets.token_hex(16),
        amount_minor=amount.minor,
        reason=data.reason,
        state=RefundState.TO_DO if by_hand else RefundState.PLANNED,
        asked_at=run.now,
        asked_by=run.actor.ref,
    )
    run.changed(payment.subject, "refunding", old=_json(payment.money(payment.refunding_minor)), new=_json(amount))
    run.about(made.subject)
    if not by_hand:
        payload = {**_payload(run, payment, "refund", amount), "refund": made.token}
        run.plan(REFUND, key=made.token, payload=payload, subject=payment.subject)
    return _asked(made, payment)


@action(
    "payments.settle_refund",
    label=gettext_lazy("Paid back by hand"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=EVENTS,
)
def settle_refund(run: Run, data: SettleRefund) -> RefundAsked:
    """Say that a refund which no provider makes has been paid by hand, with the bank's own reference."""
    found = Refund.objects.filter(pk=data.refund_id).first()
    if found is None:
        raise Missing
    payment = locked(found.payment_id)
    found.refresh_from_db()
    run.about(payment.subject, payment.payable, found.subject)
    if found.state == RefundState.SETTLED:
        return _asked(found, payment)
    if found.state != RefundState.TO_DO:
        raise Refused(_("This refund is not paid by hand."), code="payments.not_by_hand")
    run.changed(found.subject, "state", old=found.state, new=RefundState.SETTLED.value)
    found.state, found.reference, found.settled_at = RefundState.SETTLED, data.reference, run.now
    found.save()
    amount = payment.money(found.amount_minor)
    add_moves(run, payment, [MoveFact(kind=Kind.REFUND, amount=amount, reference=data.reference, at=run.now)])
    settle(run, payment, state=None, asked_at=run.now)
    save(run, payment)
    announce_refunds(run, payment, [found])
    return _asked(found, payment)


def _plan_one(run: Run, payment: Payment, kind: str, payload: dict[str, object]) -> None:
    """Plan an act of which only one may be on its way for a payment. The payment is locked."""
    acts = OutwardAct.objects.filter(kind=kind, subject=payment.subject)
    if acts.filter(state__in=ON_ITS_WAY).exists():
        raise Refused(_("This is on its way already. Look again in a moment."), code="payments.on_its_way")
    run.plan(kind, key=f"{payment.token}:{acts.count() + 1}", payload=payload, subject=payment.subject)


def _promise(payment: Payment, amount: Money) -> None:
    """Promise money back in one conditional update: of many at the same moment only as many get through as there is."""
    left = F("captured_minor") - F("refunded_minor") - F("refunding_minor") - F("disputed_minor")
    rows = Payment.objects.filter(pk=payment.pk).alias(left=left)
    won = amount.minor > 0 and rows.filter(left__gte=amount.minor).update(
        refunding_minor=F("refunding_minor") + amount.minor, version=F("version") + 1
    )
    if not won:
        payment.refresh_from_db()
        now_left = format_money(payment.money(payment.refundable_minor))
        raise Refused(
            _("There is %(left)s left of this payment that could be given back.") % {"left": now_left},
            code="payments.refund_limit",
        )


def locked_or_missing(payment_id: int) -> Payment:
    """Return the payment, held until the end of the transaction; raises Missing."""
    _one(payment_id)
    return locked(payment_id)


def _remote_payment(run: Run, payment_id: int) -> Payment:
    payment = locked_or_missing(payment_id)
    run.about(payment.subject, payment.payable)
    if remote_of(payment.provider.kind) is None:
        raise Refused(
            _("Money of this kind comes in by hand: match it, or say that it was collected."), code="payments.by_hand"
        )
    return payment


def _one(payment_id: int) -> Payment:
    return Payment.objects.all().get_or_missing(payment_id)


def _same_currency(payment: Payment, amount: Money) -> None:
    if amount.currency != payment.currency:
        raise InvalidInput({"amount": _("This payment is in %(currency)s.") % {"currency": payment.currency}})


def _payload(run: Run, payment: Payment, verb: str, amount: Money | None) -> dict[str, object]:
    said: dict[str, object] = {"payment": payment.pk, "verb": verb, "planned_at": run.now.isoformat()}
    return said if amount is None else {**said, "minor": amount.minor, "currency": amount.currency}


def _asked(row: Refund, payment: Payment) -> RefundAsked:
    return RefundAsked(
        payment_id=payment.pk,
        refund_id=row.pk,
        amount=payment.money(row.amount_minor),
        state=RefundState(row.state),
    )


def _json(amount: Money) -> dict[str, object]:
    return {"minor": amount.minor, "currency": amount.currency}
