"""Bought, sent, sent back: the buyer asks on a phone, service grants it, the warehouse takes it in, the money goes back.
Or it came broken: a photograph, and the same once more.
"""

import re
from typing import Any

import pytest
from PIL import Image
from tests.journeys.steps import COLLEAGUE, fits, number_of, order, says, seen, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.long]


BUYERS = [("zh-CN", ""), ("en-US", "/en")]


@pytest.mark.parametrize(("language", "prefix"), BUYERS)
def test_something_goes_back_and_so_does_the_money(shop: Any, open_page: Any, language: str, prefix: str) -> None:
    buyer, crew = open_page(language=language, width=390), open_page()
    mine = bought_and_sent(buyer, crew, shop.url, prefix)

    buyer.goto(f"{mine}return/")
    buyer.locator("select[name^='q.']").select_option("1")
    buyer.locator("form[method=get] button").click()
    says(buyer.locator(".bill .total"), "469")
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
        approve(crew, here)
    phone = open_page(language=language, width=390)
    sign_in(phone, shop.url, COLLEAGUE[language])
    take_in(phone, here, "restock")

    crew.goto(f"{here}/refund")
    crew.locator("form[action$='/refund'] .btn--main").click()
    crew.wait_for_url(lambda address: not address.endswith("/refund"))
    until(buyer, buyer.url, lambda: buyer.locator(".notice.good").count() > 0)
    says(buyer.locator(".notice.good").first, "469")
    buyer.goto(mine)
    seen(buyer.locator("h1"))


@pytest.mark.parametrize(("language", "prefix"), BUYERS)
def test_what_came_broken_is_shown_and_sent_once_more(
    shop: Any, open_page: Any, tmp_path: Any, language: str, prefix: str
) -> None:
    photo = tmp_path / "broken.jpg"
    Image.new("RGB", (640, 480), "tan").save(photo)
    buyer, crew = open_page(language=language, width=390), open_page()
    mine = bought_and_sent(buyer, crew, shop.url, prefix)
    buyer.goto(f"{mine}return/")
    buyer.locator("select[name^='q.']").select_option("1")
    buyer.locator("select[name^='why.']").select_option("damaged")
    buyer.locator("input[name=wish][value=replacement]").check()
    buyer.locator("form[method=get] button").click()
    buyer.locator("#photos").set_input_files(str(photo))
    fits(buyer)
    buyer.locator("form[method=post] button").click()
    buyer.wait_for_url(re.compile(r"/return/\d+/$"))
    returned = re.search(r"/return/(\d+)/$", buyer.url)
    assert returned is not None
    here = f"{shop.url}/crew/returns/{returned[1]}"

    phone = open_page(language=language, width=390)
    sign_in(phone, shop.url, COLLEAGUE[language])
    phone.goto(here)
    seen(phone.locator(".returns-photos img"))
    fits(phone)
    approve(phone, here)
    if phone.locator("a.btn--main[href$='/receive']").count():
        take_in(phone, here, "destroy")
    phone.goto(here)
    seen(phone.locator(".facts a[href*='/crew/orders/']").first)
    until(buyer, buyer.url, lambda: buyer.locator("a.button.plain[href*='/order/']").count() > 0)
    buyer.locator("a.button.plain[href*='/order/']").click()
    buyer.wait_for_url(lambda address: "/order/" in address and "/return/" not in address and address != mine)
    fits(buyer)
    send(crew, shop.url, number_of(buyer))  # the same once more leaves like any other order


def bought_and_sent(buyer: Any, crew: Any, url: str, prefix: str) -> str:
    """Return the address of an order that is paid and on its way."""
    order(buyer, url + prefix, "lamp", "test")
    buyer.locator("input[name=card][value=tok_pays]").check()
    buyer.locator(".btn--main").click()
    buyer.wait_for_url(re.compile(r"/order/[^/]+/$"))
    sign_in(crew, url)
    send(crew, url, number_of(buyer))
    address: str = buyer.url
    return address


def approve(crew: Any, here: str) -> None:
    """Grant a return."""
    crew.goto(f"{here}/approve")
    crew.locator("main .btn--main").last.click()
    crew.wait_for_url(here)


def take_in(phone: Any, here: str, disposition: str) -> None:
    """Take goods in on a phone."""
    phone.goto(f"{here}/receive")
    fits(phone)
    phone.locator(f"input[value={disposition}] + span").click()
    phone.locator(".returns-go").click()
    phone.wait_for_url(re.compile(r"/crew/returns/\d+$|/crew/returns/receive$"))


def send(crew: Any, url: str, number: str) -> None:
    """Pack and hand over an order without a walk."""
    until(crew, f"{url}/crew/fulfilment/", lambda: crew.get_by_role("link", name=number).count() > 0)
    crew.get_by_role("link", name=number).first.click()
    crew.locator("form:not([data-scan]) .btn--main").last.click()
    crew.wait_for_url(re.compile(r"/fulfilment/parcels/\d+/"))
    crew.get_by_role("button", name="Hand over to the carrier").click()
    crew.get_by_text("Handed over to the carrier.").wait_for()
