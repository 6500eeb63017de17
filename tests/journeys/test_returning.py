"""Bought, sent, sent back: the buyer asks on a phone, service grants it, the warehouse takes it in, the money goes back."""

import re
from typing import Any

import pytest
from tests.journeys.steps import fits, number_of, order, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.mark.parametrize(("language", "prefix"), [("zh-CN", ""), ("en-US", "/en")])
def test_something_goes_back_and_so_does_the_money(shop: Any, open_page: Any, language: str, prefix: str) -> None:
    buyer = open_page(language=language, width=390)
    order(buyer, shop.url + prefix, "lamp", "test")
    buyer.locator("input[name=card][value=tok_pays]").check()
    buyer.locator(".btn--main").click()
    buyer.wait_for_url(re.compile(r"/order/[^/]+/$"))
    mine, number = buyer.url, number_of(buyer)

    crew = open_page()
    sign_in(crew, shop.url)
    send(crew, shop.url, number)

    buyer.goto(f"{mine}return/")
    buyer.locator("select[name^='q.']").select_option("1")
    buyer.locator("form[method=get] button").click()
    assert "469" in buyer.locator(".bill .total").inner_text()
    fits(buyer)
    buyer.locator("#words").fill("太亮了" if language == "zh-CN" else "Too bright for the bedside")
    buyer.locator("form[method=post] button").click()
    buyer.wait_for_url(re.compile(r"/return/\d+/$"))
    fits(buyer)
    returned = re.search(r"/return/(\d+)/$", buyer.url)
    assert returned is not None

    here = f"{shop.url}/crew/returns/{returned[1]}"
    crew.goto(here)
    if crew.locator("a.btn--main[href$='/approve']").count():
        crew.goto(f"{here}/approve")
        crew.locator("main .btn--main").last.click()
        crew.wait_for_url(here)
    phone = open_page(width=390)
    sign_in(phone, shop.url)
    phone.goto(f"{here}/receive")
    fits(phone)
    phone.locator("input[value=restock] + span").click()
    phone.locator(".returns-go").click()
    phone.wait_for_url(re.compile(r"/crew/returns/\d+$|/crew/returns/receive$"))

    crew.goto(f"{here}/refund")
    crew.locator("form[action$='/refund'] .btn--main").click()
    crew.wait_for_load_state()
    until(buyer, buyer.url, lambda: buyer.locator(".notice.good").count() > 0)
    assert "469" in buyer.locator(".notice.good").first.inner_text()
    buyer.goto(mine)
    assert buyer.locator("h1").is_visible()


def send(crew: Any, url: str, number: str) -> None:
    """Pack and hand over an order without a walk."""
    until(crew, f"{url}/crew/fulfilment/", lambda: crew.get_by_role("link", name=number).count() > 0)
    crew.get_by_role("link", name=number).first.click()
    crew.locator("form:not([data-scan]) .btn--main").last.click()
    crew.wait_for_url(re.compile(r"/fulfilment/parcels/\d+/"))
    crew.get_by_role("button", name="Hand over to the carrier").click()
    crew.get_by_text("Handed over to the carrier.").wait_for()
