"""The buyer of a late order chooses with a browser alone: no script, no account, only the link of the letter."""

import copy
import re

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.fronts.checkout.tests.conftest import Browser
from storecrew.fronts.storefront import pictures, site
from storecrew.kernel.money.types import Money
from storecrew.shop.delays import actions
from storecrew.shop.delays.models import Offer, OfferState
from storecrew.shop.delays.tests.conftest import Desk, desk, lasting_desk
from storecrew.shop.orders import reads as orders

__all__ = ["desk", "lasting_desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    site.forget()
    pictures.forget()


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser({})


@pytest.fixture(scope="module")
def lasting_offer(lasting_desk: Desk) -> Offer:
    row = lasting_desk.late(lasting_desk.order(language="zh-hans"))
    return lasting_desk.offer(row, now=timezone.now(), hours=720, voucher=Money(700, "CNY"), words="给您添麻烦了")


@pytest.fixture
def offer(lasting_offer: Offer, desk: Desk) -> Offer:
    """Return an offer that waits for an answer now, with a voucher of 7.00."""
    return copy.deepcopy(lasting_offer)


def at(offer: Offer) -> str:
    return f"/order/{orders.token_for(offer.order_id)}/choose/{offer.pk}/"


def value_of(page: str, key: str) -> str:
    found = re.search(rf'value="({re.escape(key)}\|[0-9a-f]+)"', page)
    assert found is not None, page
    return found[1]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_choices_with_prices_then_done(browser: Browser, offer: Offer, prefix: str) -> None:
    page = browser.get(prefix + at(offer)).content.decode()
    assert "给您添麻烦了" in page
    assert "112" in page  # what cancelling gives back
    assert "noindex" in page
    sent = browser.post(prefix + at(offer), choice=value_of(page, "wait"))
    assert sent.url == prefix + at(offer)  # type: ignore[attr-defined]
    offer.refresh_from_db()
    assert (offer.state, offer.choice, offer.way) == (OfferState.ANSWERED, "wait", "page")
    again = browser.get(prefix + at(offer)).content.decode()
    assert offer.code in again
    assert 'name="choice"' not in again


def test_sent_twice_it_happens_once(browser: Browser, offer: Offer) -> None:
    choice = value_of(browser.get(at(offer)).content.decode(), "cancel")
    assert browser.post(at(offer), choice=choice).status_code == 302
    assert browser.post(at(offer), choice=choice).status_code == 302
    assert Offer.objects.get().choice == "cancel"


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_done(browser: Browser, offer: Offer) -> None:
    stale = browser.post(at(offer), choice="cancel|0000000000000000")
    assert stale.status_code == 422
    assert 'role="alert"' in stale.content.decode()
    assert Offer.objects.get().state == OfferState.SENT


def test_nothing_chosen_says_so(browser: Browser, offer: Offer) -> None:
    assert browser.post(at(offer)).status_code == 422


def test_late_answers_and_offers_taken_back_say_so(desk: Desk, browser: Browser, offer: Offer) -> None:
    Offer.objects.update(deadline_at=offer.made_at)
    page = browser.get(at(offer)).content.decode()
    assert "回话的时间过了" in page
    assert 'name="choice"' not in page
    Offer.objects.update(deadline_at=timezone.now() + timezone.timedelta(days=1))
    actions.withdraw(desk.company.director, actions.OneOffer(offer_id=offer.pk))
    gone = browser.get(at(offer))
    assert gone.status_code == 200
    assert 'name="choice"' not in gone.content.decode()


def test_forged_links_and_foreign_forms_open_nothing(browser: Browser, offer: Offer) -> None:
    assert browser.get(f"/order/1-AAAAAAAAAAAAAAAAAAAAAAAAAAA/choose/{offer.pk}/").status_code == 404
    assert browser.get(at(offer).replace(f"/{offer.pk}/", "/999/")).status_code == 404
    foreign = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.post(at(offer), {"choice": "cancel|x"}).status_code >= 400
    assert Offer.objects.get().state == OfferState.SENT


def test_the_page_of_the_order_leads_there_while_it_may_be_chosen(browser: Browser, offer: Offer) -> None:
    page = f"/order/{orders.token_for(offer.order_id)}/"
    assert at(offer) in browser.get(page).content.decode()
    browser.post(at(offer), choice=value_of(browser.get(at(offer)).content.decode(), "wait"))
    assert at(offer) not in browser.get(page).content.decode()
