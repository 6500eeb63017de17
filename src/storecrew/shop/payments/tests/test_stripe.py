"""Stripe through its official library, against a likeness that loses answers."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.events import carrying
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Event, OutwardAct
from storecrew.shop.payments import actions
from storecrew.shop.payments.csp import csp_sources
from storecrew.shop.payments.hooks import receive
from storecrew.shop.payments.models import Notice, Payment, Payout, Provider, Refund, Transaction
from storecrew.shop.payments.tests.conftest import cny
from storecrew.shop.payments.tests.stripe_like import SECRET, StripeLike, running
from storecrew.shop.payments.types import RefundState, State

pytestmark = pytest.mark.django_db
NOW = datetime.fromtimestamp(1_772_442_060, UTC)
KEYS = {"public_key": "pk_test_1", "secret_key": "sk_test_12345", "currencies": ""}


@pytest.fixture
def like() -> Iterator[StripeLike]:
    with running() as one:
        yield one


def set_up(company: Company, url: str) -> Provider:
    data = actions.SetUpProvider(code="stripe", kind="stripe", values=KEYS, notice_secret=SECRET)
    actions.set_up_provider(company.finance, data, now=NOW)
    provider = Provider.objects.get(code="stripe")
    provider.settings = {**provider.settings, "api_base": url}
    provider.save()
    actions.enable(company.finance, actions.Enable(code="stripe", on=True), now=NOW)
    return provider


@pytest.fixture
def provider(company: Company, like: StripeLike) -> Provider:
    return set_up(company, like.url)


type Begin = Callable[..., Payment]


@pytest.fixture
def begin(company: Company, provider: Provider) -> Begin:
    def one(minor: int = 10_000, **more: Any) -> Payment:
        values = {"payable": "order:1", "return_url": "/x", "description": "SO-1", **more}
        begun = actions.begin(
            company.nobody, actions.Begin(amount=cny(minor), provider="stripe", **values), now=timezone.now()
        )
        actions.carry_out_now(begun.payment_id)
        return Payment.objects.get(pk=begun.payment_id)

    return one


def told(like: StripeLike, provider: Provider) -> None:
    """Send every event that there is, newest first and each twice, and ask about them."""
    for event in [*reversed(like.events), *like.events]:
        body, headers = like.signed(event)
        assert receive(provider, headers, body, timezone.now()) in {"new", "again"}
    like.events.clear()
    work()


def work(later: timedelta = timedelta()) -> None:
    drain(timezone.now() + later)


def fresh(payment: Payment) -> Payment:
    return Payment.objects.select_related("provider").get(pk=payment.pk)


class TestPaying:
    def test_the_page_gets_what_stripes_form_needs(self, begin: Begin) -> None:
        payment = begin()
        begun = actions.look_now(payment.pk)
        assert (payment.state, begun.next.kind) == (State.WAITING, "form")
        assert begun.next.client_secret.startswith("pi_")
        assert (begun.next.public_key, begun.next.script) == ("pk_test_1", "payments/stripe.js")
        assert "secret" not in OutwardAct.objects.get().answer
        assert begun.next.client_secret not in payment.next_sealed

    @pytest.mark.parametrize("method", ["card", "alipay", "wechat_pay"])
    def test_what_is_paid_is_paid_with_its_fee(
        self, begin: Begin, like: StripeLike, provider: Provider, method: str
    ) -> None:
        payment = begin()
        like.pay(payment.reference, method=method)
        told(like, provider)
        payment = fresh(payment)
        assert (payment.state, payment.captured_minor, payment.method) == (State.CAPTURED, 10_000, method)
        fee = Transaction.objects.get(kind="fee")
        assert (fee.amount_minor, fee.currency) == (575, "CNY")
        assert Event.objects.filter(name="payments.PaymentCaptured").count() == 1
        assert not Notice.objects.filter(handled_at=None).exists()

    def test_a_decline_and_another_try_on_the_same_form(
        self, begin: Begin, like: StripeLike, provider: Provider
    ) -> None:
        payment = begin()
        like.pay(payment.reference, decline="insufficient_funds")
        told(like, provider)
        payment = fresh(payment)
        assert (payment.state, payment.failure_code) == (State.FAILED, "insufficient_funds")
        like.pay(payment.reference, asks=True)
        told(like, provider)
        assert fresh(payment).state == State.FAILED
        like.pay(payment.reference)
        told(like, provider)
        assert fresh(payment).captured_minor == 10_000
        assert [row.kind for row in payment.transactions.order_by("pk")][:2] == ["decline", "authorise"]

    def test_set_aside_taken_in_part_and_given_back(
        self, company: Company, begin: Begin, like: StripeLike, provider: Provider
    ) -> None:
        payment = begin(capture="later")
        like.pay(payment.reference)
        told(like, provider)
        payment = fresh(payment)
        assert (payment.state, payment.authorised_minor, payment.captured_minor) == (State.AUTHORISED, 10_000, 0)
        assert payment.expires_at == datetime.fromtimestamp(like.now + 7 * 86400, UTC)
        actions.capture(company.finance, actions.Capture(payment_id=payment.pk, amount=cny(6_000)))
        work()
        payment = fresh(payment)
        assert (payment.captured_minor, payment.trouble) == (6_000, "")
        back = actions.RefundMoney(payment_id=payment.pk, amount=cny(1_500), reason="scratch")
        actions.refund(company.finance, back)
        work()
        refund = Refund.objects.get()
        assert (refund.state, fresh(payment).refunding_minor) == (RefundState.PENDING, 1_500)
        like.settle_refund(refund.reference)
        told(like, provider)
        assert (fresh(payment).refunded_minor, fresh(payment).refunding_minor) == (1_500, 0)

    def test_a_refund_that_fails_after_it_had_settled_comes_back(
        self, company: Company, begin: Begin, like: StripeLike, provider: Provider
    ) -> None:
        payment = begin()
        like.pay(payment.reference)
        told(like, provider)
        actions.refund(company.finance, actions.RefundMoney(payment_id=payment.pk, reason="x", key="r"))
        work()
        reference = Refund.objects.get().reference
        like.settle_refund(reference)
        told(like, provider)
        assert fresh(payment).refunded_minor == 10_000
        like.settle_refund(reference, fails=True)
        told(like, provider)
        assert (fresh(payment).refunded_minor, fresh(payment).refundable_minor) == (0, 10_000)
        assert Event.objects.get(name="payments.RefundFailed").payload["key"] == "r"

    def test_a_dispute_is_answered_and_won(
        self, company: Company, begin: Begin, like: StripeLike, provider: Provider
    ) -> None:
        payment = begin()
        like.pay(payment.reference)
        ref = like.open_dispute(payment.reference)
        told(like, provider)
        assert (fresh(payment).disputed_minor, fresh(payment).refundable_minor) == (10_000, 0)
        dispute = payment.disputes.get()
        text = "Delivered on 5 March, signed by the buyer"
        data = actions.AnswerDispute(dispute_id=dispute.pk, evidence=text, send=True)
        actions.answer_dispute(company.finance, data, now=NOW)
        work()
        assert like.things[ref]["evidence"] == text
        like.decide(ref, "won")
        told(like, provider)
        dispute.refresh_from_db()
        assert (dispute.state, fresh(payment).disputed_minor) == ("won", 0)
        fees = Transaction.objects.filter(kind="fee").values_list("amount_minor", flat=True)
        assert sorted(fees) == [575, 1500]

    def test_a_payout_is_the_sum_of_its_lines(
        self, company: Company, begin: Begin, like: StripeLike, provider: Provider
    ) -> None:
        payment = begin()
        like.pay(payment.reference)
        told(like, provider)
        actions.refund(company.finance, actions.RefundMoney(payment_id=payment.pk, amount=cny(500), reason="x"))
        work()
        like.pay_out()
        told(like, provider)
        payout = Payout.objects.get()
        assert (payout.amount_minor, payout.whole, payout.state) == (10_000 - 575 - 500, True, "arrived")
        assert {line.payment_id for line in payout.lines.all()} == {payment.pk}
        assert Event.objects.filter(name="payments.PayoutArrived").count() == 1


class TestBrokenLines:
    def test_a_lost_answer_is_found_by_asking_and_never_done_twice(
        self, company: Company, begin: Begin, like: StripeLike
    ) -> None:
        like.lose_answers = 1
        payment = begin()
        assert payment.state == State.NEW
        assert actions.carry_out_now(payment.pk).next.kind == "wait"
        act = OutwardAct.objects.get()
        assert act.state == "unknown"
        find_out()
        payment = fresh(payment)
        assert (payment.state, OutwardAct.objects.get().state) == (State.WAITING, "confirmed")
        assert sum(one["object"] == "payment_intent" for one in like.things.values()) == 1

    @pytest.mark.parametrize("verb", ["capture", "refund", "void"])
    def test_so_it_is_with_everything_that_moves_money(
        self, company: Company, begin: Begin, like: StripeLike, provider: Provider, verb: str
    ) -> None:
        payment = begin(capture="now" if verb == "refund" else "later")
        like.pay(payment.reference)
        told(like, provider)
        like.lose_answers = 1
        match verb:
            case "capture":
                actions.capture(company.finance, actions.Capture(payment_id=payment.pk))
            case "refund":
                data = actions.RefundMoney(payment_id=payment.pk, amount=cny(4_000), reason="x")
                actions.refund(company.finance, data)
            case "void":
                actions.void(company.finance, actions.VoidPayment(payment_id=payment.pk))
        work()
        assert OutwardAct.objects.get(kind=f"payments.{verb}").state == "unknown"
        if verb == "refund":
            with pytest.raises(Refused):
                actions.refund(
                    company.finance, actions.RefundMoney(payment_id=payment.pk, amount=cny(6_001), reason="y")
                )
        find_out()
        assert OutwardAct.objects.get(kind=f"payments.{verb}").state == "confirmed"
        done = [path for how, path in like.asked if how == "POST" and path.endswith((verb, "refunds", "cancel"))]
        assert len(done) == 1
        payment = fresh(payment)
        stands = (payment.captured_minor, payment.refunding_minor, payment.state)
        assert (
            stands
            == {
                "capture": (10_000, 0, State.CAPTURED),
                "refund": (10_000, 4_000, State.CAPTURED),
                "void": (0, 0, State.VOIDED),
            }[verb]
        )

    def test_one_that_never_arrived_is_done_again_under_its_key(self, begin: Begin, like: StripeLike) -> None:
        url, like.url = like.url, "http://127.0.0.1:1"
        Provider.objects.update(settings={**KEYS, "api_base": like.url})
        payment = begin()
        assert OutwardAct.objects.get().state == "planned"
        Provider.objects.update(settings={**KEYS, "api_base": url})
        work(timedelta(minutes=1))
        assert fresh(payment).state == State.WAITING

    @pytest.mark.parametrize(
        ("status", "kind", "after"),
        [
            (429, "rate_limit_error", "planned"),
            (401, "authentication_error", "planned"),
            (409, "idempotency_key_in_use", "planned"),
            (500, "api_error", "unknown"),
            (400, "invalid_request_error", "failed"),
            (402, "card_error", "failed"),
        ],
    )
    def test_what_an_error_means(self, begin: Begin, like: StripeLike, status: int, kind: str, after: str) -> None:
        like.refuse = [(status, kind)]
        payment = begin()
        assert OutwardAct.objects.get().state == after
        assert payment.state == (State.FAILED if after == "failed" else State.NEW)
        assert not any(one["object"] == "payment_intent" for one in like.things.values())

    def test_after_a_day_the_key_is_no_longer_trusted(self, company: Company, begin: Begin, like: StripeLike) -> None:
        like.refuse = [(500, "api_error")]
        payment = begin()
        late = timezone.now() + timedelta(hours=24)
        OutwardAct.objects.update(planned_at=timezone.now() - timedelta(days=2))
        act = OutwardAct.objects.get()
        act.payload = {**act.payload, "planned_at": (timezone.now() - timedelta(days=2)).isoformat()}
        act.save()
        find_out(late)
        act.refresh_from_db()
        assert act.state == "unknown"
        data = actions.ResolveUnknown(act_id=act.pk, outcome="dropped", how="not there in the dashboard")
        actions.resolve_unknown(company.finance, data)
        work()
        assert fresh(payment).state == State.FAILED


def find_out(at: datetime | None = None) -> None:
    from random import Random  # noqa: PLC0415

    carrying.find_out(limit=10, now=at or timezone.now() + timedelta(seconds=1), rng=Random(1))
    work()


class TestNotices:
    def test_the_old_and_the_new_secret_within_the_tolerance(
        self, company: Company, begin: Begin, like: StripeLike, provider: Provider
    ) -> None:
        begin()
        event = like.events[0]
        now = timezone.now()
        stamp = int(now.timestamp())
        actions.set_notice_secret(company.finance, actions.SetNoticeSecret(code="stripe", secret="whsec_2"), now=now)
        provider.refresh_from_db()
        for secret, at, taken in (
            ("whsec_guess", stamp, "forged"),
            (SECRET, stamp - 301, "forged"),
            (SECRET, stamp + 400, "forged"),
            (SECRET, stamp - 299, "new"),
            ("whsec_2", stamp, "again"),
        ):
            body, headers = like.signed(event, secret, at)
            assert receive(provider, headers, body, now) == taken
        body, headers = like.signed(event)
        assert receive(provider, headers, body.replace(b"pi_", b"pX_"), now) == "forged"
        assert receive(provider, {}, body, now) == "forged"


class TestSettingUp:
    def test_keys_in_the_wrong_field_are_refused(self, company: Company) -> None:
        for wrong in ({"public_key": "sk_test_1"}, {"secret_key": "pk_test_1"}, {"secret_key": ""}):
            data = actions.SetUpProvider(code="stripe", kind="stripe", values={**KEYS, **wrong})
            with pytest.raises(InvalidInput):
                actions.set_up_provider(company.finance, data)

    def test_secrets_are_encrypted_kept_and_never_in_the_audit(self, company: Company, provider: Provider) -> None:
        from storecrew.kernel.audit.models import Entry  # noqa: PLC0415

        assert "sk_test" not in provider.secrets
        data = actions.SetUpProvider(code="stripe", kind="stripe", values={**KEYS, "secret_key": ""})
        actions.set_up_provider(company.finance, data)
        assert Provider.objects.get(code="stripe").secrets
        said = json.dumps([[row.input, row.changes, row.result] for row in Entry.objects.all()], default=str)
        assert "sk_test_12345" not in said
        assert SECRET not in said

    def test_the_account_is_checked(self, company: Company, provider: Provider, like: StripeLike) -> None:
        assert actions.check_account("stripe").good
        Provider.objects.update(live=True)
        assert not actions.check_account("stripe").good
        assert Provider.objects.get(code="stripe").check_failed
        with pytest.raises(Refused):
            actions.enable(company.finance, actions.Enable(code="stripe", on=True))

    def test_only_its_own_page_lets_stripe_in(self, provider: Provider) -> None:
        assert "https://js.stripe.com" in csp_sources("stripe")["script-src"]
        assert csp_sources("none") == {}
        Provider.objects.update(enabled_at=None)
        assert csp_sources("stripe") == {}
