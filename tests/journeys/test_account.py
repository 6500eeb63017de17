"""A buyer's account in a browser: in by a link from a letter, every page without a barrier, an address by hand and by paste."""

import re
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.steps import seen

import storecrew

pytestmark = [pytest.mark.browser, pytest.mark.long]

STATIC = Path(storecrew.__file__).parent / "fronts/storefront/static/storefront"
LOOKS = sorted(path.stem.removeprefix("look-") for path in STATIC.glob("look-*.css"))
PAGES = ("", "orders/", "addresses/", "addresses/new/", "details/", "devices/", "letters/", "data/")
DOOR = ("sign-in/", "register/")
PATIENCE_S = 120
OWN = "qing@qing.example"
"""Nobody else's in the store that all journeys share."""


def letter(folder: Path, email: str) -> str:
    """Return the link that was sent to somebody; a store without a mail server puts letters into a folder."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        for file in folder.glob("*.log"):
            sent = message_from_bytes(file.read_bytes(), policy=default)
            text = sent.get_body(("plain",)).get_content() if sent["To"] == email else ""
            if found := re.search(r"/account/enter/[\w.:-]+", text):
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no letter to {email} in {sorted(folder.glob('*'))}")


@pytest.fixture(scope="module")
def session(shop: Any, browser: Any) -> list[dict[str, Any]]:
    """Return the cookies of somebody who signed in by a link on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{shop.url}/account/register/")
    page.locator("#email").fill(OWN)
    page.locator("[name=terms]").check()
    page.locator("main form .button").click()
    page.goto(shop.url + letter(shop.data / "mail", OWN))
    page.locator("main form .button").click()
    page.wait_for_url(f"{shop.url}/account/?new=1")
    cookies: list[dict[str, Any]] = context.cookies()
    context.close()
    return cookies


@pytest.mark.parametrize(("look", "prefix", "width"), [*((look, "", 390) for look in LOOKS), (LOOKS[0], "/en", 1280)])
def test_no_page_of_the_account_has_a_barrier(
    shop: Any, browser: Any, session: list[dict[str, Any]], look: str, prefix: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  not needed where journeys are skipped

    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", bypass_csp=True)
    page, wrong = context.new_page(), []
    page.route("**/storefront/look-*.css", lambda route: route.fulfill(path=STATIC / f"look-{look}.css"))
    for address in (*DOOR, *PAGES):
        if address == PAGES[0]:
            context.add_cookies(session)
        answer = page.goto(f"{shop.url}{prefix}/account/{address}")
        assert answer.status == 200, f"{address}: {answer.status}"
        wrong += [
            f"{address}: {one['id']} {node['html'][:160]}"
            for one in Axe().run(page).response["violations"]
            for node in one["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address}: scrolls sideways")
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("script", [True, False])
def test_a_pasted_address_fills_the_form_and_is_taken_out_and_put_back(
    shop: Any, browser: Any, session: list[dict[str, Any]], script: bool
) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=script)
    context.add_cookies(session)
    page = context.new_page()
    page.goto(f"{shop.url}/account/addresses/new/")
    page.locator("#country").select_option("JP")
    if not script:
        page.locator("button[value=fill]").click()
    page.wait_for_url(re.compile(r"/addresses/add/$"))
    page.locator("#country").select_option("CN")
    if not script:
        page.locator("button[value=fill]").click()
    page.locator("#pasted").fill("张三 13800138000 广东省佛山市南海区桂城街道灯湖路8号")
    if script:
        page.locator("#pasted").dispatch_event("change")
    else:
        page.locator("button[value=fill]").click()
    page.locator("#a-city[value=佛山市]").wait_for()
    page.locator("form.address .acts-row .button").first.click()
    page.wait_for_url(re.compile(r"/account/addresses/$"))
    page.locator("form[action$='/remove/'] button").last.click()
    page.locator("form[action$='/put-back/'] button").click()
    page.wait_for_url(re.compile(r"/account/addresses/$"))
    seen(page.locator(".book address", has_text="张三"))
    context.close()
