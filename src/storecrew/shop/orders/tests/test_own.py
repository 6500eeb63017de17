"""Buyers cancel and redirect their own order, while nobody has begun with it."""

import copy
from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import ActionError, Missing, Refused
from storecrew.kernel.events.models import Event
from storecrew.shop.orders import actions, in_hand, reads
from storecrew.shop.orders.models import Order, Rulebook
from storecrew.shop.orders.tests.conftest import HOME, NOW, Shop
from storecrew.shop.orders.tests.making import Want, quote_of
from storecrew.shop.payments.models import Refund


@pytest.fixture(scope="module")
def lasting_order(lasting_shop: Shop) -> Order:
    return lasting_shop.pay(lasting_shop.place(quote_of(Want(lasting_shop.lamp(), 2))))


@pytest.fixture
def order(lasting_order: Order, shop: Shop) -> Order:
    return copy.deepcopy(lasting_order)


def cancel(company: Company, order: Order, token: str = "") -> actions.CancelledOwn:
    data = actions.CancelOwn(token=token or reads.token_for(order.pk))
    return actions.cancel_own(company.nobody, data, now=NOW + timedelta(hours=1))


def redirect(company: Company, order: Order, **fields: str) -> actions.AddressChanged:
    data = actions.ChangeOwnAddress(token=reads.token_for(order.pk), ship_to=HOME.model_copy(update=fields))
    return actions.change_own_address(company.nobody, data, now=NOW)


def test_a_buyer_cancels_and_gets_the_money_back(shop: Shop, company: Company, order: Order) -> None:
    answer = cancel(company, order)
    order.refresh_from_db()
    assert (order.state, order.cancel_reason) == ("cancelled", "buyer")
    assert (
        answer.refunding.minor == order.placed_total_minor == sum(Refund.objects.values_list("amount_minor", flat=True))
    )
    assert shop.promised(order) == {}


def test_cancelling_twice_happens_once(company: Company, order: Order) -> None:
    assert cancel(company, order).number == cancel(company, order).number
    assert Event.objects.filter(name="orders.OrderCancelled").count() == 1
    assert Refund.objects.count() == 1


def test_what_has_left_or_is_in_hand_is_not_cancelled(
    shop: Shop, company: Company, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(in_hand._told, "tests.hands", lambda order_id: order_id == order.pk)
    with pytest.raises(Refused, match="packing it already"):
        cancel(company, order)
    assert not reads.what_buyers_may(order.pk, NOW).change_address
    monkeypatch.delitem(in_hand._told, "tests.hands")
    shop.ship(order)
    with pytest.raises(Refused, match="has left already"):
        cancel(company, order)


def test_the_store_says_for_how_long(company: Company, order: Order) -> None:
    assert reads.what_buyers_may(order.pk, NOW).until == NOW + timedelta(hours=720)
    Rulebook.objects.create(buyers_cancel_h=0)
    may = reads.what_buyers_may(order.pk, NOW)
    assert (may.cancel, may.until) == (False, None)
    with pytest.raises(Refused):
        cancel(company, order)


def test_a_forged_link_cancels_nothing(company: Company, order: Order) -> None:
    with pytest.raises(Missing):
        cancel(company, order, token=f"{order.pk}-{'A' * 40}")
    with pytest.raises(Missing):
        reads.what_buyers_may(order.pk + 1, NOW)
    order.refresh_from_db()
    assert order.state == "open"


def test_somebody_elses_cancelled_order_is_not_answered_as_cancelled_by_the_buyer(
    company: Company, order: Order
) -> None:
    actions.cancel(company.service, actions.Cancel(order_id=order.pk, reason="risk"), now=NOW)
    with pytest.raises(Refused, match="cancelled already"):
        cancel(company, order)


def test_it_goes_to_another_street_of_the_same_zone(
    company: Company, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storecrew.shop.shipping.reads.same_zone", lambda one, other: True)
    redirect(company, order, line1="灯湖西路 9 号")
    redirect(company, order, line1="灯湖西路 9 号")
    order.refresh_from_db()
    assert order.ship_to["line1"] == "灯湖西路 9 号"
    assert Event.objects.filter(name="orders.OrderEdited").count() == 1


def test_another_country_or_zone_is_asked_about(company: Company, order: Order) -> None:
    with pytest.raises(Refused, match="costs something else"):
        redirect(company, order, line1="灯湖西路 9 号")  # no zone serves either: nobody knows what it costs
    with pytest.raises(ActionError):
        redirect(company, order, country="HK", region="", city="", district="Central", postal_code="")
    order.refresh_from_db()
    assert order.ship_to["line1"] == HOME.line1
