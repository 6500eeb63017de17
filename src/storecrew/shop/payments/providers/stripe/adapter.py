"""Speak to Stripe."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.events.outward import StillUnknown
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Text
from storecrew.shop.payments.providers.interface import (
    Account,
    Capabilities,
    Checkup,
    Deal,
    Doing,
    Field,
    NoticeFact,
    Offer,
    PayoutFact,
    Snapshot,
)
from storecrew.shop.payments.providers.stripe import notices, paying_out, reading
from storecrew.shop.payments.providers.stripe.library import stripe
from storecrew.shop.payments.providers.stripe.line import client, understood
from storecrew.shop.payments.types import Wallet

LOOKS_BACK = timedelta(minutes=5)
"""The clocks of two machines differ: how much earlier than we planned something it may have been made there."""
_WHOLE: list[str] = ["latest_charge.balance_transaction"]


class Stripe:
    """Payments through Stripe, by PaymentIntents."""

    kind = "stripe"
    label: Text = gettext_lazy("Stripe")
    offer: Offer = "card"
    capabilities = Capabilities(
        flow="form", captures_later=True, captures_parts=True, refunds=True, disputes=True, payouts=True
    )
    fields: Sequence[Field] = (
        Field(
            "public_key",
            gettext_lazy("Publishable key"),
            gettext_lazy("Stripe: Developers, API keys. Begins with pk_test_ or pk_live_."),
            starts=("pk_",),
        ),
        Field(
            "secret_key",
            gettext_lazy("Secret key"),
            gettext_lazy("Begins with sk_ or, better, rk_ (a restricted key). It is encrypted and not shown again."),
            secret=True,
            starts=("sk_", "rk_"),
        ),
        Field(
            "currencies",
            gettext_lazy("Currencies"),
            gettext_lazy("Such as CNY or CNY USD; empty: all."),
            required=False,
        ),
    )
    takes_back_for_s = 24 * 3600
    """Stripe forgets keys after a day at the earliest (API reference, Idempotent requests)."""

    def words(self, account: Account) -> tuple[str, str]:
        """Return name and line for shoppers."""
        return _("Card, Alipay, WeChat Pay"), _("You pay on Stripe's form; your card number never reaches us.")

    def wallet(self, account: Account, amount: Money) -> Wallet | None:
        """Return Stripe's keys: Apple Pay, Google Pay, Link and others, as its console has them switched on."""
        if reading.minor_for_stripe(amount) != amount.minor:  # its keys would count otherwise than the page
            return None
        public = account.settings.get("public_key", "")
        return Wallet(provider=account.code, script="payments/stripe-wallet.js", public_key=public)

    def instructions(self, account: Account, deal: Deal) -> None:
        """Return None: Stripe itself is asked."""
        return

    def do(self, account: Account, deal: Deal, doing: Doing) -> Snapshot:
        """Do it once: our key is Stripe's idempotency key."""
        line, once = client(account), stripe.RequestOptions(idempotency_key=doing.key)
        minor = reading.minor_for_stripe(doing.amount) if doing.amount else 0
        wanted: Any  # the library types each request apart; what it takes is proved against its servers' likeness
        with understood():
            match doing.verb:
                case "start":
                    made = line.v1.payment_intents.create(_start(deal), once)
                case "capture":
                    wanted = {"amount_to_capture": minor, "expand": _WHOLE}
                    made = line.v1.payment_intents.capture(deal.reference, wanted, once)
                case "void":
                    made = line.v1.payment_intents.cancel(deal.reference, {}, once)
                case "refund":
                    metadata = {reading.METADATA: doing.refund}
                    wanted = {"payment_intent": deal.reference, "amount": minor, "metadata": metadata}
                    answer = line.v1.refunds.create(wanted, once)
                    return Snapshot(reference=deal.reference, refunds=(reading.refund(answer.to_dict()),))
                case "evidence":
                    wanted = {"evidence": {"uncategorized_text": doing.text}, "submit": True}
                    said = line.v1.disputes.update(doing.dispute, wanted, once)
                    return Snapshot(reference=deal.reference, disputes=(reading.dispute(said.to_dict()),))
        return self._of(account, made.to_dict(), refunds=(), disputes=())

    def find(self, account: Account, deal: Deal, doing: Doing) -> Snapshot | None:
        """Look for it by our token; what is not there may be done again under the same key."""
        line = client(account)
        with understood():
            if doing.verb == "start":
                since = int((doing.planned_at - LOOKS_BACK).timestamp())
                for one in line.v1.payment_intents.list({"created": {"gte": since}, "limit": 100}).auto_paging_iter():
                    if (one.to_dict().get("metadata") or {}).get(reading.METADATA) == deal.token:
                        return self.look(account, replace(deal, reference=one.id))
                return None
        said = self.look(account, deal)
        return said if _is_done(said, doing) else None

    def look(self, account: Account, deal: Deal) -> Snapshot:
        """Ask for the payment with its charge, fee, refunds and disputes: one to three requests."""
        if not deal.reference:
            raise StillUnknown("Stripe has not named this payment yet.")
        line = client(account)
        with understood():
            intent = line.v1.payment_intents.retrieve(deal.reference, {"expand": _WHOLE}).to_dict()
            charge = _charge(intent)
            refunds: list[Any] = []
            disputes: list[Any] = []
            if charge and charge.get("status") == "succeeded":
                refunds = _all(line.v1.refunds.list({"payment_intent": deal.reference, "limit": 100}))
            if charge and charge.get("disputed"):
                disputes = _all(line.v1.disputes.list({"payment_intent": deal.reference, "limit": 100}))
        return self._of(account, intent, refunds=refunds, disputes=disputes)

    def read_notice(self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime) -> NoticeFact:
        """Check Stripe's signature with each secret that may sign now."""
        return notices.read(account, headers, body, now)

    def check(self, account: Account, now: datetime) -> Checkup:
        """Ask for the balance: the least that any key may see."""
        try:
            balance = client(account).v1.balance.retrieve()
        except stripe.AuthenticationError:
            return Checkup(good=False, said=_("Stripe does not know this secret key. Copy it again, whole."))
        except stripe.PermissionError:
            return Checkup(
                good=False, said=_("This restricted key may not read the balance. Allow it, then check again.")
            )
        except stripe.StripeError as error:
            return Checkup(good=False, said=_("Stripe could not be asked: %(why)s") % {"why": str(error)[:300]})
        live = bool(balance.livemode)
        mode = "live" if live else "test"
        public = account.settings.get("public_key", "")
        if public.startswith("pk_live_") != live and public.startswith(("pk_live_", "pk_test_")):
            return Checkup(good=False, said=_("One key is for trying out, the other for real money."), live=live)
        if not account.notice_secrets:
            return Checkup(good=False, said=_("The keys fit. The signing secret of the webhook is missing."), live=live)
        return Checkup(good=True, said=_("The keys fit (%(mode)s mode).") % {"mode": mode}, live=live)

    def payouts(self, account: Account, since: datetime, now: datetime) -> Sequence[PayoutFact]:
        """Return payouts with their balance transactions."""
        with understood():
            return paying_out.payouts(client(account), since)

    def _of(self, account: Account, intent: Mapping[str, Any], *, refunds: Any, disputes: Any) -> Snapshot:
        public = account.settings.get("public_key", "")
        return reading.snapshot(intent, charge=_charge(intent), refunds=refunds, disputes=disputes, public_key=public)


def _start(deal: Deal) -> Any:
    wanted: dict[str, Any] = {
        "amount": reading.minor_for_stripe(deal.amount),
        "currency": deal.amount.currency.lower(),
        "capture_method": "manual" if deal.capture == "later" else "automatic",
        "automatic_payment_methods": {"enabled": True},
        "description": deal.description,
        "metadata": {reading.METADATA: deal.token, "payable": deal.payable},
    }
    return wanted


def _charge(intent: Mapping[str, Any]) -> Mapping[str, Any] | None:
    latest = intent.get("latest_charge")
    if isinstance(latest, Mapping):
        return latest
    older = (intent.get("charges") or {}).get("data") or []
    return older[-1] if older else None


def _all(page: Any) -> list[Any]:
    return [one.to_dict() for one in page.auto_paging_iter()]


def _is_done(said: Snapshot, doing: Doing) -> bool:
    """Tell whether the provider shows what was to be done."""
    match doing.verb:
        case "capture":
            return any(move.kind == "capture" for move in said.moves)
        case "void":
            return said.state == "voided"
        case "refund":
            return any(one.token == doing.refund for one in said.refunds)
        case "evidence":
            return any(one.reference == doing.dispute and one.state != "open" for one in said.disputes)
    return False
