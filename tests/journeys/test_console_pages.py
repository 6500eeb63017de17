"""The console as people meet it: nothing axe objects to, nothing that scrolls sideways, and all of it by keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import notices, queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.kernel.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/crew/",
    "/crew/seat/warehouse/",
    "/crew/seat/finance/",
    "/crew/search?q=a",
    "/crew/notices/",
    "/crew/activity/job:late/",
    "/crew/job/?key=late&seat=warehouse",
    "/crew/keys/",
    "/crew/styleguide/",
    "/crew/nowhere/at/all/",
)
WIDTHS = {"en": 1280, "zh-hans": 390}


@pytest.fixture
def warehouse(company: Any, live_server: Any, browser: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a function that opens pages as the one who holds the warehouse."""

    def late(actor: Any, now: Any) -> Iterator[QueueItem]:
        step = Step("Ship 7 from Foshan", url="/crew/keys/")
        yield QueueItem(
            "late", "warehouse", "Seven orders wait", "Four would be late.", step, "/", Money(186_000, "CNY")
        )
        yield QueueItem("drill", "warehouse", "Nobody tried a restore", "Takes 4 minutes.", step)

    monkeypatch.setattr(queue, "_sources", {"journey": late})
    person = Person.objects.get(pk=company.warehouse.person_id)
    notices.tell(person.pk, "A colleague handed you a job", key="journey", at=company.founded_at, url="/crew/")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    opened = []

    def page(language: str = "en", theme: str = "light", width: int = 1280) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            reduced_motion="reduce",  # colours half-way through a change have a contrast of their own
            bypass_csp=True,
        )
        context.add_cookies(
            [
                {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url},
                {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url},
            ]
        )
        opened.append(context)
        made = context.new_page()
        made.set_default_timeout(30_000)
        return made

    yield page
    for context in opened:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_of_the_console_has_a_barrier(warehouse: Any, live_server: Any, language: str, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  not needed where journeys are skipped

    page = warehouse(language, theme, WIDTHS[language])
    wrong = []
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        found = Axe().run(page).response["violations"]
        wrong += [f"{address}: {one['id']} {node['html'][:120]}" for one in found for node in one["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth") > WIDTHS[language]:
            wrong.append(f"{address}: scrolls sideways")
    assert not wrong, "\n".join(wrong)


def test_everything_can_be_reached_without_a_mouse(warehouse: Any, live_server: Any) -> None:
    page = warehouse()
    page.goto(f"{live_server.url}/crew/")
    page.keyboard.press("/")
    page.keyboard.type("finance")
    page.locator(".palette__hit[aria-current]", has_text="Finance").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/crew/seat/finance/")
    page.keyboard.press("g")
    page.keyboard.press("1")
    page.wait_for_url("**/crew/seat/warehouse/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Seven orders wait"
    page.keyboard.press("?")
    page.wait_for_url("**/crew/keys/")


def test_a_job_is_put_off_and_taken_back_in_two_presses(warehouse: Any, live_server: Any) -> None:
    page = warehouse()
    page.goto(f"{live_server.url}/crew/")
    page.get_by_label("Later, hand on, or drop: Seven orders wait").click()
    page.get_by_role("button", name="Tomorrow morning").click()
    page.get_by_role("status").get_by_role("button", name="Take back").click()
    page.get_by_role("link", name="Seven orders wait").wait_for()
