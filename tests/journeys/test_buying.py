"""On a phone: bought with a card whose bank asks back, bought at the second try, and the last piece wanted by two."""

import re
from typing import Any

import pytest
from tests.journeys.steps import COLLEAGUE, check_out, fits, number_of, order, put, says, seen, sign_in, until

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
    seen(phone.locator(".notice.good"))
    assert phone.locator("#pay").count() == 0
    says(phone.locator(".bill .total"), "106")
    fits(phone)


@pytest.mark.parametrize(("language", "prefix"), SHOPPERS)
def test_a_card_that_fails_costs_nothing_but_another_try(shop: Any, open_page: Any, language: str, prefix: str) -> None:
    phone = open_page(language=language, width=390)
    order(phone, shop.url + prefix, "lamp", "test")
    phone.locator("input[name=card][value=tok_declined]").check()
    phone.locator(".btn--main").click()
    seen(phone.get_by_role("alert"))
    phone.locator("button[name=give_up]").click()
    phone.wait_for_url(re.compile(r"/order/[^/]+/$"))
    number = number_of(phone)
    seen(phone.locator("#pay .notice.bad"))
    phone.locator("#pay form input[name=provider][value=test]").check()
    phone.locator("#pay form button").click()
    phone.locator("input[name=card][value=tok_pays]").check()
    phone.locator(".btn--main").click()
    phone.wait_for_url(re.compile(r"/order/[^/]+/$"))
    seen(phone.locator(".notice.good"))
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
    seen(second.locator(".notice.bad").first)
    assert second.locator("button[name=do][value=pay]").count() == 0
    fits(second)


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_service_takes_an_order_by_telephone_on_a_phone(shop: Any, open_page: Any, language: str) -> None:
    desk = open_page(language=language, width=390)
    sign_in(desk, shop.url, COLLEAGUE[language])
    desk.goto(f"{shop.url}/crew/orders/new")
    desk.locator("main form .btn--main, form[action$='/new'] button").first.click()
    desk.locator("main input[name=q]").fill("MUG")
    desk.locator("main input[name=q] + button").click()
    desk.locator("main button[name=add]").first.click()
    desk.locator("#email").fill("qiao@qiao.example")
    desk.locator("[name=pasted]").fill("乔小满 13900139000 广东省深圳市南山区科技路 9 号")
    with desk.expect_navigation():
        desk.locator("button[name=do][value=read]").click()
    assert desk.locator("[name=to_district]").input_value() == "南山区"
    fits(desk)
    desk.locator("button[name=do][value=save]").last.click()
    desk.locator("input[name=payment][value=delivery]").check()
    desk.locator("button[name=do][value=place]").click()
    desk.wait_for_url(re.compile(r"/crew/orders/[^/]+/$"))
    says(desk.locator("main"), "乔小满")


@pytest.mark.parametrize(("language", "tracking"), [("zh-CN", "SF1234567890128"), ("en-US", "SF1234567890135")])
def test_the_warehouse_picks_packs_and_sends_by_scanning(
    shop: Any, open_page: Any, language: str, tracking: str
) -> None:
    buyer = open_page(language="zh-CN", width=390)
    order(buyer, shop.url, "mug", "cash")
    buyer.wait_for_url(re.compile(r"/order/[^/]+/$"))
    number = number_of(buyer)
    phone = open_page(language=language, width=390)
    sign_in(phone, shop.url, COLLEAGUE[language])
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
    seen(phone.locator(".empty .btn--main"))
    fits(phone)
    phone.locator(".empty .btn--main").click()
    phone.locator("a[href*='/fulfilment/pack/']").first.click()
    phone.locator("#code").fill("MUG")
    phone.keyboard.press("Enter")
    phone.locator("form:not([data-scan]) .btn--main").last.click()
    phone.wait_for_url(re.compile(r"/fulfilment/parcels/\d+/"))
    fits(phone)
    number_of_parcel = phone.locator("input[name=tracking_number]")
    number_of_parcel.fill("1Z999AA10123456785")
    phone.locator("form[action$='/ship/'] .btn--main").click()
    phone.locator(".toast--bad").wait_for()
    assert number_of_parcel.input_value() == "1Z999AA10123456785"  # what was refused is not lost
    phone.locator(".toast--bad [data-away]").click()
    number_of_parcel.fill(tracking)
    phone.locator("form[action$='/ship/'] .btn--main").click()
    seen(phone.locator(".toast:not(.toast--bad)"))
    buyer.reload()
    says(buyer.locator("h1"), "在路上")
