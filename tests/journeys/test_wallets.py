"""On a phone, bought by keys that know address and card, and by a provider's own form on our page."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import environment_of
from tests.journeys.steps import fits, order, put, says, seen

from storecrew.shop.payments.tests.stripe_like import StripeLike, running

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
    says(sheet.locator(".total"), "106.00")
    fits(phone)
    sheet.locator("[name=line1]").fill("")
    sheet.locator("button[value=pay]").click()
    sheet.locator("[role=alert]:not(:empty)").wait_for()  # what is missing is said, and nothing typed is lost
    sheet.locator("[name=line1]").fill("天平路 8 号 201")
    sheet.locator("button[value=pay]").click()
    phone.locator("input[name=card][value=tok_pays]").check()
    phone.locator(".btn--main").click()
    phone.wait_for_url(re.compile(rf"{shop.url}{prefix}/order/[^/]+/$"))
    seen(phone.locator(".notice.good"))
    says(phone.locator(".bill .total"), "106")


@pytest.fixture(scope="module")
def stripe(shop: Any) -> Iterator[StripeLike]:
    """Put a likeness of Stripe behind the store."""
    with running() as like:
        program = Path(__file__).parent / "with_stripe.py"
        subprocess.run([sys.executable, str(program), like.url], env=environment_of(shop.data), check=True, timeout=60)
        yield like


def with_likeness(page: Any, like: StripeLike, declines: list[str]) -> None:
    """Let a page load the likeness of Stripe's script; `declines` are said instead of paying, one a try."""

    def pays(secret: str, amount: int | None) -> str:
        intent = secret.partition("_secret")[0]
        if declines:
            return declines.pop()
        if amount is not None and amount != like.things[intent]["amount"]:
            return "The amount is not that of the sheet."
        like.pay(intent)
        return ""

    page.expose_function("likenessPays", pays)
    script = (Path(__file__).parent / "stripe_script.js").read_text(encoding="utf-8")
    page.route("https://js.stripe.com/**", lambda route: route.fulfill(body=script, content_type="text/javascript"))


def test_stripes_form_takes_a_second_try(shop: Any, stripe: StripeLike, open_page: Any) -> None:
    phone = open_page(language="zh-CN", width=390)
    with_likeness(phone, stripe, ["Your card was declined."])
    order(phone, shop.url, "mug", "stripe")
    phone.wait_for_url(re.compile(r"/order/[^/]+/pay/$"))
    phone.get_by_label("payment").wait_for()
    phone.locator("[data-stripe] button").click()
    phone.get_by_text("Your card was declined.").wait_for()
    fits(phone)
    phone.locator("[data-stripe] button").click()
    phone.wait_for_url(re.compile(r"/order/[^/]+/(\?.*)?$"))
    seen(phone.locator(".notice.good"))


def test_stripes_keys_buy_without_the_form(shop: Any, stripe: StripeLike, open_page: Any) -> None:
    phone = open_page(width=390)
    with_likeness(phone, stripe, [])
    phone.goto(f"{shop.url}/en/p/mug/")
    put(phone)
    phone.locator("form[action$='/checkout/start/'] button").click()
    phone.get_by_label("expressCheckout").click()
    phone.wait_for_url(re.compile(r"/en/order/[^/]+/"))
    seen(phone.locator(".notice.good"))
    says(phone.locator("main"), "天平路 8 号 201")
