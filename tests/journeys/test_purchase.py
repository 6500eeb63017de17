"""What runs low is proposed, ordered, sent, answered, and counted in on a phone."""

import re
from typing import Any

import pytest
from tests.journeys.steps import COLLEAGUE, fits, says, seeded, seen, sign_in, supplier_of, until

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.mark.parametrize(("language", "sku", "other"), [("zh-CN", "TEA", "CUP"), ("en-US", "CUP", "TEA")])
def test_from_proposal_to_receipt(shop: Any, open_page: Any, language: str, sku: str, other: str) -> None:
    supplier_of(shop)
    goods = seeded(shop, "seed_demand")
    phone = open_page(language=language, width=390)
    sign_in(phone, shop.url, COLLEAGUE[language])
    phone.goto(f"{shop.url}/crew/buying/")
    phone.locator("form[action$='/reckoning/'] button").click()
    wanted = phone.locator(f"input[name=pieces-{goods[sku]}]")
    seen(phone.locator(".toast"))
    until(phone, f"{shop.url}/crew/buying/", lambda: wanted.count() > 0)
    fits(phone)
    assert int(wanted.input_value()) >= 5
    wanted.fill("24")
    if phone.locator(f"input[name=pieces-{goods[other]}]").count():
        phone.locator(f"input[name=pieces-{goods[other]}]").fill("0")
    phone.locator(".buying-bar .btn--main").click()

    phone.wait_for_url(re.compile(r"/buying/orders/"))
    if not re.search(r"/orders/\d+/$", phone.url):
        phone.locator("tbody a.first, .list a.first").first.click()
        phone.wait_for_url(re.compile(r"/orders/\d+/$"))
    one = phone.url
    says(phone.locator("main"), f"ZS-{sku}")
    fits(phone)
    phone.locator("#way").select_option("person")
    phone.locator("form[action$='/sending/'] .btn--main").click()
    seen(phone.locator("form[action$='/answer/']"))
    phone.locator("form[action$='/answer/'] button").last.click()

    phone.goto(f"{one}receive/")
    fits(phone)
    phone.locator("input[name=code]").fill(sku)
    phone.keyboard.press("Enter")
    came = phone.locator("input[data-came]")
    assert came.input_value() == "1"  # a scan counts a piece
    came.fill("23")
    phone.locator("input[name^=damaged-]").fill("1")
    phone.locator("input[name=finish]").check()
    phone.locator(".buying-bar .btn--main").click()
    phone.wait_for_url(lambda address: not address.endswith("/receive/"))
    phone.goto(one)
    fits(phone)
    says(phone.locator("tbody td"), "23")
    phone.goto(f"{shop.url}/crew/stock/{goods[sku]}/")
    says(phone.locator("main"), "23")
