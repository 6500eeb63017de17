"""On a phone, bought by keys that know address and card, and by a provider's own form on our page."""

import re
from typing import Any

import pytest
from tests.journeys.steps import fits, put

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.mark.parametrize(("language", "prefix"), [("zh-CN", ""), ("en-US", "/en")])
def test_a_wallet_buys_without_the_form(shop: Any, open_page: Any, language: str, prefix: str) -> None:
    phone = open_page(language=language, width=390)
    phone.goto(f"{shop.url}{prefix}/p/mug/")
    put(phone)
    phone.locator("form[action$='/checkout/start/'] button").click()
    phone.locator("[data-keys] button").click()
    sheet = phone.locator("dialog.wallet")
    sheet.locator("option").first.wait_for(state="attached")
    assert "106.00" in sheet.locator(".total").inner_text()
    fits(phone)
    sheet.locator("[name=line1]").fill("")
    sheet.locator("button[value=pay]").click()
    sheet.locator("[role=alert]:not(:empty)").wait_for()  # what is missing is said, and nothing typed is lost
    sheet.locator("[name=line1]").fill("天平路 8 号 201")
    sheet.locator("button[value=pay]").click()
    phone.locator("input[name=card][value=tok_pays]").check()
    phone.locator(".btn--main").click()
    phone.wait_for_url(re.compile(rf"{shop.url}{prefix}/order/[^/]+/$"))
    assert phone.locator(".notice.good").is_visible()
    assert "106" in phone.locator(".bill .total").inner_text()
