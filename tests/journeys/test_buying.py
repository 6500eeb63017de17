"""On a phone: bought with a card whose bank asks back, bought at the second try, and the last piece wanted by two."""

import re
from typing import Any

import pytest
from tests.journeys.steps import check_out, fits, number_of, order, put, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.long]

SHOPPERS = [("zh-CN", ""), ("en-US", "/en")]


@pytest.mark.parametrize(("language", "prefix"), SHOPPERS)
def test_a_guest_pays_with_a_card_whose_bank_asks_back(shop: Any, open_page: Any, language: str, prefix: str) -> None:
    phone = open_page(language=language, width=390)
    order(phone, shop.url + prefix, "mug", "test")
    phone.locator("input[name=card][value=tok_asks]").check()
    phone.locator(".btn--main").click()
    phone.locator("button[name=answer][value=yes]").click()
    phone.wait_for_url(re.compile(rf"{shop.url}{prefix}/order/[^/]+/$"))
    assert phone.locator(".notice.good").is_visible()
    assert phone.locator("#pay").count() == 0
    assert "106" in phone.locator(".bill .total").inner_text()
    fits(phone)


def test_a_card_that_fails_costs_nothing_but_another_try(shop: Any, open_page: Any) -> None:
    phone = open_page(language="zh-CN", width=390)
    order(phone, shop.url, "lamp", "test")
    phone.locator("input[name=card][value=tok_declined]").check()
    phone.locator(".btn--main").click()
    assert phone.get_by_role("alert").is_visible()
    phone.locator("button[name=give_up]").click()
    phone.wait_for_url(re.compile(r"/order/[^/]+/$"))
    number = number_of(phone)
    assert phone.locator("#pay .notice.bad").is_visible()
    phone.locator("#pay form input[name=provider][value=test]").check()
    phone.locator("#pay form button").click()
    phone.locator("input[name=card][value=tok_pays]").check()
    phone.locator(".btn--main").click()
    phone.wait_for_url(re.compile(r"/order/[^/]+/$"))
    assert phone.locator(".notice.good").is_visible()
    assert number_of(phone) == number


def test_the_last_piece_goes_to_one_and_the_other_is_told_before_paying(shop: Any, open_page: Any) -> None:
    first, second = open_page(width=390), open_page(language="zh-CN", width=390)
    for phone, prefix in ((first, "/en"), (second, "")):
        phone.goto(f"{shop.url}{prefix}/p/last/")
        put(phone)
    check_out(first, f"{shop.url}/en", "cash")
    first.wait_for_url(re.compile(r"/order/[^/]+/$"))
    second.goto(f"{shop.url}/cart/")
    second.locator("form[action$='/checkout/start/'] button").click()
    assert second.locator(".notice.bad").first.is_visible()
    assert second.locator("button[name=do][value=pay]").count() == 0
    fits(second)


def test_service_takes_an_order_by_telephone(shop: Any, open_page: Any) -> None:
    desk = open_page()
    sign_in(desk, shop.url)
    desk.goto(f"{shop.url}/crew/orders/new")
    desk.locator("main form .btn--main, form[action$='/new'] button").first.click()
    desk.locator("main input[name=q]").fill("MUG")
    desk.locator("main input[name=q] + button").click()
    desk.locator("main button[name=add]").first.click()
    desk.locator("#email").fill("qiao@qiao.example")
    desk.locator("[name=pasted]").fill("乔小满 13900139000 广东省深圳市南山区科技路 9 号")
    desk.get_by_role("button", name="Take it apart").click()
    assert desk.locator("[name=to_district]").input_value() == "南山区"
    desk.locator("button[name=do][value=save]").last.click()
    desk.locator("input[name=payment][value=delivery]").check()
    desk.get_by_role("button", name="Place order").click()
    desk.wait_for_url(re.compile(r"/crew/orders/[^/]+/$"))
    assert "乔小满" in desk.locator("main").inner_text()


def test_the_warehouse_picks_packs_and_sends_by_scanning(shop: Any, open_page: Any) -> None:
    buyer = open_page(language="zh-CN", width=390)
    order(buyer, shop.url, "mug", "cash")
    buyer.wait_for_url(re.compile(r"/order/[^/]+/$"))
    number = number_of(buyer)
    phone = open_page(width=390)
    sign_in(phone, shop.url)
    until(phone, f"{shop.url}/crew/fulfilment/", lambda: number in phone.locator("main").inner_text())
    for box in phone.locator("input[name=order]").all():
        box.set_checked(number in (box.get_attribute("aria-label") or ""))
    phone.locator(".fulfilment-bar .btn--main").click()
    phone.wait_for_url(re.compile(r"/fulfilment/waves/\d+/"))
    wave = re.search(r"/waves/(\d+)/", phone.url)
    assert wave is not None
    phone.goto(f"{shop.url}/crew/fulfilment/waves/{wave[1]}/pick/")
    phone.locator("#code").fill("MUG")
    phone.keyboard.press("Enter")
    phone.get_by_text("Everything is picked").wait_for()
    fits(phone)
    phone.locator(".empty .btn--main").click()
    phone.wait_for_load_state()
    phone.locator("a[href*='/fulfilment/pack/']").first.click()
    phone.locator("#code").fill("MUG")
    phone.keyboard.press("Enter")
    phone.locator("form:not([data-scan]) .btn--main").last.click()
    phone.wait_for_url(re.compile(r"/fulfilment/parcels/\d+/"))
    fits(phone)
    number_of_parcel = phone.locator("input[name=tracking_number]")
    number_of_parcel.fill("1Z999AA10123456785")
    phone.get_by_role("button", name="Hand over to the carrier").click()
    phone.locator(".toast--bad").wait_for()
    assert number_of_parcel.input_value() == "1Z999AA10123456785"  # what was refused is not lost
    phone.get_by_role("button", name="Dismiss").click()
    number_of_parcel.fill("SF1234567890128")
    phone.get_by_role("button", name="Hand over to the carrier").click()
    phone.get_by_text("Handed over to the carrier.").wait_for()
    buyer.reload()
    assert "在路上" in buyer.locator("h1").inner_text()
