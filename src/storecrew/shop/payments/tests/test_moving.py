"""Capturing, voiding, giving back: limits hold however many ask, and nothing is done twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Parked, Refused
from storecrew.kernel.approvals.actions import SetRule, set_rule
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Event, OutwardAct
from storecrew.kernel.money.types import Money
from storecrew.shop.payments import actions
from storecrew.shop.payments.models import Payment, Refund, Transaction
from storecrew.shop.payments.providers.test.server import Server
from storecrew.shop.payments.tests.conftest import NOW, Pay, cny, pass_on
from storecrew.shop.payments.types import Begun, RefundState, State

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=2)


def give_back(company: Company, payment: Payment, minor: int | None = None, key: str = "", **more: Any) -> Any:
    amount = None if minor is None else cny(minor)
    data = actions.RefundMoney(payment_id=payment.pk, amount=amount, reason="broken", key=key)
    return actions.refund(company.finance, data, **{"now": LATER, **more})


def settled(payment: Payment) -> Payment:
    drain(LATER)
    pass_on(payment, LATER + timedelta(seconds=5))
    return Payment.objects.get(pk=payment.pk)


def test_what_is_set_aside_is_taken_in_part_and_the_rest_released(company: Company, pay: Pay) -> None:
    payment = pay(10_000, capture="later")
    assert (payment.state, payment.captured_minor, payment.expires_at) == (
        State.AUTHORISED,
        0,
        NOW + timedelta(days=7),
    )
    actions.capture(company.finance, actions.Capture(payment_id=payment.pk, amount=cny(7_000)), now=LATER)
    payment = settled(payment)
    assert (payment.state, payment.captured_minor, payment.trouble) == (State.CAPTURED, 7_000, "")
    kinds = list(Transaction.objects.filter(payment=payment, kind="void").values_list("amount_minor", flat=True))
    assert kinds == [3_000]
    with pytest.raises(Refused):
        actions.capture(company.finance, actions.Capture(payment_id=payment.pk), now=LATER)


def test_two_captures_at_once_are_one(company: Company, pay: Pay) -> None:
    payment = pay(10_000, capture="later")
    actions.capture(company.finance, actions.Capture(payment_id=payment.pk), now=LATER)
    with pytest.raises(Refused) as refused:
        actions.capture(company.finance, actions.Capture(payment_id=payment.pk), now=LATER)
    assert refused.value.code == "payments.on_its_way"
    assert settled(payment).captured_minor == 10_000


@pytest.mark.parametrize("amount", [cny(0), cny(10_001), Money(100, "USD")])
def test_more_than_is_set_aside_cannot_be_taken(company: Company, pay: Pay, amount: Money) -> None:
    payment = pay(10_000, capture="later")
    with pytest.raises(InvalidInput):
        actions.capture(company.finance, actions.Capture(payment_id=payment.pk, amount=amount), now=LATER)


def test_what_is_let_go_cannot_be_paid_any_more(company: Company, pay: Pay, bank: Server) -> None:
    payment = pay(10_000, capture="later")
    actions.void(company.finance, actions.VoidPayment(payment_id=payment.pk, reason="out of stock"), now=LATER)
    payment = settled(payment)
    assert (payment.state, payment.captured_minor) == (State.VOIDED, 0)
    assert Event.objects.filter(name="payments.PaymentVoided").count() == 1
    actions.void(company.finance, actions.VoidPayment(payment_id=payment.pk), now=LATER)
    with pytest.raises(bank_declines()):
        bank.confirm(payment.reference, card="tok_pays", now=LATER)


def bank_declines() -> type[Exception]:
    from storecrew.shop.payments.providers.test.happening import Declined  # noqa: PLC0415

    return Declined


def test_an_authorisation_that_runs_out_is_voided(pay: Pay) -> None:
    payment = pay(10_000, capture="later")
    assert pass_on(payment, NOW + timedelta(days=7, minutes=1)).state == State.VOIDED


def test_money_that_came_in_is_given_back_not_let_go(company: Company, pay: Pay) -> None:
    payment = pay()
    with pytest.raises(Refused) as refused:
        actions.void(company.finance, actions.VoidPayment(payment_id=payment.pk), now=LATER)
    assert refused.value.code == "payments.captured"


def test_parts_go_back_until_nothing_is_left(company: Company, pay: Pay) -> None:
    payment = pay(10_000)
    give_back(company, payment, 4_000)
    payment.refresh_from_db()
    assert (payment.refunding_minor, payment.refundable_minor) == (4_000, 6_000)
    give_back(company, payment)
    payment = settled(payment)
    assert (payment.refunded_minor, payment.refunding_minor, payment.refundable_minor) == (10_000, 0, 0)
    assert sorted(Refund.objects.values_list("amount_minor", "state")) == [(4_000, "settled"), (6_000, "settled")]
    amounts = [
        row.payload["amount"]["minor"] for row in Event.objects.filter(name="payments.RefundSettled").order_by("pk")
    ]
    assert sorted(amounts) == [4_000, 6_000]
    with pytest.raises(Refused) as refused:
        give_back(company, payment, 1)
    assert refused.value.code == "payments.refund_limit"


def test_the_same_key_is_the_same_refund(company: Company, pay: Pay) -> None:
    payment = pay(10_000)
    first = give_back(company, payment, 4_000, key="return:4")
    assert give_back(company, payment, 4_000, key="return:4") == first
    with pytest.raises(Refused):
        give_back(company, payment, 5_000, key="return:4")
    assert settled(payment).refunded_minor == 4_000


def test_a_refund_that_does_not_arrive_is_free_again(company: Company, pay: Pay) -> None:
    payment = pay(10_000, card="tok_no_refund")
    give_back(company, payment, 4_000, key="return:4")
    payment = settled(payment)
    assert (payment.refunded_minor, payment.refunding_minor, payment.refundable_minor) == (0, 0, 10_000)
    event = Event.objects.get(name="payments.RefundFailed")
    assert (event.payload["key"], event.payload["amount"]["minor"]) == ("return:4", 4_000)


def test_a_refund_made_at_the_bank_itself_counts_and_leaves_less(company: Company, pay: Pay, bank: Server) -> None:
    payment = pay(10_000)
    bank.refund(payment.reference, key="by hand", token="", amount=8_000, now=NOW)
    payment = pass_on(payment, NOW + timedelta(seconds=5))
    assert payment.refunded_minor == 8_000
    assert Refund.objects.get().key.startswith("provider:")
    with pytest.raises(Refused):
        give_back(company, payment, 3_000)
    assert Event.objects.get(name="payments.RefundSettled").payload["key"] == ""


def test_one_that_the_bank_refuses_is_given_up_and_free_again(company: Company, pay: Pay, bank: Server) -> None:
    payment = pay(10_000)
    give_back(company, payment, 6_000)
    bank.refund(payment.reference, key="by hand", token="", amount=8_000, now=NOW)  # somebody was quicker there
    payment = settled(payment)
    assert (payment.refunded_minor, payment.refunding_minor) == (8_000, 0)
    assert Refund.objects.get(amount_minor=6_000).state == RefundState.FAILED
    assert OutwardAct.objects.get(kind="payments.refund").state == "failed"


def test_many_small_refunds_weigh_as_one_big_one(company: Company, pay: Pay) -> None:
    rule = SetRule(action="payments.refund", currency="CNY", from_minor=5_000, seat="finance")
    set_rule(company.founder, rule, now=NOW)
    payment = pay(10_000)
    small = actions.RefundMoney(payment_id=payment.pk, amount=cny(4_900), reason="scratch")
    actions.refund(company.service, small, now=LATER)
    more = actions.RefundMoney(payment_id=payment.pk, amount=cny(100), reason="scratch")
    with pytest.raises(Parked):
        actions.refund(company.service, more, now=LATER)
    assert settled(payment).refunded_minor == 4_900


def test_who_may_and_who_may_not(company: Company, pay: Pay) -> None:
    payment = pay(10_000, capture="later")
    data = actions.RefundMoney(payment_id=payment.pk, amount=cny(1), reason="x")
    for actor in (company.web, company.marketing, company.warehouse, company.stranger, company.nobody):
        with pytest.raises(Denied):
            actions.refund(actor, data)
    for actor in (company.service, company.warehouse, company.nobody):
        with pytest.raises(Denied):
            actions.capture(actor, actions.Capture(payment_id=payment.pk))
        with pytest.raises(Denied):
            actions.void(actor, actions.VoidPayment(payment_id=payment.pk))
    with pytest.raises(Missing):
        actions.capture(company.finance, actions.Capture(payment_id=10**9))


def test_a_preview_changes_nothing(company: Company, pay: Pay) -> None:
    payment = pay(10_000)
    answer = actions.refund.preview(company.finance, actions.RefundMoney(payment_id=payment.pk, amount=cny(4_000)))
    assert answer.result.amount == cny(4_000)
    payment.refresh_from_db()
    assert (payment.refunding_minor, Refund.objects.count()) == (0, 0)


def test_cash_is_collected_once_and_paid_back_by_hand(company: Company, begin: Callable[..., Begun]) -> None:
    begun = begin(provider="cash")
    one = actions.Collect(payment_id=begun.payment_id)
    assert actions.collect(company.warehouse, one, now=LATER).captured == cny(10_000)
    assert actions.collect(company.warehouse, one, now=LATER).captured == cny(10_000)
    payment = Payment.objects.get()
    asked = give_back(company, payment, 2_500)
    assert asked.state == RefundState.TO_DO
    done = actions.SettleRefund(refund_id=asked.refund_id, reference="ICBC-77")
    for _twice in range(2):
        actions.settle_refund(company.finance, done, now=LATER)
    payment.refresh_from_db()
    assert (payment.refunded_minor, payment.refunding_minor) == (2_500, 0)
    assert Event.objects.filter(name="payments.RefundSettled").count() == 1
    with pytest.raises(Refused):
        actions.capture(company.finance, actions.Capture(payment_id=payment.pk), now=LATER)
