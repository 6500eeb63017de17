"""From the bag to the order: what is agreed to is what is charged, once, and the last piece goes to one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.fronts.lab.furnishing import Furnished
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.shop.carts import actions
from storecrew.shop.carts.models import Cart, CartState
from storecrew.shop.carts.tests.conftest import NOW, Shopper
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.customers.models import Consent
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.payments import reads as payments
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import SoldOut

pytestmark = pytest.mark.django_db


def available(company: Company, variant_id: int) -> int:
    query = stock.AvailabilityQuery(variant_ids=(variant_id,))
    return stock.availability(company.warehouse, query, now=NOW).items[0].available


def reprice(company: Company, variant_id: int, minor: int) -> None:
    product_id = Variant.objects.get(pk=variant_id).product_id
    price = catalogue.VariantPrice(variant_id=variant_id, currency="CNY", price_minor=minor)
    catalogue.set_prices(company.finance, catalogue.SetPrices(product_id=product_id, prices=(price,)), now=NOW)


def test_a_bag_becomes_an_order_with_a_payment(company: Company, shop: Furnished, shopper: Shopper) -> None:
    shopper.put("MUG", 2)
    shopper.begin()
    shopper.fill_in()
    seen = shopper.cart()
    done = shopper.complete()
    order = orders.find(done.order_id)
    assert order is not None and seen.quote is not None
    assert order.total == seen.quote.totals.total
    assert [(line.sku, line.quantity) for line in order.lines] == [("MUG", 2)]
    (payment,) = payments.payments_of(f"order:{done.order_id}")
    assert payment.amount == order.total
    assert payment.payment_id == done.payment_id
    assert available(company, shop.variants["MUG"]) == 8


def test_the_same_checkout_is_the_same_order(shopper: Shopper) -> None:
    shopper.put("MUG")
    shopper.fill_in()
    seen = shopper.cart()
    first = shopper.complete()
    again = {
        "token": shopper.token,
        "cart_uid": seen.uid,
        "fingerprint": "whatever",
        "return_url": f"/order/{actions.TOKEN_HERE}/",
        "accepted_terms": True,
    }
    second = actions.complete(shopper.actor, actions.Complete.model_validate(again), now=NOW + timedelta(hours=3))
    assert second == first
    assert Order.objects.count() == 1


def test_an_old_form_sent_again_finds_its_order_though_a_new_bag_was_begun(shopper: Shopper) -> None:
    shopper.put("MUG")
    shopper.fill_in()
    uid = shopper.cart().uid
    first = shopper.complete()
    shopper.put("LAMP")
    assert shopper.cart().uid != uid
    values = {"token": shopper.token, "cart_uid": uid, "fingerprint": "x", "return_url": "/", "accepted_terms": True}
    again = actions.complete(shopper.actor, actions.Complete.model_validate(values), now=NOW)
    assert again.order_id == first.order_id
    assert Order.objects.count() == 1
    assert shopper.cart().pieces == 1


def test_the_last_piece_goes_to_one(arrive: Callable[[], Shopper]) -> None:
    quick, slow = arrive(), arrive()
    for one in (quick, slow):
        one.put("LAMP")
        one.fill_in()
    quick.begin()
    with pytest.raises(SoldOut):
        slow.begin()
    quick.complete()
    with pytest.raises(Refused):
        slow.complete()
    assert Order.objects.count() == 1


def test_what_nobody_orders_is_free_again(arrive: Callable[[], Shopper]) -> None:
    hesitant, next_one = arrive(), arrive()
    hesitant.put("LAMP")
    next_one.put("LAMP")
    hesitant.begin()
    later = NOW + timedelta(minutes=16)
    next_one.begin(now=later)
    next_one.fill_in()
    assert next_one.complete(now=later).number


def test_a_price_that_moved_is_told_and_not_charged(company: Company, shop: Furnished, shopper: Shopper) -> None:
    shopper.put("MUG")
    shopper.fill_in()
    seen = shopper.cart()
    reprice(company, shop.variants["MUG"], 10_900)
    assert seen.quote is not None
    with pytest.raises(Refused) as refused:
        shopper.complete(fingerprint=seen.quote.fingerprint)
    assert refused.value.code == "carts.changed"
    assert not Order.objects.exists()
    (moved,) = shopper.cart().moved
    assert (moved.was.minor, moved.now.minor) == (9_800, 10_900)
    assert shopper.complete().order_id


def test_going_to_the_checkout_agrees_to_the_new_price(company: Company, shop: Furnished, shopper: Shopper) -> None:
    shopper.put("MUG")
    reprice(company, shop.variants["MUG"], 8_800)
    assert shopper.cart().moved
    shopper.begin()
    assert not shopper.cart().moved


@pytest.mark.parametrize(
    ("left_out", "field"),
    [({"email": None}, "email"), ({"ship_to": None}, "ship_to.line1"), ({"provider": None}, "provider")],
)
def test_what_is_missing_is_named(shopper: Shopper, left_out: dict[str, None], field: str) -> None:
    shopper.put("MUG")
    shopper.fill_in(**left_out)
    with pytest.raises(InvalidInput) as refused:
        shopper.complete()
    assert field in refused.value.fields
    assert not Order.objects.exists()


def test_terms_have_to_be_agreed_to(shopper: Shopper) -> None:
    shopper.put("MUG")
    shopper.fill_in()
    with pytest.raises(InvalidInput):
        shopper.complete(accepted_terms=False)


def test_cash_on_delivery_ships_unpaid_and_waits_for_no_payment(shopper: Shopper) -> None:
    shopper.put("MUG")
    shopper.fill_in(provider="cash")
    order = orders.find(shopper.complete().order_id)
    assert order is not None
    assert order.ships_unpaid
    assert order.pay_by is None


def test_letters_are_agreed_to_only_by_ticking(shopper: Shopper) -> None:
    shopper.put("MUG")
    shopper.fill_in()
    shopper.complete(letters=True, letters_text="Write to me.")
    consent = Consent.objects.get()
    assert (consent.purpose, consent.given) == ("newsletter", True)


def test_an_empty_or_unknown_bag_orders_nothing(shopper: Shopper) -> None:
    with pytest.raises(Missing):
        shopper.begin()
    shopper.put("MUG")
    shopper.change("MUG", 0)
    with pytest.raises(Refused):
        shopper.begin()


def test_ordered_bags_stay_as_they_are(shopper: Shopper) -> None:
    shopper.put("MUG")
    shopper.fill_in()
    uid = shopper.cart().uid
    shopper.complete()
    with pytest.raises(Refused):
        shopper.change("MUG", 3)
    shopper.put("LAMP")
    assert Cart.objects.get(uid=uid).state == CartState.ORDERED
