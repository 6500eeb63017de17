"""A supplier on a phone: let in by a link, told of an order, it is confirmed, sent, and seen by whoever bought it."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.journeys.steps import COLLEAGUE, fits, order, says, seen, sign_in, supplier_of, until

pytestmark = [pytest.mark.browser, pytest.mark.long]
TRACKING = "SF1316582044876"


def test_from_link_to_tracking_number(shop: Any, open_page: Any) -> None:
    supplier = supplier_of(shop)
    phone = open_page(language="zh-CN", width=390)
    phone.goto(shop.url + _link(shop, open_page, supplier["supplier_id"]))
    seen(phone.locator("main h1"))

    shopper = open_page(language="zh-CN", width=390)
    order(shopper, shop.url, "far", "test")
    shopper.locator("input[name=card][value=tok_pays]").check()
    shopper.locator(".btn--main").click()
    shopper.wait_for_url(re.compile(r"/order/[^/]+/$"))

    task = phone.locator("a.row[href*='/parcels/']").first
    until(phone, phone.url, lambda: task.count() > 0)
    fits(phone)
    task.click()
    says(phone.locator(".address").first, "万晓舟")
    fits(phone)
    phone.locator("button[name=do][value=accept]").first.click()
    seen(phone.locator(".note--good"))
    phone.locator("#number").fill(TRACKING)
    phone.locator("button[name=do][value=ship]").first.click()
    seen(phone.locator(".note--good"))
    says(phone.locator("main"), TRACKING)
    fits(phone)

    until(shopper, shopper.url, lambda: TRACKING in shopper.locator("main").inner_text())


def test_stock_is_pasted_looked_at_and_reported(shop: Any, open_page: Any) -> None:
    supplier = supplier_of(shop)
    phone = open_page(language="zh-CN", width=390)
    phone.goto(f"{shop.url}{_link(shop, open_page, supplier['supplier_id'])}stock/?way=paste")
    phone.locator("#pasted").fill("货号\t库存\nZS-FAR\t7\nX-1\t3")
    phone.locator("button[value=check]").click()
    says(phone.locator("main"), "X-1")
    fits(phone)
    phone.locator("button[value=say]").click()
    seen(phone.locator(".note--good"))
    phone.goto(re.sub(r"\?.*", "", phone.url))
    says(phone.locator(".line__was"), "7")


def _link(shop: Any, open_page: Any, supplier_id: int) -> str:
    """Let whoever buys give a link, and return its path."""
    desk = open_page(language="zh-CN")
    sign_in(desk, shop.url, COLLEAGUE["zh-CN"])
    desk.goto(f"{shop.url}/crew/supply/links/of/{supplier_id}/")
    desk.locator("form .btn--main").click()
    seen(desk.locator("svg.qr"))
    return urlsplit(desk.locator("#address").input_value()).path
