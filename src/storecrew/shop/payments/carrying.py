"""What is done at providers: once, outside of any transaction, and asked about when nobody can vouch for it.

The answer is taken in before the act is confirmed. Killed in between, the act is unknown, the provider is asked, and
taking the same facts in again changes nothing.
"""

import logging
from datetime import datetime

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.events import outward
from storecrew.kernel.events.outward import Act, Confirmed, NotReceived, Rejected, StillUnknown
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.accounts import account_of, deal_of
from storecrew.shop.payments.actions.taking import (
    GiveUp,
    SettleNotice,
    TakeIn,
    give_up,
    provider_speaks,
    settle_notice,
    take_in,
)
from storecrew.shop.payments.models import Notice, Payment, Provider
from storecrew.shop.payments.paying_out import look_for_payouts
from storecrew.shop.payments.providers import remote_of
from storecrew.shop.payments.providers.interface import Doing, Remote, Snapshot

START, CAPTURE, VOID = "payments.start", "payments.capture", "payments.void"
REFUND, EVIDENCE, LOOK = "payments.refund", "payments.evidence", "payments.look"
DOING = (START, CAPTURE, VOID, REFUND, EVIDENCE)
"""Kinds of acts that do something; `LOOK` only asks."""

RETRY = Retry(attempts=8, first_s=3, factor=4, most_s=3600)
LOOK_RETRY = Retry(attempts=12, first_s=2, factor=3, most_s=3600)
MARGIN_S = 3600
"""So much earlier than the provider itself forgets a key, we no longer rely on it."""

log = logging.getLogger("storecrew.payments")


def do(act: Act) -> Confirmed:
    """Do one thing at the provider and take in what it says."""
    payment, remote = _payment(act)
    deal = deal_of(payment, act.now)
    try:
        said = remote.do(account_of(payment.provider, act.now), deal, _doing(act))
    except Rejected as error:
        _give_up(payment, act, str(error))
        _soothe(payment, act.now)
        raise
    return _taken_in(payment, said, act)


def find(act: Act) -> Confirmed | None:
    """Find out what became of an act nobody can vouch for."""
    payment, remote = _payment(act)
    said = remote.find(account_of(payment.provider, act.now), deal_of(payment, act.now), _doing(act))
    if said is not None:
        return _taken_in(payment, said, act)
    planned_at = datetime.fromisoformat(act.payload["planned_at"]) if "planned_at" in act.payload else act.now
    if (act.now - planned_at).total_seconds() > remote.takes_back_for_s - MARGIN_S:
        raise StillUnknown("The provider does not show it, and would not recognise it any more: a person has to look.")
    return None


def look(payment: Payment, now: datetime, *, quiet: bool = False) -> bool:
    """Ask the provider how a payment stands and take it in; False when it could not be asked.

    `quiet` swallows what goes wrong: for pages, which show what is known already.
    """
    remote = remote_of(payment.provider.kind)
    if remote is None or not payment.reference:
        return False
    try:
        said = remote.look(account_of(payment.provider, now), deal_of(payment, now))
        take_in(provider_speaks("asked"), TakeIn(payment_id=payment.pk, snapshot=said, asked_at=now), now=now)
    except ActionError:
        raise
    except Exception as error:  # the provider may fail in any way; the job asks again
        if not quiet:
            raise
        log.warning("provider could not be asked", extra={"payment": payment.pk}, exc_info=error)
        return False
    return True


def carry_look(act: Act) -> Confirmed:
    """Ask because a notice came, or because nobody has told us anything for a while.

    Many notices of one payment need to be asked about once: what was settled by a later answer is done already.
    """
    notice = Notice.objects.filter(pk=act.payload["notice"]).first() if act.payload.get("notice") else None
    if notice is not None and notice.handled_at is not None:
        return Confirmed(answer={"already": True})
    if "payment" not in act.payload:
        return _look_for_payouts(act, notice)
    payment = Payment.objects.select_related("provider").get(pk=act.payload["payment"])
    if not payment.reference:
        raise NotReceived("Our own answer from the provider is not here yet.", after_s=5)
    look(payment, act.now)
    return Confirmed(reference=payment.reference)


def _look_for_payouts(act: Act, notice: Notice | None) -> Confirmed:
    provider = Provider.objects.get(pk=act.payload["provider"])
    found = look_for_payouts(provider, act.now)
    if notice is not None:
        settle_notice(provider_speaks("payouts"), SettleNotice(notice_id=notice.pk), now=act.now)
    return Confirmed(answer={"payouts": found})


def _taken_in(payment: Payment, said: Snapshot, act: Act) -> Confirmed:
    data = TakeIn(payment_id=payment.pk, snapshot=said, asked_at=act.now)
    stands = take_in(provider_speaks(act.kind), data, now=act.now)
    return Confirmed(reference=said.reference or payment.reference, answer={"state": stands.state.value})


def _give_up(payment: Payment, act: Act, reason: str) -> None:
    data = GiveUp(
        payment_id=payment.pk, verb=act.payload["verb"], refund=act.payload.get("refund", ""), reason=reason[:400]
    )
    give_up(provider_speaks(act.kind), data, now=act.now)


def _soothe(payment: Payment, now: datetime) -> None:
    """After a no, look how things really stand: somebody may have captured or voided it in the provider's console."""
    look(Payment.objects.select_related("provider").get(pk=payment.pk), now, quiet=True)


def _payment(act: Act) -> tuple[Payment, Remote]:
    payment = Payment.objects.select_related("provider").get(pk=act.payload["payment"])
    remote = remote_of(payment.provider.kind)
    if remote is None:
        raise Rejected("This provider works by hand.")
    return payment, remote


def _doing(act: Act) -> Doing:
    said = act.payload
    amount = Money(said["minor"], said["currency"]) if "minor" in said else None
    return Doing(
        verb=said["verb"],
        key=f"{act.kind}:{act.key}",
        planned_at=act.now,
        amount=amount,
        refund=said.get("refund", ""),
        dispute=said.get("dispute", ""),
        text=said.get("text", ""),
    )


for _kind in DOING:
    outward.kind(_kind, send=do, ask=find, announce=True, retry=RETRY)
outward.kind(LOOK, send=carry_look, repeatable=True, retry=LOOK_RETRY)
