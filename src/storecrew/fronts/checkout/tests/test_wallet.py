"""Bought by a key that knows address and card: what it asks costs nothing, what it orders is what it showed."""

import json
import re
from typing import Any

import pytest

from storecrew.fronts.checkout.tests.conftest import Browser
from storecrew.shop.orders.models import Order
from storecrew.shop.payments.models import Payment

pytestmark = pytest.mark.django_db
PLACE = {"country": "CN", "region": "上海市", "city": "", "postal_code": ""}
SHEET = {**PLACE, "name": "万晓舟", "district": "徐汇区", "line1": "天平路 8 号 201", "phone": "13800138000"}


def tell(browser: Browser, path: str, **said: Any) -> tuple[int, dict[str, Any]]:
    answer = browser.client.post(f"/checkout/wallet/{path}", json.dumps(said), content_type="application/json")
    return answer.status_code, json.loads(answer.content)


def begin(browser: Browser) -> str:
    browser.put("MUG", 2)
    browser.post("/checkout/start/")
    found = re.search(r'data-keys [^>]*data-cart="([^"]+)"', browser.get("/checkout/").content.decode())
    assert found is not None
    return found[1]


def test_from_the_sheet_to_the_order(browser: Browser) -> None:
    cart = begin(browser)
    status, costs = tell(browser, "", address=PLACE)
    assert status == 200
    assert costs["total"] == sum(line["amount"] for line in costs["lines"])
    assert costs["total"] == 2 * 9_800 + 800
    (way,) = costs["ways"]
    assert way["amount"] == 800
    days = way["name"].partition(" · ")[2]
    browser.post("/checkout/send/", **browser.form(do="fill"))
    assert days
    assert days in browser.get("/checkout/").content.decode(), "the sheet names the days that the page names"
    assert costs["error"] == ""
    methods = json.loads(costs["ways"][0]["id"])
    agreed = {"cart": cart, "fingerprint": costs["fingerprint"], "provider": "test", "methods": methods}
    status, done = tell(browser, "order/", email="wan@wan.example", phone="13800138000", address=SHEET, **agreed)
    assert (status, done["next"]) == (200, "redirect")
    order, payment = Order.objects.get(), Payment.objects.get()
    assert order.total_minor == payment.amount_minor == costs["total"]
    assert order.ship_to["line1"] == "天平路 8 号 201"
    status, again = tell(browser, "order/", email="wan@wan.example", address=SHEET, **agreed)
    assert Order.objects.count() == 1, "pressed twice, ordered once"


def test_asking_keeps_nothing(browser: Browser) -> None:
    begin(browser)
    tell(browser, "", address={"country": "US", "region": "CA", "city": "San Francisco", "postal_code": "94110"})
    assert "San Francisco" not in browser.get("/checkout/").content.decode()


def test_what_would_cost_something_else_is_not_ordered(browser: Browser) -> None:
    cart = begin(browser)
    _status, costs = tell(browser, "", address=PLACE)
    browser.put("MUG", 1)
    agreed = {"cart": cart, "fingerprint": costs["fingerprint"], "provider": "test"}
    status, said = tell(browser, "order/", email="wan@wan.example", address=SHEET, **agreed)
    assert status == 422
    assert said["error"]
    assert not Order.objects.exists()


def test_an_address_that_lacks_something_is_said_in_a_sentence(browser: Browser) -> None:
    cart = begin(browser)
    _status, costs = tell(browser, "", address=PLACE)
    agreed = {"cart": cart, "fingerprint": costs["fingerprint"], "provider": "test"}
    status, said = tell(browser, "order/", email="wan@wan.example", address={**SHEET, "line1": ""}, **agreed)
    assert (status, said["field"]) == (422, "address")
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", "no json", '{"address": 7}', '{"address": {"country": "??"}}', '{"methods": 3}']
)
def test_nonsense_is_refused_or_ignored(browser: Browser, body: str) -> None:
    begin(browser)
    for path in ("", "order/"):
        answer = browser.client.post(f"/checkout/wallet/{path}", body, content_type="application/json")
        assert answer.status_code in {200, 422}, body
    assert not Order.objects.exists()


def test_other_sites_cannot_press_the_key(browser: Browser) -> None:
    begin(browser)
    for path in ("", "order/"):
        answer = browser.client.post(
            f"/checkout/wallet/{path}", "{}", content_type="application/json", headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code >= 400


def test_the_form_is_as_it_was_for_who_has_no_wallet(browser: Browser) -> None:
    begin(browser)
    page = browser.get("/checkout/").content.decode()
    assert page.index("data-keys") < page.index('id="checkout"')
    assert re.search(r"<section[^>]*data-keys[^>]* hidden>", page), "only a script that found a wallet shows its key"
