"""Beginning a payment: who may, what is refused, and what the shopper is told to do next."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.events.models import Event, OutwardAct
from storecrew.kernel.money.types import Money
from storecrew.shop.payments import actions, reads
from storecrew.shop.payments.models import Payment, Provider
from storecrew.shop.payments.providers.test.happening import Declined
from storecrew.shop.payments.providers.test.server import Server
from storecrew.shop.payments.tests.conftest import NOW, Pay, cny, pass_on
from storecrew.shop.payments.types import Begun, State

pytestmark = pytest.mark.django_db
type Start = Callable[..., Begun]


def _data(**more: object) -> actions.Begin:
    return actions.Begin.model_validate(
        {"payable": "order:1", "amount": cny(10_000), "provider": "test", "return_url": "/order/x", **more}
    )


def test_whoever_waits_is_sent_to_the_bank_at_once(company: Company, providers: dict[str, Provider]) -> None:
    begun = actions.begin(company.nobody, _data())
    assert (begun.state, begun.next.kind) == (State.NEW, "wait")
    on = actions.carry_out_now(begun.payment_id)
    assert (on.state, on.next.kind) == (State.WAITING, "redirect")
    assert on.next.url.startswith("/pay-test/tp_")
    assert on.token == begun.token
    assert actions.carry_out_now(begun.payment_id) == on
    assert OutwardAct.objects.get(kind="payments.start").state == "confirmed"


def test_a_worker_asks_the_bank_when_nobody_waited(begin: Start) -> None:
    begun = begin()
    assert Payment.objects.get(pk=begun.payment_id).state == State.WAITING


def test_the_same_key_is_the_same_payment(company: Company, providers: dict[str, Provider]) -> None:
    first = actions.begin(company.nobody, _data(key="order:1:1"))
    assert actions.begin(company.nobody, _data(key="order:1:1")) == first
    with pytest.raises(Refused) as refused:
        actions.begin(company.nobody, _data(key="order:1:1", amount=cny(9)))
    assert refused.value.code == "payments.key_reused"
    assert Payment.objects.count() == 1


def test_a_card_that_pays_pays(pay: Pay) -> None:
    payment = pay(12_345)
    assert payment.state == State.CAPTURED
    assert (payment.authorised_minor, payment.captured_minor, payment.trouble) == (12_345, 12_345, "")
    names = set(
        Event.objects.filter(subject=payment.subject, name__startswith="payments.").values_list("name", flat=True)
    )
    assert names == {"payments.PaymentAuthorised", "payments.PaymentCaptured", "payments.FeeCharged"}
    event = Event.objects.get(name="payments.PaymentCaptured")
    assert event.payload["payable"] == "order:1"
    assert event.payload["captured"] == {"minor": 12_345, "currency": "CNY"}


@pytest.mark.parametrize("card", ["tok_declined", "tok_empty", "tok_expired"])
def test_a_declined_card_leaves_the_way_open(pay: Pay, bank: Server, card: str) -> None:
    payment = pay(card=card)
    assert (payment.state, payment.captured_minor) == (State.FAILED, 0)
    assert payment.failure_message
    begun = reads.begun(payment)
    assert begun.next.kind == "redirect"
    bank.confirm(payment.reference, card="tok_pays", now=NOW)
    assert pass_on(payment).state == State.CAPTURED


def test_a_late_answer_arrives_by_a_notice(pay: Pay) -> None:
    payment = pay(card="tok_late")
    assert payment.state == State.PROCESSING
    assert pass_on(payment, NOW + timedelta(seconds=9)).state == State.CAPTURED


def test_a_bank_that_asks_back_is_answered(pay: Pay, bank: Server) -> None:
    payment = pay(card="tok_asks")
    assert payment.state == State.WAITING
    bank.answer_challenge(payment.reference, passed=True, now=NOW)
    assert pass_on(payment).state == State.CAPTURED


def test_a_refused_challenge_takes_nothing(pay: Pay, bank: Server) -> None:
    payment = pay(card="tok_asks")
    bank.answer_challenge(payment.reference, passed=False, now=NOW)
    payment = pass_on(payment)
    assert (payment.state, payment.failure_code, payment.captured_minor) == (
        State.FAILED,
        "authentication_failed",
        0,
    )


def test_a_question_of_a_card_that_was_given_up_undoes_nothing(pay: Pay, bank: Server) -> None:
    payment = pay(card="tok_asks")
    bank.confirm(payment.reference, card="tok_pays", now=NOW)
    with pytest.raises(Declined):
        bank.answer_challenge(payment.reference, passed=False, now=NOW)
    assert pass_on(payment).state == State.CAPTURED


def test_money_of_another_amount_is_shown_and_not_hidden(pay: Pay) -> None:
    payment = pay(10_000, card="tok_part")
    assert (payment.captured_minor, payment.trouble) == (6_000, "amount")
    assert reads.payments_of("order:1")[0].trouble == "amount"


def test_the_page_one_comes_back_to_does_not_wait_for_the_notice(begin: Start, bank: Server) -> None:
    begun = begin()
    bank.confirm(Payment.objects.get().reference, card="tok_pays", now=timezone.now())
    assert actions.look_now(begun.payment_id).state == State.CAPTURED


def test_another_try_gives_the_earlier_one_up(begin: Start, bank: Server) -> None:
    first, second = begin(), begin()
    one, other = Payment.objects.get(pk=first.payment_id), Payment.objects.get(pk=second.payment_id)
    assert (one.state, other.state) == (State.VOIDED, State.WAITING)
    transfer = begin(provider="transfer", now=NOW + timedelta(minutes=5))
    begin(provider="cash", now=NOW + timedelta(minutes=6))
    assert Payment.objects.get(pk=transfer.payment_id).state == State.VOIDED


def test_a_transfer_says_what_to_write_where(begin: Start) -> None:
    begun = begin(provider="transfer", language="zh-hans")
    assert begun.next.kind == "instructions"
    said = [line.value for line in begun.next.lines]
    code = Payment.objects.get().code
    assert code in said
    assert "6222 0000 1111" in said
    assert code in begun.next.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": cny(0)}, "amount"),
        ({"return_url": "https://evil.example/"}, "return_url"),
        ({"return_url": "//evil.example"}, "return_url"),
        ({"return_url": "javascript:1"}, "return_url"),
    ],
)
def test_what_cannot_be_begun(
    company: Company, providers: dict[str, Provider], change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.begin(company.nobody, _data(**change))
    assert set(refused.value.fields) == {field}


def test_a_way_that_is_off_or_does_not_fit_is_not_offered(company: Company, providers: dict[str, Provider]) -> None:
    def offered(amount: Money, country: str = "") -> list[str]:
        return [offer.provider for offer in reads.methods_for(amount, country)]

    assert offered(cny(100)) == ["test", "transfer", "cash"]
    values = {"countries": "CN", "currencies": "CNY", "most": "500"}
    actions.set_up_provider(company.finance, actions.SetUpProvider(code="cash", kind="cash", values=values), now=NOW)
    assert offered(cny(100), "CN") == ["test", "transfer", "cash"]
    for wrong in ((cny(50_001), "CN"), (cny(100), "DE"), (Money(100, "USD"), "CN")):
        assert "cash" not in offered(*wrong)
    actions.enable(company.finance, actions.Enable(code="test", on=False), now=NOW)
    assert "test" not in offered(cny(100))
    with pytest.raises(Refused) as refused:
        actions.begin(company.nobody, _data())
    assert refused.value.code == "payments.not_offered"


def test_a_payment_is_found_by_its_token_and_by_nothing_else(company: Company, begin: Start) -> None:
    begun = begin()
    assert reads.by_token(company.nobody, reads.ByToken(token=begun.token)).payment_id == begun.payment_id
    for token in ("", "x", str(begun.payment_id)):
        with pytest.raises(Missing):
            reads.by_token(company.nobody, reads.ByToken(token=token))
