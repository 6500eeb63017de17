"""Notices: none lost, none doubled, none believed that is forged; in whatever order they come."""

import json
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Event, OutwardAct
from storecrew.shop.payments import actions
from storecrew.shop.payments.accounts import account_of
from storecrew.shop.payments.hooks import MOST_BYTES, receive
from storecrew.shop.payments.models import Notice, Payment, Provider, Transaction
from storecrew.shop.payments.providers.test.adapter import HEADER, signature
from storecrew.shop.payments.providers.test.server import Server
from storecrew.shop.payments.tests.conftest import NOW, Pay, cny, pass_on
from storecrew.shop.payments.types import State

pytestmark = pytest.mark.django_db
HOOK = "/hooks/payments/test/"


def letter(payment: Payment, uid: str = "tn_1", topic: str = "payment.captured") -> bytes:
    return json.dumps({"id": uid, "topic": topic, "about": payment.reference, "token": payment.token}).encode()


def signed(body: bytes, secret: str, at: Any = None) -> dict[str, str]:
    stamp = int((at or timezone.now()).timestamp())
    return {HEADER: f"t={stamp},v1={signature(body, stamp, secret)}"}


def secret_of(provider: Provider) -> str:
    return account_of(provider, timezone.now()).notice_secrets[0]


@pytest.fixture
def payment(begin: Any, bank: Server) -> Payment:
    """A payment that was paid at the bank, of which we do not know yet."""
    payment = Payment.objects.get(pk=begin().payment_id)
    bank.confirm(payment.reference, card="tok_pays", now=NOW)
    return payment


def post(body: bytes, headers: dict[str, str]) -> Any:
    return Client().post(HOOK, body, content_type="application/json", headers=headers)


def test_a_genuine_notice_makes_us_ask(payment: Payment, providers: dict[str, Provider]) -> None:
    body = letter(payment)
    answer = post(body, signed(body, secret_of(providers["test"])))
    assert (answer.status_code, answer.json()) == (200, {"outcome": "new"})
    payment.refresh_from_db()
    assert payment.captured_minor == 0
    drain(timezone.now())
    payment.refresh_from_db()
    assert (payment.state, payment.captured_minor) == (State.CAPTURED, 10_000)
    assert Notice.objects.get().handled_at is not None


def test_a_notice_that_lies_changes_nothing(payment: Payment, providers: dict[str, Provider], bank: Server) -> None:
    other = bank.create(key="k", token=payment.token, now=NOW, amount=1, currency="CNY", capture="now")
    bank.confirm(other["ref"], card="tok_pays", now=NOW)
    for topic in ("payment.voided", "payment.failed", "refund.settled"):
        body = letter(payment, uid=topic, topic=topic)
        post(body, signed(body, secret_of(providers["test"])))
    drain(timezone.now())
    payment.refresh_from_db()
    assert (payment.state, payment.captured_minor) == (State.CAPTURED, 10_000)


def test_the_same_notice_again_is_nothing_new(payment: Payment, providers: dict[str, Provider]) -> None:
    body = letter(payment)
    headers = signed(body, secret_of(providers["test"]))
    assert [post(body, headers).json()["outcome"] for _time in range(3)] == ["new", "again", "again"]
    drain(timezone.now())
    assert Transaction.objects.filter(kind="capture").count() == 1
    assert OutwardAct.objects.filter(kind="payments.look").count() == 1


def test_forged_ones_are_kept_and_not_believed(payment: Payment, providers: dict[str, Provider]) -> None:
    body, secret = letter(payment), secret_of(providers["test"])
    old = signed(body, secret, timezone.now() - timedelta(minutes=6))
    future = signed(body, secret, timezone.now() + timedelta(minutes=6))
    tries = [{}, {HEADER: ""}, {HEADER: "t=1,v1=0"}, {HEADER: "t=x"}, signed(body, "guess"), old, future]
    for headers in tries:
        assert post(body, headers).status_code == 400
    assert post(body + b" ", signed(body, secret)).status_code == 400
    assert Notice.objects.filter(genuine=False).count() == len(tries) + 1
    assert not OutwardAct.objects.filter(kind="payments.look").exists()
    assert post(body, signed(body, secret)).status_code == 200


def test_what_is_no_notice_is_turned_away(payment: Payment, providers: dict[str, Provider]) -> None:
    secret = secret_of(providers["test"])
    for body in (b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"id":""}', b'{"id": 3}'):
        assert post(body, signed(body, secret)).status_code == 400
    large = b"x" * (MOST_BYTES + 1)
    assert post(large, signed(large, secret)).status_code == 413
    assert Client().get(HOOK).status_code == 405
    assert Client().post("/hooks/payments/cash/", b"{}", content_type="text/plain").status_code == 404
    assert Client().post("/hooks/payments/none/", b"{}", content_type="text/plain").status_code == 404


def test_for_three_days_the_old_secret_is_taken_as_well(
    company: Company, payment: Payment, providers: dict[str, Provider]
) -> None:
    old, now = secret_of(providers["test"]), timezone.now()
    actions.set_notice_secret(company.finance, actions.SetNoticeSecret(code="test", secret="whsec_new"), now=now)
    for place, secret in enumerate((old, "whsec_new")):
        body = letter(payment, uid=f"tn_{place}")
        assert post(body, signed(body, secret)).status_code == 200
    provider, late = Provider.objects.get(code="test"), now + timedelta(days=3, seconds=1)
    body = letter(payment, uid="tn_9")
    assert receive(provider, signed(body, old, late), body, late) == "forged"
    assert receive(provider, signed(body, "whsec_new", late), body, late) == "new"


def test_one_about_nothing_of_ours_is_kept_and_leads_nowhere(providers: dict[str, Provider]) -> None:
    body = json.dumps({"id": "x", "topic": "payment.captured", "about": "tp_other", "token": ""}).encode()
    assert post(body, signed(body, secret_of(providers["test"]))).status_code == 200
    assert Notice.objects.get().why
    assert not OutwardAct.objects.exists()


def test_a_notice_that_overtakes_our_own_answer_waits_for_it(
    company: Company, providers: dict[str, Provider], bank: Server
) -> None:
    data = actions.Begin(payable="order:1", amount=cny(10_000), provider="test", return_url="/x")
    begun = actions.begin(company.nobody, data, now=NOW)
    payment = Payment.objects.get(pk=begun.payment_id)
    body = json.dumps({"id": "x", "topic": "payment.waiting", "about": "tp_new", "token": payment.token}).encode()
    assert receive(providers["test"], signed(body, secret_of(providers["test"]), NOW), body, NOW) == "new"
    drain(NOW)
    assert OutwardAct.objects.get(kind="payments.look").state == "planned"
    for minutes in (1, 2):
        drain(NOW + timedelta(minutes=minutes))
    assert OutwardAct.objects.get(kind="payments.look").state == "confirmed"
    assert Notice.objects.get().handled_at is not None


@pytest.mark.parametrize("seed", range(3))
def test_a_flood_shuffled_doubled_and_part_forged_loses_and_doubles_nothing(
    begin: Any, bank: Server, providers: dict[str, Provider], seed: int
) -> None:
    rng, secret, at = Random(seed), secret_of(providers["test"]), NOW + timedelta(minutes=2)
    payments = [Payment.objects.get(pk=begin(1000 + n, payable=f"order:{n}").payment_id) for n in range(12)]
    for payment in payments:
        bank.confirm(payment.reference, card=rng.choice(["tok_pays", "tok_declined", "tok_part"]), now=NOW)
    post_bag = [
        (letter(payment, uid=f"{payment.pk}:{n}", topic=f"payment.{n}"), True) for payment in payments for n in range(8)
    ]
    post_bag += rng.sample(post_bag, k=len(post_bag) * 12 // 100)
    post_bag += [(letter(payment, uid=f"{payment.pk}:false"), False) for payment in payments[:3]]
    rng.shuffle(post_bag)
    for body, genuine in post_bag:
        headers = signed(body, secret if genuine else "guess", at)
        assert (receive(providers["test"], headers, body, at) == "forged") is not genuine
        if rng.random() < 0.1:
            drain(at + timedelta(seconds=1))
    drain(at + timedelta(minutes=1))
    assert Notice.objects.filter(genuine=True).count() == 96
    assert not Notice.objects.filter(genuine=True, handled_at=None).exists()
    for payment in payments:
        stands = bank.intent(payment.reference)
        payment.refresh_from_db()
        taken = sum(fact["amount"] for fact in stands["facts"] if fact["kind"] == "capture")
        assert (payment.state, payment.captured_minor) == (stands["state"], taken)
    captured = Event.objects.filter(name="payments.PaymentCaptured")
    assert captured.count() == Payment.objects.filter(state=State.CAPTURED).count()


def test_what_was_never_told_is_asked_for(payment: Payment) -> None:
    from storecrew.shop.payments.jobs import ask  # noqa: PLC0415

    ask(NOW + timedelta(minutes=5))
    assert not OutwardAct.objects.filter(kind="payments.look").exists()
    late = NOW + timedelta(minutes=15)
    ask(late)
    drain(late)
    payment.refresh_from_db()
    assert payment.state == State.CAPTURED


class TestDisputes:
    def test_one_is_answered_in_time_and_won(self, company: Company, pay: Pay) -> None:
        payment = pay(10_000, card="tok_disputed")
        payment = pass_on(payment, NOW + timedelta(seconds=30))
        dispute = payment.disputes.get()
        assert (payment.disputed_minor, payment.refundable_minor, dispute.state) == (10_000, 0, "open")
        assert dispute.due_at == NOW + timedelta(days=7, seconds=30)
        at = NOW + timedelta(days=1)
        draft = actions.AnswerDispute(dispute_id=dispute.pk, evidence="Delivered on 5 March, signed")
        assert actions.answer_dispute(company.service, draft, now=at).sent is False
        sent = draft.model_copy(update={"send": True})
        assert actions.answer_dispute(company.finance, sent, now=at).sent is True
        with pytest.raises(actions.disputes.Refused):
            actions.answer_dispute(company.finance, sent, now=at)
        drain(at)
        dispute.refresh_from_db()
        assert dispute.state == "review"
        payment = pass_on(payment, at + timedelta(minutes=1))
        dispute.refresh_from_db()
        assert (payment.disputed_minor, payment.refundable_minor, dispute.state) == (0, 10_000, "won")
        names = [row.name for row in Event.objects.filter(name__startswith="payments.Dispute").order_by("pk")]
        assert names == ["payments.DisputeOpened", "payments.DisputeClosed"]
        assert Event.objects.get(name="payments.DisputeClosed").payload["won"] is True

    def test_one_without_answer_is_lost(self, company: Company, pay: Pay) -> None:
        payment = pass_on(pay(10_000, card="tok_disputed"), NOW + timedelta(seconds=30))
        late = NOW + timedelta(days=8)
        payment = pass_on(payment, late)
        assert (payment.disputed_minor, payment.disputes.get().state) == (10_000, "lost")
        data = actions.AnswerDispute(dispute_id=payment.disputes.get().pk, evidence="too late now", send=True)
        with pytest.raises(actions.disputes.Refused):
            actions.answer_dispute(company.finance, data, now=late)


class TestPayouts:
    def test_a_payout_is_the_sum_of_its_lines(self, pay: Pay, bank: Server) -> None:
        from storecrew.shop.payments.jobs import payouts  # noqa: PLC0415
        from storecrew.shop.payments.models import Payout  # noqa: PLC0415

        one, other = pay(10_000), pay(4_000, payable="order:2")
        bank.refund(other.reference, key="r", token="", amount=1_000, now=NOW)
        day = NOW + timedelta(days=3)
        pass_on(one, day - timedelta(days=2, hours=12))
        pass_on(one, day)
        payout = Payout.objects.get()
        assert (payout.state, payout.whole) == ("pending", True)
        fees = (290 + 30) + (116 + 30)
        assert payout.amount_minor == 10_000 + 4_000 - 1_000 - fees
        assert {line.payment_id for line in payout.lines.all()} == {one.pk, other.pk}
        for hours in (25, 26):
            payouts(day + timedelta(hours=hours))
            drain(day + timedelta(hours=hours))
        event = Event.objects.get(name="payments.PayoutArrived")
        assert event.payload["amount"]["minor"] == payout.amount_minor
        assert event.payload["fees"]["minor"] == fees
        assert not Notice.objects.filter(genuine=True, handled_at=None).exists()
