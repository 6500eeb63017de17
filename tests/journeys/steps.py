"""What shoppers and crew do again and again in journeys."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.journeys.conftest import environment_of
from tests.journeys.seed import EMAIL, PASSWORD, XIAOMAN

COLLEAGUE = {"zh-CN": XIAOMAN, "en-US": EMAIL}
"""Who of the crew reads which language."""
ROOT = Path(__file__).parents[2]
ADDRESS = {
    "email": "wan@wan.example",
    "name": "万晓舟",
    "district": "徐汇区",
    "line1": "天平路 8 号 201",
    "phone": "13800138000",
}


def order(page: Any, url: str, slug: str, provider: str) -> None:
    page.goto(f"{url}/p/{slug}/")
    put(page)
    check_out(page, url, provider)


def put(page: Any) -> None:
    page.locator("form#add button").click()
    page.locator("dialog.in-bag a.button").click()
    page.wait_for_url(re.compile(r"/cart/$"))
    fits(page)


def check_out(page: Any, url: str, provider: str) -> None:
    page.locator("form[action$='/checkout/start/'] button").click()
    page.wait_for_url(f"{url}/checkout/")
    page.locator("[name=region]").select_option("上海市")
    for name, value in ADDRESS.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("button[name=do][value=fill]").click()
    page.locator("#delivery input[type=radio]").first.wait_for()
    page.locator(f"#payment input[value={provider}]").check()
    fits(page)
    page.locator("button[name=do][value=pay]").click()


def sign_in(page: Any, url: str, email: str = EMAIL) -> None:
    page.goto(f"{url}/crew/sign-in/")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form button.btn--wide:not([form])").click()
    page.wait_for_url(f"{url}/crew/")


def number_of(page: Any) -> str:
    found = re.search(r"#?\d{4,}", page.locator(".head p").inner_text())
    assert found is not None
    return found[0]


def seen(place: Any) -> None:
    """Wait until it is there to be seen; a page may still be on its way."""
    place.wait_for()


def says(place: Any, text: str) -> None:
    """Wait until a place says something."""
    place.filter(has_text=text).first.wait_for()


def fits(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def until(page: Any, url: str, true: Any) -> None:
    for _ in range(240):
        page.goto(url)
        if true():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("main").inner_text()[:2000])


def supplier_of(shop: Any) -> dict[str, int]:
    """Return the supplier of this store, made at the first call."""
    return seeded(shop, "seed_supplier")


def seeded(shop: Any, module: str, *words: str) -> dict[str, int]:
    """Return what a program beside these tests made in this store, the first time it is asked for."""
    kept = shop.data / f"{'-'.join((module, *words))}.json"
    if not kept.exists():
        seed = [sys.executable, "-m", f"tests.journeys.{module}", *words]
        environment = environment_of(shop.data)
        done = subprocess.run(seed, env=environment, cwd=ROOT, check=False, timeout=120, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        kept.write_text(done.stdout.strip().splitlines()[-1])
    found: dict[str, int] = json.loads(kept.read_text())
    return found
