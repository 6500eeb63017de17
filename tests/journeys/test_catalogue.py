"""A catalogue exported from another shop is imported, put on sale, found by search and read on a phone in Chinese."""

import re
from typing import Any

import pytest
from tests.journeys.steps import says, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.long]

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,"
    "Variant Compare At Price,Image Src,Image Alt Text,Status\n"
)
ROWS = """\
juniper-lamp,杜松台灯,<p>一盏不刺眼的灯。</p>,Lamphour,灯,"阅读, 卧室",TRUE,颜色,燕麦,JL-OAT,469.00,520.00,,,active
juniper-lamp,,,,,,,,砖红,JL-BRICK,469.00,,,,
river-mug,河石杯,<p>四毫米厚的杯壁。</p>,Lamphour,杯子,送礼,TRUE,容量,280 毫升,RM-280,98.00,,,,active
broken-row,坏行,,,,,TRUE,颜色,蓝,BR-1,not a price,,,,active
"""


def test_from_a_file_of_another_shop_to_a_product_page_on_a_phone(shop: Any, open_page: Any, tmp_path: Any) -> None:
    file = tmp_path / "products_export.csv"
    file.write_text(HEADER + ROWS, encoding="utf-8")
    page = open_page()
    sign_in(page, shop.url)

    page.goto(f"{shop.url}/crew/catalogue/import/")
    page.locator("input[type=file]").first.set_input_files(str(file))
    page.locator("main .btn--main").click()
    page.wait_for_url(re.compile(r"/crew/catalogue/import/\d+/"))
    _until(page, lambda: "not a price" in page.locator("main").inner_text())
    says(page.locator("main"), "Shopify")
    page.locator("main .btn--main").first.click()
    _until(page, lambda: page.request.get(f"{shop.url}/p/juniper-lamp/").status == 200)

    phone = open_page(language="zh-CN", width=390)
    phone.goto(f"{shop.url}/zh-hans/" if phone.request.get(f"{shop.url}/zh-hans/").ok else f"{shop.url}/")
    phone.goto(f"{shop.url}/search/?q=台灯")
    phone.get_by_role("link", name="杜松台灯").first.click()
    says(phone.locator("h1"), "杜松台灯")
    phone.wait_for_url(re.compile("/p/juniper-lamp/"))
    says(phone.locator("main"), "469")
    phone.get_by_role("link", name=re.compile("砖红")).first.click()
    phone.wait_for_url(re.compile("variant="))
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def _until(page: Any, true: Any, patience_s: int = 120) -> None:
    for _ in range(patience_s * 2):
        if true():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.locator("main").inner_text()[:2000])
