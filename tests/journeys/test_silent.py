"""A supplier says nothing any more: whatever waits for them stands on one page, and leaves from elsewhere."""

import re
from typing import Any

import pytest
from tests.journeys.steps import COLLEAGUE, fits, number_of, order, seeded, seen, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_what_waits_for_a_silent_supplier_is_taken_from_another(shop: Any, open_page: Any) -> None:
    quiet = seeded(shop, "seed_silent", "quiet")
    buyer = open_page(language="zh-CN", width=390)
    order(buyer, shop.url, "moon", "test")
    buyer.locator("input[name=card][value=tok_pays]").check()
    buyer.locator(".btn--main").click()
    buyer.wait_for_url(re.compile(r"/order/[^/]+/$"))
    number = number_of(buyer)
    seeded(shop, "seed_silent", "awake")

    phone = open_page(language="zh-CN", width=390)
    sign_in(phone, shop.url, COLLEAGUE["zh-CN"])
    site = f"{shop.url}/crew/delays/sources/{quiet['site_id']}/"
    until(phone, site, lambda: number in phone.locator("main").inner_text())
    fits(phone)
    phone.goto(f"{shop.url}/crew/delays/sources/")
    seen(phone.locator(f"a[href$='/sources/{quiet['site_id']}/']"))
    fits(phone)
    phone.goto(site)
    phone.locator("button[name=what][value=move]").click()
    phone.wait_for_url(re.compile("/decide/"))
    # from where instead, before it is done; the supplier's order is written by a worker
    until(phone, phone.url, lambda: "NB-AWAKE" in phone.locator("main").inner_text())
    fits(phone)
    phone.locator("form[method=post] .btn--main").click()
    phone.wait_for_url(site)
    fits(phone)
    phone.goto(f"{shop.url}/crew/orders/")
    mine = shop.url + phone.locator("a", has_text=number).first.get_attribute("href")
    until(phone, mine, lambda: "NB-AWAKE" in phone.locator("main").inner_text())
    fits(phone)
