"""What payments announce: an order follows, whatever arrives in which order and however often."""

from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Event
from storecrew.shop.orders import actions
from storecrew.shop.orders.jobs import sweep_unpaid
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.tests.conftest import NOW, Check, Shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.payments import actions as payments
from storecrew.shop.payments.models import Refund

AFTER = NOW + timedelta(hours=3)


def announced(name: str) -> int:
    return Event.objects.filter(name=f"orders.{name}").count()


def test_transfers_are_heard_of_by_the_announcement(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    begin = payments.Begin(payable=order.subject, amount=order.total, provider="bank")
    begun = payments.begin(shop.company.finance, begin, now=NOW)
    match = payments.MatchTransfer(payment_id=begun.payment_id, amount=order.money(5000), reference="T-1")
    payments.match_transfer(shop.company.finance, match, now=NOW)
    drain(NOW)
    order.refresh_from_db()
    assert (order.payment, order.captured_minor, order.balance_minor) == ("part_paid", 5000, 6200)
    rest = payments.MatchTransfer(payment_id=begun.payment_id, amount=order.money(6200), reference="T-2")
    payments.match_transfer(shop.company.finance, rest, now=NOW)
    drain(NOW)
    order.refresh_from_db()
    assert (order.payment, order.paid_at, order.pay_by) == ("paid", NOW, None)
    shop.hear(order)
    assert announced("OrderPaid") == 1


def test_refunds_never_make_the_buyer_owe_more(shop: Shop) -> None:
    order = shop.ship(shop.pay(shop.place(quote_of(Want(shop.lamp(), 2)))))
    payment = order_payment(order)
    refund = payments.RefundMoney(payment_id=payment, amount=order.money(3000), reason="goodwill", key="g")
    asked = payments.refund(shop.company.service, refund, now=NOW)
    settle = payments.SettleRefund(refund_id=asked.refund_id, reference="R-1")
    payments.settle_refund(shop.company.finance, settle, now=NOW)
    shop.hear(order)
    assert (order.payment, order.credited_minor, order.balance_minor, order.state) == (
        "part_refunded",
        3000,
        0,
        "closed",
    )


def order_payment(order: Order) -> int:
    from storecrew.shop.payments.reads import payments_of  # noqa: PLC0415  only here

    return payments_of(order.subject)[0].payment_id


def test_what_nobody_paid_in_time_is_cancelled_and_given_back(shop: Shop) -> None:
    lamp = shop.lamp()
    waiting = shop.place(quote_of(Want(lamp, 2)))
    patient = shop.place(quote_of(Want(lamp)), checkout="c2", pay_by=AFTER + timedelta(days=1))
    paid = shop.place(quote_of(Want(lamp)), checkout="c3")
    shop.pay(paid)
    sweep_unpaid(AFTER)
    sweep_unpaid(AFTER)
    for order in (waiting, patient, paid):
        order.refresh_from_db()
    assert [order.state for order in (waiting, patient, paid)] == ["cancelled", "open", "open"]
    assert (waiting.cancel_reason, waiting.payment) == ("unpaid", "void")
    assert shop.sellable(lamp) == 8


def test_money_that_has_arrived_but_was_not_announced_yet_saves_the_order(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    begin = payments.Begin(payable=order.subject, amount=order.total, provider="bank")
    begun = payments.begin(shop.company.finance, begin, now=NOW)
    match = payments.MatchTransfer(payment_id=begun.payment_id, amount=order.total, reference="T-1")
    payments.match_transfer(shop.company.finance, match, now=NOW)
    sweep_unpaid(AFTER)
    order.refresh_from_db()
    assert order.state == "open"


def test_late_money_takes_the_order_up_again(shop: Shop, adds_up: Check) -> None:
    lamp = shop.lamp()
    order = shop.place(quote_of(Want(lamp, 2, off=500)))
    sweep_unpaid(AFTER)
    order.refresh_from_db()
    assert order.state == "cancelled"
    shop.pay(order, order.placed_total_minor)
    adds_up(order)
    assert (order.state, order.payment, order.total_minor) == ("open", "paid", order.placed_total_minor)
    assert (shop.promised(order), shop.sellable(lamp)) == ({"line:1": 2}, 8)
    assert (announced("OrderRevived"), announced("MoneyCameLate")) == (1, 1)
    shop.hear(order)
    assert announced("MoneyCameLate") == 1


def test_late_money_goes_back_when_the_goods_are_gone(shop: Shop) -> None:
    lamp = shop.lamp(on_hand=2)
    order = shop.place(quote_of(Want(lamp, 2)))
    sweep_unpaid(AFTER)
    shop.place(quote_of(Want(lamp)), checkout="quicker")
    order.refresh_from_db()
    shop.pay(order, order.placed_total_minor)
    assert (order.state, order.total_minor) == ("cancelled", 0)
    assert [row.amount_minor for row in Refund.objects.all()] == [order.placed_total_minor]
    assert order.to_give_back_minor == 0
    shop.hear(order)
    assert Refund.objects.count() == 1
    assert announced("OrderRevived") == 0


def test_too_little_late_money_goes_back(shop: Shop) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    sweep_unpaid(AFTER)
    order.refresh_from_db()
    shop.pay(order, 100)
    assert order.state == "cancelled"
    assert [row.amount_minor for row in Refund.objects.all()] == [100]


def test_more_than_was_asked_shows_as_paid_too_much(shop: Shop) -> None:
    order = shop.pay(shop.place(quote_of(Want(shop.lamp()))), 20000)
    assert (order.payment, order.balance_minor, order.to_give_back_minor) == ("paid", -8800, 8800)


def test_only_the_clerk_takes_in_money(shop: Shop, company: Company) -> None:
    order = shop.place(quote_of(Want(shop.lamp())))
    for actor in (company.finance, company.director, company.nobody):
        with pytest.raises(Denied):
            actions.take_in_money(actor, actions.TakeInMoney(order_id=order.pk))
