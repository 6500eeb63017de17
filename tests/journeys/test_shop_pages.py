"""Every page between the shelf and the doorstep: no barrier, no sideways scrolling, in every look and both languages."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.steps import ADDRESS

import storecrew

pytestmark = [pytest.mark.browser, pytest.mark.long]

STATIC = Path(storecrew.__file__).parent / "fronts/storefront/static/storefront"
LOOKS = sorted(path.stem.removeprefix("look-") for path in STATIC.glob("look-*.css"))
PAGES = ("/p/mug/", "/cart/", "/checkout/", "/account/", "/order/find/", "/wishes/")


@pytest.fixture(scope="module")
def order(shop: Any, browser: Any) -> str:
    """Return the path of an order that is paid on delivery."""
    page = browser.new_page(locale="zh-CN")
    fill_bag(page, shop.url)
    page.goto(f"{shop.url}/checkout/")
    page.locator("[name=region]").select_option("上海市")
    for name, value in ADDRESS.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("button[name=do][value=fill]").click()
    page.locator("#delivery input[type=radio]").first.wait_for()
    page.locator("#payment input[value=cash]").check()
    page.locator("button[name=do][value=pay]").click()
    page.wait_for_url(re.compile(r"/order/[^/]+/$"))
    return page.url.removeprefix(shop.url)


def fill_bag(page: Any, url: str) -> None:
    page.goto(f"{url}/p/mug/")
    page.locator("form#add button").click()
    page.locator("dialog.in-bag").wait_for()
    page.request.post(f"{url}/checkout/start/", headers={"Origin": url}, form={"go": "1"})


@pytest.mark.parametrize(("look", "prefix", "width"), [*((look, "", 390) for look in LOOKS), (LOOKS[0], "/en", 1280)])
def test_no_page_of_a_sale_has_a_barrier(
    shop: Any, browser: Any, order: str, look: str, prefix: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  not needed where journeys are skipped

    context = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", bypass_csp=True, locale="zh-CN"
    )
    page, wrong = context.new_page(), []
    page.route("**/storefront/look-*.css", lambda route: route.fulfill(path=STATIC / f"look-{look}.css"))
    fill_bag(page, shop.url)
    for address in (*PAGES, order, f"{order}return/"):
        answer = page.goto(f"{shop.url}{prefix}{address}")
        assert answer.status == 200, f"{address}: {answer.status}"
        found = Axe().run(page).response["violations"]
        wrong += [f"{address}: {one['id']} {node['html'][:160]}" for one in found for node in one["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address}: scrolls sideways")
    context.close()
    assert not wrong, "\n".join(wrong)
