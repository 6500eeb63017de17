"""A founder sets a store up, takes a colleague in, hands a seat over, and is refused a second later."""

import re
from typing import Any

import pytest
from tests.journeys.steps import says

pytestmark = [pytest.mark.browser, pytest.mark.long]

PASSWORD = "a lantern over the gate"  # noqa: S105  of this journey only
COLLEAGUE = "stars above the harbour"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A finger that is always there and always the right one."""


@pytest.fixture(scope="module")
def founder(site: Any, browser: Any) -> Any:
    """Return the founder's page, on Today of a store just set up."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US").new_page()
    page.set_default_timeout(30_000)
    set_up(page, site.url)
    return page


def set_up(page: Any, url: str) -> None:
    page.goto(f"{url}/crew/")
    assert "/crew/setup/" in page.url
    page.get_by_label("What is the store called?").fill("Lamphour")
    page.get_by_label("Where is it at home?").select_option("CN")
    page.get_by_label("English").check()
    page.get_by_label("简体中文").check()
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_label("In which currency are your books?").input_value() == "CNY"
    assert page.get_by_label("In which time zone does your day begin?").input_value() == "Asia/Shanghai"
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_label("Monday").input_value() == "09:00-12:00, 13:30-18:00"
    page.get_by_label("Saturday").fill("10:00-12:00")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("checkbox", checked=True).nth(7).wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your name").fill("Lin Zhixia")
    page.get_by_label("E-mail").fill("lin@lamphour.example")
    page.get_by_label("Password").fill("short")
    page.locator(".btn--main").click()
    # a wrong password is explained, and nothing else that was filled in is lost
    page.get_by_text(re.compile("at least 10 characters", re.I)).first.wait_for()
    assert page.get_by_label("Your name").input_value() == "Lin Zhixia"
    page.get_by_label("Password").fill(PASSWORD)
    page.locator(".btn--main").click()
    page.wait_for_url(f"{url}/crew/")


def test_set_up_ends_on_today_with_all_eight_hats(founder: Any) -> None:
    assert founder.get_by_role("heading", level=1).inner_text() == "Today"
    for seat in ("Director", "Web", "IT", "Warehouse", "Marketing", "Service", "Finance", "Analyst"):
        assert founder.get_by_role("link", name=re.compile(seat)).count() > 0


def test_nobody_sets_the_store_up_a_second_time(founder: Any, site: Any, open_page: Any) -> None:
    stranger = open_page()
    stranger.goto(f"{site.url}/crew/setup/store/")
    assert "/crew/sign-in/" in stranger.url
    answer = stranger.request.post(f"{site.url}/crew/setup/you/", form={"founder_name": "Mallory"})
    assert answer.status in {200, 302, 403}
    assert "/crew/setup" not in answer.url or answer.status == 403


def test_a_seat_handed_over_is_refused_a_second_later(founder: Any, site: Any, open_page: Any) -> None:
    invitation = invite(founder, site.url, "chen@lamphour.example")
    colleague = open_page()
    join(colleague, invitation, site.url)
    stale = founder.context.new_page()
    run_now = stale.get_by_role("button", name="Run now").first
    for _ in range(150):  # the worker writes the schedules down in its first seconds
        stale.goto(f"{site.url}/crew/jobs/")
        if run_now.count():
            break
        stale.wait_for_timeout(500)
    colleague.goto(f"{site.url}/crew/jobs/")
    assert colleague.get_by_role("button", name="Run now").count() == 0

    founder.goto(f"{site.url}/crew/people/seats/it/handover/")
    founder.get_by_label("Who takes over").select_option(label="Chen Yu")
    founder.locator(".btn--main").click()
    founder.wait_for_url(re.compile("/crew/people/handovers/"))
    says(founder.locator("main"), "Chen Yu")

    # the page was opened before the handover; its button is worth nothing now
    run_now.click()
    stale.get_by_text("Your seats do not include this.").wait_for()
    colleague.goto(f"{site.url}/crew/jobs/")
    colleague.get_by_role("button", name="Run now").first.click()
    colleague.locator(".toast:not(.toast--bad)").wait_for()


def test_a_passkey_signs_in_without_the_password(site: Any, founder: Any, open_page: Any) -> None:
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(f"{site.url}/crew/sign-in/")
    page.get_by_label("E-mail").fill("lin@lamphour.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site.url}/crew/")

    page.goto(f"{site.url}/crew/me/security/keys/new/")
    page.get_by_label("Password").fill(PASSWORD)  # once more, before something sensitive
    page.get_by_role("button", name="It is me").click()
    page.get_by_label("Sign in with it alone, without the password").check()
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url(f"{site.url}/crew/me/security/codes/")
    assert page.locator("main code").count() == 10

    page.goto(f"{site.url}/crew/sign-out/")
    page.get_by_role("button", name="Sign out of this device").click()
    page.wait_for_url(lambda url: "sign-out" not in url)
    page.goto(f"{site.url}/crew/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site.url}/crew/")


def invite(page: Any, url: str, email: str) -> str:
    """Return the address of the invitation's link."""
    page.goto(f"{url}/crew/people/invitation/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Name").first.fill("Chen Yu")
    page.locator(".btn--main").click()
    page.wait_for_function("document.documentElement.outerHTML.includes('/crew/join/')")
    return re.search(r"http\S+/crew/join/[\w.:-]+/", page.content()).group(0)


def join(page: Any, invitation: str, url: str) -> None:
    page.goto(invitation)
    page.get_by_label("Your name").fill("Chen Yu")
    page.get_by_label("Password").fill(COLLEAGUE)
    page.locator(".btn--main").click()
    page.wait_for_url(f"{url}/crew/")
