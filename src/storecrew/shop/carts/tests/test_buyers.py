"""Bags follow their customer, are part of the copy of the data, and are erased with it."""

from collections.abc import Callable

import pytest

from storecrew.conftest import Company
from storecrew.kernel.actions.types import outsider
from storecrew.shop.carts import buyers
from storecrew.shop.carts.models import Cart, CartState
from storecrew.shop.carts.tests.conftest import NOW, Shopper
from storecrew.shop.carts.writing import forget, give_back, give_over
from storecrew.shop.customers import actions as customers

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(company: Company) -> tuple[int, int]:
    """Return two records of one person."""
    known = [
        customers.recognise(company.nobody, customers.Recognise(email=email, name="林晚"), now=NOW).customer_id
        for email in ("lin@wan.example", "wan@lin.example")
    ]
    return known[0], known[1]


def test_an_ordered_bag_stays_and_names_nobody_an_open_one_goes(
    arrive: Callable[[], Shopper], two: tuple[int, int]
) -> None:
    ordered, still_open = arrive(), arrive()
    ordered.actor = still_open.actor = outsider(f"customer:{two[0]}")
    ordered.put("MUG")
    ordered.fill_in()
    ordered.complete()
    still_open.put("MUG")
    assert len(buyers.export(two)) == 2
    assert forget(two, NOW) == 2
    cart = Cart.objects.get()
    assert (cart.state, cart.email, cart.ship_to, cart.customer_id) == (CartState.ORDERED, "", None, None)
    assert buyers.export(two) == []


def test_bags_follow_a_merge_and_come_back(arrive: Callable[[], Shopper], two: tuple[int, int]) -> None:
    gone, kept = two
    shopper = arrive()
    shopper.actor = outsider(f"customer:{gone}")
    shopper.put("MUG")
    moved = give_over(gone, kept)
    assert Cart.objects.get().customer_id == kept
    give_back(moved, gone, kept)
    assert Cart.objects.get().customer_id == gone


def test_where_both_have_an_open_bag_one_is_nobodys_until_it_comes_back(
    arrive: Callable[[], Shopper], two: tuple[int, int]
) -> None:
    gone, kept = two
    for number in two:
        shopper = arrive()
        shopper.actor = outsider(f"customer:{number}")
        shopper.put("MUG")
    moved = give_over(gone, kept)
    assert set(Cart.objects.values_list("customer_id", flat=True)) == {None, kept}
    give_back(moved, gone, kept)
    assert set(Cart.objects.values_list("customer_id", flat=True)) == {gone, kept}
