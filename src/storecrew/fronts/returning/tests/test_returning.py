"""A buyer sends something back with a browser alone: no script, no account, only the link of the order."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from storecrew.fronts.checkout.tests.conftest import Browser
from storecrew.fronts.storefront import pictures, site
from storecrew.shop.returns import actions
from storecrew.shop.returns.models import Return, State
from storecrew.shop.returns.tests.conftest import Desk, desk, house, lasting_desk, shop
from storecrew.shop.returns.tests.test_pages import client_of

__all__ = ["desk", "house", "lasting_desk", "shop"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    site.forget()
    pictures.forget()


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser({})


def at(desk: Desk, rest: str = "") -> str:
    return f"/order/{desk.token}/return/{rest}"


def chosen(desk: Desk, **more: Any) -> dict[str, Any]:
    line = desk.line_ids[0]
    return {f"q.{line}": "1", f"why.{line}": "too_small", "wish": "refund", "on": "1", **more}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_choose_see_what_you_get_and_send(desk: Desk, browser: Browser, prefix: str) -> None:
    page = browser.get(prefix + at(desk)).content.decode()
    assert f'name="q.{desk.line_ids[0]}"' in page
    shown = browser.get(prefix + at(desk), data=chosen(desk)).content.decode()
    assert re.search(r'class="total"><span>[^<]+</span><span class="num">[^/]*100', shown)
    sent = browser.post(prefix + at(desk, "send/"), **chosen(desk, words="太小了"))
    row = Return.objects.get()
    assert sent.url == f"{prefix}{at(desk)}{row.pk}/"  # type: ignore[attr-defined]
    assert row.words == "太小了"
    assert browser.get(sent.url).status_code == 200  # type: ignore[attr-defined]
    assert row.number in browser.get(prefix + at(desk)).content.decode()


def test_granted_it_says_where_to_send_and_takes_the_number(desk: Desk, browser: Browser) -> None:
    row = desk.approved(desk.piece(1))
    page = browser.get(at(desk, f"{row.pk}/")).content.decode()
    assert 'name="tracking_number"' in page
    browser.post(at(desk, f"{row.pk}/"), tracking_number="SF1316582044876")
    row = desk.fresh(row)
    assert (row.state, row.tracking_number, row.carrier) == (State.ON_THE_WAY, "SF1316582044876", "sf")


def test_it_can_be_called_off_until_it_left(desk: Desk, browser: Browser) -> None:
    row = desk.approved(desk.piece(1))
    browser.post(at(desk, f"{row.pk}/"), do="cancel")
    assert desk.fresh(row).state == State.CANCELLED


def test_why_not_stands_on_the_page(desk: Desk, browser: Browser) -> None:
    row = desk.ask()
    actions.decline(desk.company.service, actions.DeclineIt(return_id=row.pk, reason="used", words="灯罩有划痕。"))
    assert "灯罩有划痕。" in browser.get(at(desk, f"{row.pk}/")).content.decode()


def test_another_orders_return_and_a_foreign_form_are_nothing(desk: Desk, browser: Browser) -> None:
    row = desk.ask()
    assert browser.get(at(desk, f"{row.pk + 1}/")).status_code == 404
    assert browser.get("/order/1-AAAAAAAAAAAAAAAAAAAAAAAAAAA/return/").status_code == 404
    foreign = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.post(at(desk, "send/"), chosen(desk)).status_code >= 400
    assert Return.objects.count() == 1


def test_nothing_chosen_says_so(desk: Desk, browser: Browser) -> None:
    assert browser.get(at(desk), data={"on": "1", "wish": "refund"}).status_code == 422
    assert browser.post(at(desk, "send/"), on="1", wish="refund").status_code == 422


def test_a_photograph_is_kept_and_a_text_is_refused(desk: Desk, browser: Browser, tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    drawn = BytesIO()
    Image.new("RGB", (64, 48), "brown").save(drawn, "PNG")
    text = SimpleUploadedFile("a.png", b"no picture at all", content_type="image/png")
    assert browser.client.post(at(desk, "send/"), {**chosen(desk), "photos": text}).status_code == 422
    picture = SimpleUploadedFile("a.png", drawn.getvalue(), content_type="image/png")
    answer = browser.client.post(at(desk, "send/"), {**chosen(desk), "photos": picture})
    assert answer.status_code == 302
    assert Return.objects.get().photos.count() == 1
    client = client_of(desk.company.service)
    assert client.get(f"/crew/returns/{Return.objects.get().pk}").status_code == 200


def test_the_order_links_to_it(desk: Desk, browser: Browser) -> None:
    page = browser.get(f"/order/{desk.token}/").content.decode()
    assert re.search(rf'href="/order/{re.escape(desk.token)}/return/"', page)
