"""Speak to the test bank as to any other provider."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.events.outward import Rejected, StillUnknown
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Text
from storecrew.shop.payments.providers.interface import (
    Account,
    Capabilities,
    Checkup,
    Deal,
    DisputeFact,
    Doing,
    Field,
    Forged,
    MoveFact,
    NoticeFact,
    Offer,
    PayoutFact,
    PayoutLineFact,
    RefundFact,
    Snapshot,
)
from storecrew.shop.payments.providers.test.cards import REASONS
from storecrew.shop.payments.providers.test.happening import SIGN, Declined, Unknown
from storecrew.shop.payments.providers.test.server import Server
from storecrew.shop.payments.types import DisputeState, Kind, Next, PayoutState, RefundState, State, Wallet

TOLERANCE = timedelta(minutes=5)
HEADER = "test-bank-signature"


def server() -> Server:
    """Return the test bank of this installation."""
    return Server(Path(settings.DATA) / "test-bank.sqlite3")


class TestBank:
    """The test bank. Never live."""

    __test__ = False  # not a test, whatever its name says

    kind = "test"
    label: Text = gettext_lazy("Test bank")
    offer: Offer = "test"
    capabilities = Capabilities(
        flow="redirect",
        captures_later=True,
        captures_parts=True,
        refunds=True,
        disputes=True,
        payouts=True,
        has_live=False,
    )
    fields: Sequence[Field] = ()
    takes_back_for_s = 10**9

    def words(self, account: Account) -> tuple[str, str]:
        """Return name and line for shoppers."""
        return _("Card (trial)"), _("A bank that does not exist: choose how the card behaves. No money moves.")

    def wallet(self, account: Account, amount: Money) -> Wallet:
        """Return a key that behaves as those of real wallets do, and pays at the test bank."""
        return Wallet(provider=account.code, script="payments/test-wallet.js")

    def instructions(self, account: Account, deal: Deal) -> None:
        """Return None: the bank itself is asked."""
        return

    def do(self, account: Account, deal: Deal, doing: Doing) -> Snapshot:
        """Do it once at the test bank."""
        bank, minor = server(), doing.amount.minor if doing.amount else 0
        try:
            match doing.verb:
                case "start":
                    answer = bank.create(
                        key=doing.key,
                        token=deal.token,
                        now=deal.now,
                        amount=deal.amount.minor,
                        currency=deal.amount.currency,
                        capture=deal.capture,
                        description=deal.description,
                        language=deal.language,
                        return_url=deal.return_url,
                    )
                case "capture":
                    answer = bank.capture(deal.reference, key=doing.key, amount=minor, now=deal.now)
                case "void":
                    answer = bank.cancel(deal.reference, key=doing.key, now=deal.now)
                case "refund":
                    answer = bank.refund(deal.reference, key=doing.key, token=doing.refund, amount=minor, now=deal.now)
                case "evidence":
                    answer = bank.evidence(
                        deal.reference, key=doing.key, dispute=doing.dispute, text=doing.text, now=deal.now
                    )
        except (Declined, Unknown) as error:
            raise Rejected(str(error)) from error
        return _snapshot(answer, deal.language)

    def find(self, account: Account, deal: Deal, doing: Doing) -> Snapshot | None:
        """Ask by the key: the bank remembers every one for ever."""
        answer = server().by_key(doing.key)
        return None if answer is None else _snapshot(answer, deal.language)

    def look(self, account: Account, deal: Deal) -> Snapshot:
        """Ask how a payment stands."""
        try:
            return _snapshot(server().intent(deal.reference), deal.language)
        except Unknown as error:
            raise StillUnknown(f"The test bank knows no {deal.reference}; was its file lost?") from error

    def read_notice(self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime) -> NoticeFact:
        """Check `t=<seconds>,v1=<HMAC-SHA256 over "t.body">`; raises Forged."""
        parts = dict(part.partition("=")[::2] for part in headers.get(HEADER, "").split(","))
        sent = parts.get("t", "")
        if not sent.isdigit() or not 0 < int(sent) < 10**11:
            raise Forged("no signature")
        if abs(now.timestamp() - int(sent)) > TOLERANCE.total_seconds():
            raise Forged("too old, or from the future")
        fits = [
            hmac.compare_digest(signature(body, int(sent), secret), parts.get("v1", ""))
            for secret in account.notice_secrets
        ]
        if not any(fits):
            raise Forged("the signature does not fit")
        said = json.loads(body)
        return NoticeFact(uid=said["id"], topic=said["topic"], about=said["about"], token=said["token"])

    def check(self, account: Account, now: datetime) -> Checkup:
        """Tell that the bank is there."""
        server().unsent(now, limit=1)
        return Checkup(good=True, said=_("The test bank is there. It never moves money."), live=False)

    def payouts(self, account: Account, since: datetime, now: datetime) -> Sequence[PayoutFact]:
        """Return what the bank has paid out."""
        return [_payout(row, now) for row in server().payouts(since)]


def signature(body: bytes, at: int, secret: str) -> str:
    """Return what the bank signs a message with."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def written(notice: Mapping[str, Any]) -> bytes:
    """Return a message as it is sent, word for word the same each time."""
    said = {"id": notice["uid"], "topic": notice["topic"], "about": notice["about"], "token": notice["token"]}
    return json.dumps(said, separators=(",", ":")).encode()


def _snapshot(answer: Mapping[str, Any], language: str) -> Snapshot:
    currency = answer["currency"]
    with translation.override(language):
        why = str(REASONS[answer["decline"]]) if answer["decline"] else ""
    return Snapshot(
        reference=answer["ref"],
        state=State(answer["state"]),
        method=answer["method"],
        next=_way(answer),
        failure_code=answer["decline"],
        failure_message=why,
        expires_at=answer.get("expires_at"),
        moves=tuple(move for fact in answer["facts"] for move in _moves(fact)),
        refunds=tuple(
            RefundFact(
                reference=one["ref"],
                amount=Money(one["amount"], currency),
                state=RefundState(one["state"]),
                at=one["at"],
                token=one["token"],
                message="The card's bank sent it back." if one["state"] == "failed" else "",
            )
            for one in answer.get("refunds", ())
        ),
        disputes=tuple(
            DisputeFact(
                reference=one["ref"],
                amount=Money(one["amount"], currency),
                state=DisputeState(one["state"]),
                taken=True,
                at=one["at"],
                reason=one["reason"],
                due_at=one["due_at"],
            )
            for one in answer.get("disputes", ())
        ),
    )


def _way(answer: Mapping[str, Any]) -> Next:
    if answer["state"] in {"waiting", "failed"}:
        return Next(kind="redirect", url=reverse("test_bank:pay", args=[answer["ref"]]))
    return Next(kind="wait" if answer["state"] == "processing" else "nothing")


def _moves(fact: Mapping[str, Any]) -> list[MoveFact]:
    at, currency = datetime.fromisoformat(fact["at"]), fact["currency"]
    made = []
    if fact["kind"] not in {"refund", "dispute", "dispute_returned"}:  # those are told as refunds and disputes
        made.append(
            MoveFact(
                kind=Kind(fact["kind"]),
                amount=Money(fact["amount"], currency),
                reference=fact["ref"],
                at=at,
                note=fact["note"],
            )
        )
    if fact["fee"]:
        made.append(MoveFact(kind=Kind.FEE, amount=Money(fact["fee"], currency), reference=f"fee_{fact['ref']}", at=at))
    return made


def _payout(row: Mapping[str, Any], now: datetime) -> PayoutFact:
    arrives = datetime.fromisoformat(row["arrives_at"])
    lines = tuple(
        PayoutLineFact(
            reference=line["ref"],
            kind=line["kind"],
            gross_minor=SIGN[line["kind"]] * line["amount"],
            fee_minor=line["fee"],
            net_minor=SIGN[line["kind"]] * line["amount"] - line["fee"],
            at=datetime.fromisoformat(line["at"]),
            about=line["intent"],
        )
        for line in row["lines"]
    )
    return PayoutFact(
        reference=row["ref"],
        amount=Money(row["amount"], row["currency"]),
        state=PayoutState.ARRIVED if arrives <= now else PayoutState.PENDING,
        arrives_on=arrives.date(),
        lines=lines,
    )
