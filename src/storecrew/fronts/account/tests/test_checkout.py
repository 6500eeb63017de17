"""Whoever is signed in finds the checkout filled in, and may send things to addresses of their own book and no other's."""

from collections.abc import Callable

import pytest

from storecrew.fronts.account.tests.conftest import LIN, Buyer
from storecrew.fronts.account.tests.test_own_pages import added
from storecrew.shop.carts.models import Cart, CartState
from storecrew.shop.carts.tests.conftest import HOME
from storecrew.shop.customers.models import Address
from storecrew.shop.orders.models import Order

pytestmark = pytest.mark.django_db


def cart() -> Cart:
    return Cart.objects.get(state=CartState.OPEN)


def test_the_usual_address_and_the_e_mail_are_there_at_once(member: Buyer) -> None:
    added(member)
    member.put("MUG")
    member.post("/checkout/start/")
    assert (cart().email, cart().ship_to["name"]) == (LIN, "林晚")
    page = member.text("/checkout/")
    assert f'value="{LIN}"' in page
    assert "普通快递" in page, "delivery and price stand there without another press"


def test_without_an_address_the_name_is_there(member: Buyer) -> None:
    member.post("/account/details/person/", name="林晚", phone="13800138000")
    member.put("MUG")
    member.post("/checkout/start/")
    page = member.text("/checkout/")
    assert 'value="林晚"' in page
    assert 'name="keep"' in page


def test_another_address_of_the_book_is_one_press(member: Buyer) -> None:
    added(member)
    second = added(member, name="林爸", line1="湖墅南路 12 号")
    member.put("MUG")
    member.post("/checkout/start/")
    answer = member.post("/checkout/saved/", address=str(second.pk))
    assert answer.headers["Location"] == "/checkout/#delivery"
    assert cart().ship_to["name"] == "林爸"
    assert cart().email == LIN


def test_what_was_typed_already_stays(member: Buyer) -> None:
    added(member)
    member.put("MUG")
    member.post("/checkout/start/")
    member.post("/checkout/send/", **member.form(do="fill", name="林妈", email="gift@mail.example"))
    member.post("/checkout/start/")
    assert (cart().email, cart().ship_to["name"]) == ("gift@mail.example", "林妈")


def test_addresses_of_others_and_of_strangers_books_cannot_be_chosen(
    member: Buyer, come: Callable[[str], Buyer]
) -> None:
    kept = added(member)
    bo = come("bo@mail.example")
    for _signed_in in (False, True):
        bo.put("MUG")
        assert bo.post("/checkout/saved/", address=str(kept.pk)).status_code == 422
        assert not Cart.objects.filter(ship_to__isnull=False).exists()
        bo.sign_in()


def test_an_address_is_kept_when_its_owner_wants_it(member: Buyer) -> None:
    member.put("MUG")
    member.buy(provider="cash")
    assert not Address.objects.exists()
    member.put("MUG")
    member.buy(provider="cash", keep="on")
    assert Address.objects.get().data["line1"] == HOME["line1"]
    assert set(Order.objects.values_list("customer_id", flat=True)) == {member.row.pk}


def test_guests_are_shown_the_way_in_and_lead_back(lin: Buyer) -> None:
    lin.put("MUG")
    lin.post("/checkout/start/")
    assert "/account/sign-in/?next=%2Fcheckout%2F" in lin.text("/checkout/")
    assert lin.sign_in(next="/checkout/") == "/checkout/"
