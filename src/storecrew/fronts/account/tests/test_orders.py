"""What somebody bought is theirs to see, and to buy again; nobody else's is."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.conftest import Company
from storecrew.fronts.account.tests.conftest import Buyer, letter_to
from storecrew.fronts.account.views import orders as views
from storecrew.shop.carts.models import CartLine
from storecrew.shop.carts.tests.conftest import NOW
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Variant
from storecrew.shop.customers.models import Customer
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.models import Order

pytestmark = pytest.mark.django_db


def bought(buyer: Buyer, sku: str = "MUG", **more: str) -> Order:
    buyer.put(sku)
    answer = buyer.buy(provider="cash", **more)
    assert answer.status_code == 302, answer.content.decode()
    return Order.objects.latest("pk")


def test_who_has_bought_nothing_is_told_what_will_be_here(member: Buyer) -> None:
    for path in ("/account/", "/account/orders/"):
        assert 'href="/"' in member.text(path)


def test_an_order_belongs_to_whoever_is_signed_in_and_stands_in_the_list(member: Buyer) -> None:
    order = bought(member)
    assert order.customer_id == member.row.pk
    for path in ("/account/", "/account/orders/"):
        text = member.text(path)
        assert order.number in text
        assert f"/order/{orders.token_for(order.pk)}/" in text
        assert "打包" in text


def test_an_order_with_another_address_still_belongs_to_the_account(member: Buyer) -> None:
    order = bought(member, email="gift@mail.example")
    assert order.customer_id == member.row.pk
    assert order.number in member.text("/account/orders/")


def test_nobody_sees_or_repeats_the_orders_of_others(member: Buyer, come: Callable[[str], Buyer]) -> None:
    order = bought(member)
    other = come("bo@mail.example")
    other.sign_in()
    assert order.number not in other.text("/account/orders/")
    assert other.post(f"/account/orders/{order.pk}/again/").status_code == 404
    assert other.post(f"/account/orders/{order.pk + 1}/again/").status_code == 404
    assert not CartLine.objects.filter(cart__order=None).exists()


def test_buying_again_fills_the_bag(member: Buyer) -> None:
    order = bought(member)
    answer = member.post(f"/account/orders/{order.pk}/again/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cart/")
    assert "Thing MUG" in member.text("/cart/")


def test_what_is_not_sold_any_more_is_named(member: Buyer, company: Company) -> None:
    member.put("LAMP")
    order = bought(member)
    lamp = Variant.objects.get(sku="LAMP")
    catalogue.archive(company.web, catalogue.Archive(product_id=lamp.product_id), now=NOW)
    text = member.post(f"/account/orders/{order.pk}/again/").content.decode()
    assert "Thing LAMP" in text
    assert list(CartLine.objects.filter(cart__order=None).values_list("variant__sku", flat=True)) == ["MUG"]
    mug = Variant.objects.get(sku="MUG")
    catalogue.archive(company.web, catalogue.Archive(product_id=mug.product_id), now=NOW)
    assert "again/" not in member.text("/account/orders/")


def test_long_lists_have_pages_and_a_bounded_number_of_questions(
    member: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bought(member)
    with CaptureQueriesContext(
        connection,
    ) as few:
        member.text("/account/orders/")
    numbers = [bought(member).number for _time in range(3)]
    with CaptureQueriesContext(connection) as many:
        member.text("/account/orders/")
    assert len(many) <= len(few) + 1
    monkeypatch.setattr(views, "AT_ONCE", 2)
    first, second = member.text("/account/orders/"), member.text("/account/orders/?page=2")
    assert numbers[-1] in first
    assert numbers[-1] not in second
    assert 'rel="next"' in first
    assert 'rel="next"' not in second
    for odd in ("0", "x", "9" * 30, "-1"):
        assert numbers[-1] in member.text(f"/account/orders/?page={odd}")


def test_an_unpaid_order_leads_to_paying(member: Buyer) -> None:
    member.put("MUG")
    member.buy(provider="transfer")
    assert "#pay" in member.text("/account/orders/")


def test_a_guest_keeps_an_order_by_a_link_to_its_own_address(lin: Buyer, come: Callable[[str], Buyer]) -> None:
    order = bought(lin)
    token = orders.token_for(order.pk)
    assert "/account/keep/" in lin.text(f"/order/{token}/")
    friend = come("friend@mail.example")
    friend.post("/account/keep/", order=token)
    leads = lin.enter(letter_to(lin.email))
    assert leads == "/account/orders/"
    assert order.number in lin.text(leads)
    assert not Customer.objects.filter(email="friend@mail.example").exists()
    assert "/account/keep/" not in lin.text(f"/order/{token}/")


def test_a_forged_order_link_sends_nothing(lin: Buyer) -> None:
    assert lin.post("/account/keep/", order="1-" + "A" * 27).status_code == 404
    assert lin.post("/account/keep/", order="x").status_code in {404, 422}
