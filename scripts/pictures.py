"""Take the pictures of the how-tos from a running demo store: `make demo`, then `.venv/bin/python scripts/pictures.py URL`."""

import io
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

OUT = Path(__file__).parents[1] / "docs" / "pictures"
PASSWORD = "lantern-over-the-gate"  # noqa: S105  the demo shows it to everybody
NAMES = ("chromium", "chromium-browser", "google-chrome")
LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
PAGES = {
    "today": "/crew/",
    "seat": "/crew/seat/warehouse/",
    "products": "/crew/catalogue/",
    "grid": "/crew/catalogue/grid/",
    "import": "/crew/catalogue/import/",
    "seats": "/crew/people/seats/",
    "handover": "/crew/people/seats/web/handover/",
    "approvals": "/crew/approvals/",
    "agents": "/crew/people/agents/",
    "jobs": "/crew/jobs/",
    "look": "/crew/storefront/",
}


def main(url: str) -> None:
    """Sign in as the founder and photograph each page in both languages."""
    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, NAMES)))
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for short, locale in LANGUAGES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale=locale)
            sign_in(page, url, short)
            for name, address in PAGES.items():
                page.goto(url + address)
                photograph(page, f"{name}.{short}.png")
            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(f"{url}/p/half-moon-table-lamp/" if short == "zh" else f"{url}/en/p/half-moon-table-lamp/")
            photograph(page, f"product.{short}.png")
        browser.close()


def photograph(page: Any, name: str) -> None:
    """Keep what is on the screen as a PNG of few colours: a quarter of the bytes, and nobody sees the difference."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(128).save(OUT / name, optimize=True)


def sign_in(page: Any, url: str, language: str) -> None:
    """Sign in, and let the console speak `language`."""
    page.goto(f"{url}/crew/sign-in/")
    page.locator("#id_login").fill("founder@lamphour.example")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form .btn--wide[type=submit]:not([form])").click()
    page.wait_for_url(re.compile("/crew/$"))
    wanted = "zh-Hans" if language == "zh" else "en"
    if page.locator("html").get_attribute("lang") != wanted:
        page.locator("form[action*='/crew/language/'] button, a[href*='/crew/language/']").first.click()
        page.wait_for_load_state()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
