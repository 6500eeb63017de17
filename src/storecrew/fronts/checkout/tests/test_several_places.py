"""What a buyer sees of goods that lie with suppliers: honest product pages, parcels with their days, and what they cost."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.fronts.checkout.tests.conftest import Browser
from storecrew.fronts.storefront.models import Design
from storecrew.kernel.money.types import Money
from storecrew.kernel.people.models import Person
from storecrew.shop.carts.tests.supplied import Supplied, supplied
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.reads import token_for
from storecrew.shop.supply import actions as supply

pytestmark = pytest.mark.django_db


@pytest.fixture
def cheap(company, shop) -> Supplied:
    now = timezone.now()
    found = supplied(company.warehouse, "CHEAP", shop.variants["GONE"], 3, cost=1500, now=now)
    supply.edit_offer(
        company.warehouse,
        supply.EditOffer.model_validate(
            {"offer_id": found.offer_id, "sku": "CHEAP-1", "cost": Money(1500, "CNY"), "handling_days": 6}
        ),
        now=now,
    )
    return found


def _delivery(page: str) -> dict[str, dict]:
    data = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)]
    return {node["@id"]: node for node in data if node.get("@type") == "OfferShippingDetails"}


def test_what_lies_with_a_supplier_alone_is_promised_from_there(company, shop, browser: Browser, cheap) -> None:
    terms = {"country": "CN", "currency": "CNY", "rate_minor": 800, "handling_days": [0, 1], "transit_days": [2, 4]}
    Design.objects.update_or_create(pk=1, defaults={"frame": {"shipping": [terms]}})
    page = browser.get("/en/p/gone/").content.decode()
    assert 'action="/en/cart/add/"' in page
    assert "if you order now" in page
    node = _delivery(page)[f"#delivery-{cheap.warehouse_id}-6"]
    assert node["deliveryTime"]["handlingTime"]["minValue"] == 6
    assert set(_delivery(browser.get("/en/p/mug/").content.decode())) == {"#delivery"}


def test_a_word_that_grew_old_is_being_confirmed_and_says_so(company, shop, browser: Browser) -> None:
    old = timezone.now() - timedelta(days=5)
    supplied(company.warehouse, "OLD", shop.variants["GONE"], 400, cost=1500, now=old)
    page = browser.get("/en/p/gone/").content.decode()
    assert "having it confirmed" in page
    assert 'action="/en/cart/add/"' in page


def test_a_bag_of_two_places_comes_in_two_parcels_that_are_paid_once(company, shop, browser: Browser, cheap) -> None:
    browser.put("MUG")
    browser.put("GONE")
    bag = browser.get("/en/cart/").content.decode()
    assert ", in 2 parcels" in bag
    assert "because it lies in 2 places" in bag
    page = browser.get("/checkout/")
    browser.post("/checkout/start/")
    browser.post("/checkout/send/", **browser.form(do="fill"))
    page = browser.get("/en/checkout/").content.decode()
    for place in (shop.warehouse_id, cheap.warehouse_id):
        assert f'name="method.warehouse:{place}"' in page
    assert "You pay for sending one." in page
    answer = browser.post("/checkout/send/", **browser.form(do="pay"))
    assert answer.status_code == 302
    order = Order.objects.get()
    assert order.total_minor == 9_800 + 5_000 + 800
    seen = browser.get(f"/en/order/{token_for(order.pk)}/").content.decode()
    assert "It comes in 2 parcels:" in seen


def test_the_crew_sees_where_each_line_comes_from_and_what_comes_next(company, shop, browser: Browser, cheap) -> None:
    supplied(company.warehouse, "DEAR", shop.variants["GONE"], 3, cost=9000, now=timezone.now())
    browser.put("GONE", 2)
    assert browser.buy().status_code == 302
    client = Client(headers={"accept-language": "en"})
    client.force_login(Person.objects.get(pk=company.warehouse.person_id))
    page = client.get(f"/crew/orders/{Order.objects.get().number}/", follow=True).content.decode()
    assert "Where the goods come from" in page
    assert "CHEAP warehouse" in page
    assert re.search(r"If that fails:\s+DEAR warehouse", page)
