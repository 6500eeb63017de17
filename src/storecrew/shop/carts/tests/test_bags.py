"""Bags: filled, changed, taken along, brought back, left behind; and what strangers cannot do with them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import nobody, outsider
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events.models import Event
from storecrew.shop.carts import actions, jobs, reads
from storecrew.shop.carts.models import MOST_LINES, Cart, CartKey, CartState
from storecrew.shop.carts.tests.conftest import NOW, Shopper
from storecrew.shop.carts.tokens import new_token
from storecrew.shop.customers import actions as customers
from storecrew.shop.stock.models import Reservation

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(company: Company) -> int:
    """Return a customer with an account."""
    who = customers.Recognise(email="lin@wan.example", name="林晚", language="zh-hans")
    return customers.recognise(company.nobody, who, now=NOW).customer_id


def test_more_of_the_same_adds_up(shopper: Shopper) -> None:
    shopper.put("MUG")
    assert shopper.put("MUG", 2).quantity == 3
    assert shopper.cart().pieces == 3


def test_what_is_sold_out_or_not_on_sale_is_not_put_in(company: Company, shopper: Shopper) -> None:
    with pytest.raises(Refused):
        shopper.put("GONE")
    shopper.goods["NOTHING"] = 9_999_999
    with pytest.raises(Missing):
        shopper.put("NOTHING")
    assert not Cart.objects.exists()


def test_nobody_orders_a_thousand_by_mistake(shopper: Shopper) -> None:
    shopper.put("MUG", 999)
    with pytest.raises(Refused):
        shopper.put("MUG", 1)


def test_taking_out_says_how_many_there_were(shopper: Shopper) -> None:
    shopper.put("MUG", 4)
    assert shopper.change("MUG", 0).was == 4
    with pytest.raises(Missing):
        shopper.change("MUG", 1)


def test_another_token_opens_nothing(arrive: Callable[[], Shopper]) -> None:
    arrive().put("MUG")
    other = arrive()
    with pytest.raises(Missing):
        other.cart()
    with pytest.raises(Missing):
        other.change("MUG", 5)


def test_tokens_are_neither_stored_nor_in_the_audit(shopper: Shopper) -> None:
    shopper.put("MUG")
    shopper.fill_in()
    assert shopper.token not in str(list(CartKey.objects.values()))
    assert shopper.token not in str(list(Entry.objects.values("input", "result", "changes", "subject")))


def test_a_wrong_address_is_told_field_by_field_and_nothing_is_kept(shopper: Shopper) -> None:
    shopper.put("MUG")
    with pytest.raises(InvalidInput) as refused:
        shopper.fill_in(email="lin", ship_to={"country": "CN", "name": "林晚"})
    assert "email" in refused.value.fields
    assert any(field.startswith("ship_to.") for field in refused.value.fields)
    assert Cart.objects.get().email == ""


def test_signing_in_joins_both_bags(company: Company, arrive: Callable[[], Shopper], member: int) -> None:
    at_home, on_the_way = arrive(), arrive()
    at_home.actor = on_the_way.actor = outsider(f"customer:{member}")
    at_home.put("MUG", 2)
    on_the_way.actor = company.nobody
    on_the_way.put("MUG", 5)
    on_the_way.put("LAMP")
    on_the_way.begin()
    adopted = actions.adopt(outsider(f"customer:{member}"), actions.Adopt(token=on_the_way.token), now=NOW)
    assert adopted.gained == 1
    assert at_home.cart().pieces == on_the_way.cart().pieces == 6
    assert Cart.objects.filter(state=CartState.OPEN).count() == 1
    assert not Reservation.objects.filter(owner__startswith="cart:").exists()


def test_a_bag_is_brought_back_by_its_link_without_telling_who_filled_it(
    shopper: Shopper, arrive: Callable[[], Shopper]
) -> None:
    shopper.put("MUG", 2)
    shopper.fill_in()
    friend = arrive()
    link = actions.link_to(shopper.cart().uid)
    actions.bring_back(friend.actor, actions.BringBack(link=link, token=friend.token), now=NOW)
    assert friend.cart().pieces == 2
    assert (friend.cart().email, friend.cart().ship_to) == ("", None)
    with pytest.raises(Refused):
        actions.bring_back(friend.actor, actions.BringBack(link=link + "x", token=friend.token), now=NOW)


def test_only_bags_whose_shopper_can_be_reached_are_told_of_and_once(arrive: Callable[[], Shopper]) -> None:
    known, unknown = arrive(), arrive()
    known.put("MUG")
    known.fill_in()
    unknown.put("MUG")
    for minutes in (30, 90, 100):
        jobs.notice(NOW + timedelta(minutes=minutes))
    assert Event.objects.filter(name="carts.CartAbandoned").count() == 1
    known.put("MUG", now=NOW + timedelta(minutes=120))
    jobs.notice(NOW + timedelta(minutes=200))
    assert Event.objects.filter(name="carts.CartAbandoned").count() == 2


def test_old_bags_are_cleared_away_and_ordered_ones_kept(arrive: Callable[[], Shopper]) -> None:
    ordered, idle = arrive(), arrive()
    ordered.put("MUG")
    ordered.fill_in()
    ordered.complete()
    idle.put("MUG")
    jobs.clear(NOW + timedelta(days=89))
    assert Cart.objects.count() == 2
    jobs.clear(NOW + timedelta(days=91))
    assert Cart.objects.get().state == CartState.ORDERED


def test_codes_that_do_nothing_are_refused_and_guessing_is_limited(shopper: Shopper) -> None:
    shopper.put("MUG")
    for at in range(12):
        with pytest.raises(InvalidInput):
            actions.apply_code(shopper.actor, actions.Code(token=shopper.token, code=f"GUESS{at}"), now=NOW)
    with pytest.raises(Refused) as refused:
        actions.apply_code(shopper.actor, actions.Code(token=shopper.token, code="GUESS99"), now=NOW)
    assert refused.value.code == "carts.too_many_codes"
    assert shopper.cart().codes == ()


def test_a_bag_costs_a_bounded_number_of_questions(
    shopper: Shopper, django_assert_max_num_queries: Callable[..., object]
) -> None:
    shopper.put("MUG")
    shopper.put("LAMP")
    shopper.fill_in()
    shopper.cart()
    with django_assert_max_num_queries(32):  # type: ignore[attr-defined]
        shopper.cart()


def test_crew_without_a_seat_for_it_sees_no_bags(company: Company, client: Client, shopper: Shopper) -> None:
    shopper.put("MUG")
    query = reads.LeftQuery(since=NOW)
    assert reads.left_behind(company.service, query, now=NOW).items == ()
    for actor in (company.warehouse, company.stranger, company.nobody):
        with pytest.raises(Exception, match=r".+"):
            reads.left_behind(actor, query, now=NOW)


def test_tokens_are_long_and_differ() -> None:
    assert len({new_token() for _ in range(50)}) == 50
    assert MOST_LINES == 100


def test_the_bag_of_one_customer_never_goes_to_the_next_one_at_the_browser(
    arrive: Callable[[], Shopper], member: int
) -> None:
    browser = arrive()
    browser.actor = outsider(f"customer:{member}")
    browser.put("MUG", 2)
    other = customers.recognise(nobody(), customers.Recognise(email="bo@mail.example")).customer_id
    adopted = actions.adopt(outsider(f"customer:{other}"), actions.Adopt(token=browser.token), now=NOW)
    assert adopted.cart_uid == ""
    assert Cart.objects.get().customer_id == member


def test_a_browser_that_was_signed_out_shows_no_address(arrive: Callable[[], Shopper], member: int) -> None:
    browser = arrive()
    browser.actor = outsider(f"customer:{member}")
    browser.put("MUG", 2)
    browser.fill_in(note="ring twice")
    assert browser.cart().email == "lin@wan.example"
    browser.actor = nobody()
    seen = browser.cart()
    assert (seen.pieces, seen.email, seen.phone, seen.ship_to, seen.note) == (2, "", "", None, "")
