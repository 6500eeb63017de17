"""Words and tones of payments for the console, in one place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.payments.carrying import CAPTURE, DOING, EVIDENCE, REFUND, START, VOID
from storecrew.shop.payments.models import Dispute, Payment, Refund, Transaction, Transfer
from storecrew.shop.payments.types import DisputeState, Kind, PayoutState, RefundState, State

STATES = {
    State.NEW: Tone.HALF,
    State.WAITING: Tone.HALF,
    State.PROCESSING: Tone.HALF,
    State.FAILED: Tone.BAD,
    State.AUTHORISED: Tone.HALF,
    State.VOIDED: Tone.NEUTRAL,
    State.CAPTURED: Tone.GOOD,
}
REFUNDS = {
    RefundState.PLANNED: Tone.HALF,
    RefundState.TO_DO: Tone.WARN,
    RefundState.PENDING: Tone.HALF,
    RefundState.SETTLED: Tone.GOOD,
    RefundState.FAILED: Tone.BAD,
}
DISPUTES = {
    DisputeState.OPEN: Tone.BAD,
    DisputeState.REVIEW: Tone.HALF,
    DisputeState.WON: Tone.GOOD,
    DisputeState.LOST: Tone.BAD,
}
PAYOUTS = {PayoutState.PENDING: Tone.HALF, PayoutState.ARRIVED: Tone.GOOD, PayoutState.FAILED: Tone.BAD}
ACTS = {
    START: gettext_lazy("Begin the payment"),
    CAPTURE: gettext_lazy("Take the money"),
    VOID: gettext_lazy("Let the payment go"),
    REFUND: gettext_lazy("Give money back"),
    EVIDENCE: gettext_lazy("Send evidence"),
}
METHODS = {
    "card": gettext_lazy("card"),
    "alipay": gettext_lazy("Alipay"),
    "wechat_pay": gettext_lazy("WeChat Pay"),
}
REASONS = {
    "product_not_received": gettext_lazy("says that nothing arrived"),
    "product_unacceptable": gettext_lazy("says that it is not what was promised"),
    "fraudulent": gettext_lazy("says that he did not pay this"),
    "duplicate": gettext_lazy("says that he paid twice"),
    "credit_not_processed": gettext_lazy("says that a refund never came"),
    "unrecognized": gettext_lazy("does not know this payment"),
    "subscription_canceled": gettext_lazy("says that it was cancelled"),
    "general": gettext_lazy("gives no reason"),
}
_CODE = re.compile(r"(?<![0-9A-Z])(P[2-9A-HJKMNP-Z]{4,11})[-\u2013 ]?([2-9A-HJKMNP-Z]{3})(?![0-9A-Z])")
"""The codes that `begin` makes, as payers write them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a payment's timeline."""

    at: datetime
    word: Text
    amount: Money
    out: bool
    reference: str
    note: str
    bad: bool


@dataclass(frozen=True, slots=True)
class ActSaid:
    """Something that was to be done at the provider, with its state in words."""

    row: OutwardAct
    word: Text
    state: Text
    tone: Tone
    open: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A transfer, and the payments it may belong to; `sure` when code and amount fit one."""

    row: Transfer
    amount: Money
    fits: Sequence[Payment]
    sure: bool


def state_of(payment: Payment) -> tuple[Text, Tone]:
    """Return the word and the tone of a payment, with what has gone back."""
    if payment.state == State.CAPTURED:
        if payment.disputed_minor:
            return pgettext("payment", "disputed"), Tone.BAD
        if payment.refunded_minor and payment.refunded_minor >= payment.captured_minor:
            return pgettext("payment", "paid back"), Tone.NEUTRAL
        if payment.refunded_minor:
            return pgettext("payment", "paid back in part"), Tone.NEUTRAL
        if payment.trouble:
            return trouble_of(payment), Tone.WARN
    state = State(payment.state)
    return state.label, STATES[state]


def trouble_of(payment: Payment) -> str:
    """Return in a few words why the sums need a look."""
    if payment.trouble == "currency":
        return _("paid in another currency")
    return (
        pgettext("payment", "paid too much")
        if payment.captured_minor > payment.amount_minor
        else pgettext("payment", "paid too little")
    )


def method_of(payment: Payment) -> Text:
    """Return what was paid with, as far as the provider told."""
    return METHODS.get(payment.method, payment.method)


def steps_of(payment: Payment) -> list[Step]:
    """Return what happened to a payment, oldest first; one query."""
    out = {Kind.REFUND, Kind.FEE, Kind.DISPUTE}
    return [
        Step(
            at=row.at,
            word=Kind(row.kind).label,
            amount=Money(row.amount_minor, row.currency),
            out=row.kind in out,
            reference=row.reference,
            note=row.note,
            bad=row.kind in {Kind.DECLINE, Kind.DISPUTE, Kind.REFUND_RETURNED},
        )
        for row in Transaction.objects.filter(payment=payment).order_by("at", "pk")
    ]


def acts_of(payment: Payment) -> list[ActSaid]:
    """Return what was to be done at the provider for a payment, newest first; one query."""
    rows = OutwardAct.objects.filter(subject=payment.subject, kind__in=DOING).order_by("-pk")
    return [act_said(row) for row in rows]


def act_said(row: OutwardAct) -> ActSaid:
    """Return an act with its state in words."""
    words = {
        ActState.PLANNED: (pgettext("act", "about to be sent"), Tone.HALF),
        ActState.CLAIMED: (pgettext("act", "about to be sent"), Tone.HALF),
        ActState.HANDED_OVER: (pgettext("act", "sent, no answer yet"), Tone.HALF),
        ActState.CONFIRMED: (pgettext("act", "done"), Tone.GOOD),
        ActState.FAILED: (pgettext("act", "refused"), Tone.BAD),
        ActState.UNKNOWN: (pgettext("act", "nobody knows"), Tone.WARN),
        ActState.DROPPED: (pgettext("act", "given up"), Tone.NEUTRAL),
    }
    word, tone = words[ActState(row.state)]
    return ActSaid(row, ACTS[row.kind], word, tone, row.state in {ActState.UNKNOWN, ActState.FAILED})


def unknown_acts() -> "list[ActSaid]":
    """Return what nobody can vouch for, oldest first."""
    rows = OutwardAct.objects.filter(kind__in=DOING, state=ActState.UNKNOWN).order_by("planned_at", "pk")[:200]
    return [act_said(row) for row in rows]


def refunds_of(payment: Payment) -> list[tuple[Refund, Money, Text, Tone]]:
    """Return refunds with words, oldest first; one query."""
    return [
        (row, payment.money(row.amount_minor), RefundState(row.state).label, REFUNDS[RefundState(row.state)])
        for row in payment.refunds.order_by("pk")
    ]


def disputes_said(rows: Iterable[Dispute]) -> list[tuple[Dispute, Money, Text, Tone, Text]]:
    """Return disputes with words, and what the buyer says."""
    return [
        (
            row,
            Money(row.amount_minor, row.currency),
            DisputeState(row.state).label,
            DISPUTES[DisputeState(row.state)],
            REASONS.get(row.reason, row.reason),
        )
        for row in rows
    ]


def suggestions(transfers: Sequence[Transfer]) -> list[Suggestion]:
    """Return transfers with the payments they may belong to: by code first, then by amount. Two queries in all."""
    waiting = Payment.objects.filter(
        provider__kind="transfer", state__in=[State.WAITING, State.VOIDED, State.CAPTURED]
    ).exclude(state=State.CAPTURED, trouble="")
    amounts = {row.amount_minor for row in transfers}
    by_amount = list(waiting.filter(amount_minor__in=amounts).order_by("-pk")[:500])
    codes = {word for row in transfers for word in _codes(row.text)}
    by_code = {row.code: row for row in Payment.objects.filter(code__in=codes)} if codes else {}
    return [_suggestion(row, by_code, by_amount) for row in transfers]


def _suggestion(row: Transfer, by_code: dict[str, Payment], by_amount: list[Payment]) -> Suggestion:
    amount = Money(row.amount_minor, row.currency)
    named = [by_code[code] for code in _codes(row.text) if code in by_code]
    same = [one for one in by_amount if one.money(one.amount_minor) == amount and one not in named]
    sure = len(named) == 1 and named[0].money(named[0].amount_minor) == amount
    return Suggestion(row, amount, [*named, *([] if sure else same[:4])], sure)


def _codes(text: str) -> list[str]:
    """Return what looks like a payment's code in what a payer wrote; people leave the dash out or write small letters."""
    return [f"{head}-{tail}" for head, tail in _CODE.findall(text.upper())]


LINES = {
    "capture": gettext_lazy("payment"),
    "charge": gettext_lazy("payment"),
    "payment": gettext_lazy("payment"),
    "refund": gettext_lazy("refund"),
    "refund_returned": gettext_lazy("refund came back"),
    "dispute": gettext_lazy("dispute"),
    "dispute_returned": gettext_lazy("dispute won"),
    "dispute_reversal": gettext_lazy("dispute won"),
    "fee": gettext_lazy("fee"),
    "other_adjustment": gettext_lazy("correction"),
}


def line_word(kind: str) -> Text:
    """Return what a line of a payout is called."""
    return LINES.get(kind, kind)
