"""A shopper buys by pages and forms, without a script."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.fronts.checkout import policy
from storecrew.fronts.checkout.tests.conftest import Browser
from storecrew.fronts.storefront.actions.pages import SavePage, save_page
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.models import Order
from storecrew.shop.payments.models import Payment
from storecrew.shop.payments.providers.test.adapter import server

pytestmark = pytest.mark.django_db


def test_a_product_page_offers_to_put_it_into_the_bag(browser: Browser) -> None:
    page = browser.get("/p/mug/").content.decode()
    assert 'action="/cart/add/"' in page
    assert "csrf" not in page


def test_pages_stay_free_of_cookies_until_something_is_in_the_bag(browser: Browser) -> None:
    answer = browser.get("/p/mug/")
    assert not answer.cookies
    assert "public" in answer.headers["Cache-Control"]
    bag = browser.put("MUG", 2)
    assert (bag.status_code, bag.headers["Location"]) == (302, "/cart/")
    cookie = bag.cookies["bag"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    again = browser.get("/p/mug/")
    assert "no-store" in again.headers["Cache-Control"]
    assert '<span class="count">2</span>' in again.content.decode()


def test_from_the_product_to_the_order(browser: Browser) -> None:
    browser.put("MUG", 2)
    answer = browser.buy()
    assert answer.status_code == 302, answer.content.decode()
    order = Order.objects.get()
    assert order.total_minor == 2 * 9_800 + 800
    page = browser.get(
        f"/order/{answer.headers['Location'].split('/order/')[-1]}"
        if "/order/" in answer.headers["Location"]
        else answer.headers["Location"]
    )
    assert page.status_code in {200, 302}


def test_the_bank_sends_the_shopper_back_to_the_order(browser: Browser) -> None:
    browser.put("MUG")
    browser.buy()
    (payment,) = Payment.objects.all()
    order = Order.objects.get()
    assert payment.return_url.endswith(f"/order/{orders.token_for(order.pk)}/")
    assert browser.get(urlsplit(payment.return_url).path).status_code == 200


def test_who_has_just_paid_is_told_so_before_the_order_has_heard_of_it(browser: Browser) -> None:
    browser.put("MUG")
    browser.buy()
    payment = Payment.objects.get()
    server().confirm(payment.reference, card="tok_pays", now=timezone.now())
    here = urlsplit(payment.return_url).path
    browser.get(here, data={"paid_by": "test-bank"})
    assert Order.objects.get().captured_minor == 0
    page = browser.get(here).content.decode()
    assert 'id="pay"' not in page
    assert "notice good" in page


def test_a_transfer_says_what_to_write_where(browser: Browser) -> None:
    browser.put("MUG")
    answer = browser.buy(provider="transfer")
    assert answer.headers["Location"].startswith("/order/"), answer.content.decode()
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "6222 0000 1111" in page
    assert Payment.objects.get().code in page


def test_cash_on_delivery_ends_at_the_order(browser: Browser) -> None:
    browser.put("MUG")
    answer = browser.buy(provider="cash")
    page = browser.get(answer.headers["Location"])
    assert page.status_code == 200
    text = page.content.decode()
    assert Order.objects.get().number in text
    assert "no-store" in page.headers["Cache-Control"]


def test_pressing_twice_orders_once(browser: Browser) -> None:
    browser.put("MUG")
    browser.post("/checkout/start/")
    browser.post("/checkout/send/", **browser.form(do="fill"))
    sent = browser.form(do="pay", provider="cash")
    first, second = browser.post("/checkout/send/", **sent), browser.post("/checkout/send/", **sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Order.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(browser: Browser) -> None:
    browser.put("MUG")
    answer = browser.post("/checkout/send/", **browser.form(do="pay", email="lin", line1="", note="放门口"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="放门口"' in text
    assert 'href="#email"' in text
    assert not Order.objects.exists()


@pytest.mark.parametrize("path", ["/cart/add/", "/cart/change/", "/cart/code/", "/checkout/start/", "/checkout/send/"])
def test_forms_of_other_sites_do_nothing(browser: Browser, path: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        answer = Client(headers=headers).post(path, {"variant": browser.goods["MUG"], "quantity": 1})
        assert answer.status_code == 409, (path, headers)


def test_hostile_fields_are_refused_in_a_sentence(browser: Browser) -> None:
    for values in ({"variant": "x"}, {"variant": "1", "quantity": "-3"}, {"variant": "9" * 40}, {"variant": "1\x00"}):
        answer = browser.post("/cart/add/", **values)
        assert answer.status_code == 422, values
    assert browser.post("/cart/code/", code="x" * 500).status_code == 422


def test_a_script_gets_a_line_to_show(browser: Browser) -> None:
    answer = browser.client.post(
        "/cart/add/", {"variant": browser.goods["MUG"]}, headers={"Accept": "application/json"}
    )
    assert answer.json()["pieces"] == 1
    assert "<dialog" in answer.json()["html"]


def test_an_unknown_or_forged_order_link_is_the_stores_404(browser: Browser) -> None:
    for token in ("1-" + "A" * 27, "0" * 40):
        assert browser.get(f"/order/{token}/").status_code == 404


def test_the_terms_that_are_agreed_to_can_be_read_and_are_kept_with_the_order(
    browser: Browser, company: Company
) -> None:
    browser.put("MUG")
    assert 'href="/pages/terms/"' not in browser.get("/checkout/").content.decode()
    words = {"zh-hans": {"title": "销售条款", "body": "不长。"}}
    save_page(company.web, SavePage(slug="terms", texts=words))
    assert 'href="/pages/terms/">销售条款' in browser.get("/checkout/").content.decode()
    browser.buy()
    assert Order.objects.get().accepted_terms == f"zh-hans {timezone.now().date().isoformat()}"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_bag_and_checkout_in_both_languages(browser: Browser, prefix: str) -> None:
    assert browser.get(f"{prefix}/cart/").status_code == 200
    browser.put("MUG")
    assert browser.get(f"{prefix}/cart/").status_code == 200
    assert browser.get(f"{prefix}/checkout/").status_code == 200


def test_a_pay_page_allows_the_providers_form_and_keeps_the_rest_of_the_policy(monkeypatch) -> None:
    theirs = {"script-src": ("https://js.stripe.com",), "frame-src": ("https://js.stripe.com",)}
    monkeypatch.setattr(policy, "csp_sources", lambda provider: theirs if provider == "stripe" else {})
    answer = HttpResponse()
    policy.allow(answer, ["cash", "stripe", "stripe"])
    allowed = answer._csp_config
    assert allowed["script-src"] == [*settings.SECURE_CSP["script-src"], "https://js.stripe.com"]
    assert allowed["frame-src"] == ["https://js.stripe.com"]
    assert allowed["style-src"] == list(settings.SECURE_CSP["style-src"])


def test_the_same_days_stand_on_every_page(browser: Browser) -> None:
    def when(page: str) -> list[str]:
        return re.findall(r"(?:[A-Z][a-z]{2}, )?(?:\d{1,2}月\d{1,2}日周.|[A-Z][a-z]{2} \d{1,2})", page)

    product = browser.get("/p/mug/").content.decode()
    said = re.search(r'<p class="when good">(.*?)</p>', product)
    assert said is not None
    days = when(said.group(1))
    assert days
    browser.put("MUG", 1)
    browser.buy()
    order = Order.objects.get()
    assert order.promised_from is not None
    assert order.promised_until is not None
    assert order.promise["grounds"]["packages"][0]["grounds"]["works"]
    numbers = [re.findall(r"\d+", day)[-1] for day in days]
    assert numbers == [str(day.day) for day in dict.fromkeys((order.promised_from, order.promised_until))]
