"""A buyer and the page of their order: where it is, cancel it, send it elsewhere, say how it is, find it again."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.fronts.checkout.tests.conftest import Browser
from storecrew.kernel.events.drain import drain
from storecrew.shop.fulfilment import actions as fulfilment
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.orders import page as order_page
from storecrew.shop.orders import reads
from storecrew.shop.orders.letters.jobs import send_link_later
from storecrew.shop.orders.models import Order
from storecrew.shop.reviews import actions as reviewing
from storecrew.shop.reviews.models import Review, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(browser: Browser) -> Order:
    """An order of two mugs and a lamp, to be paid at the door."""
    cache.clear()
    browser.put("MUG", 2)
    browser.put("LAMP")
    browser.buy(provider="cash")
    return Order.objects.get()


@pytest.fixture
def here(order: Order) -> str:
    return f"/order/{reads.token_for(order.pk)}/"


def send(company: Company, order: Order, *, pieces: int | None = None, days_ago: int = 0) -> Parcel:
    """Pack and hand over what is open, or so many pieces of the first line."""
    at = timezone.now() - timedelta(days=days_ago)
    lines = [line for line in order.lines.order_by("pk") if line.open]
    wanted = tuple(fulfilment.PackLine(line_id=line.pk, quantity=line.open) for line in lines)
    if pieces is not None:
        wanted = (fulfilment.PackLine(line_id=lines[0].pk, quantity=pieces),)
    packed = fulfilment.pack(company.warehouse, fulfilment.Pack(order_id=order.pk, lines=wanted), now=at)
    data = fulfilment.Ship(
        parcel_id=packed.parcel_id, carrier="sf", tracking_number=f"SF{packed.parcel_id:013d}", sure=True
    )
    fulfilment.ship(company.warehouse, data, now=at)
    return Parcel.objects.get(pk=packed.parcel_id)


def hear(company: Company, parcel: Parcel, *states: str) -> None:
    at = timezone.now() - timedelta(hours=len(states))
    words = tuple(
        {"state": state, "at": at + timedelta(hours=n), "text": f"step {n}"} for n, state in enumerate(states)
    )
    data = fulfilment.RecordTracking.model_validate({"parcel_id": parcel.pk, "words": words})
    fulfilment.record_tracking(company.service, data)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_says_what_was_promised_and_what_is_expected(browser: Browser, here: str, prefix: str) -> None:
    page = browser.get(f"{prefix}{here}").content.decode()
    assert 'class="versus"' in page
    assert 'class="days good"' in page
    assert 'class="events"' not in page


def test_each_parcel_shows_its_carrier_its_number_and_its_newest_words(
    browser: Browser, company: Company, order: Order, here: str
) -> None:
    parcel = send(company, order, pieces=1)
    hear(company, parcel, "in_transit", "in_transit", "out_for_delivery")
    page = browser.get(f"/en{here}").content.decode()
    assert parcel.tracking_number in page
    assert 'href="https://' in page
    assert page.count("<time") == 2
    assert "step 2" in page
    assert "step 0" not in page
    assert "Parcel 1 of 2" in page
    assert "Not sent yet" in page
    whole = browser.get(f"/en{here}parcel/1/").content.decode()
    assert "step 0" in whole
    assert browser.get(f"/en{here}parcel/2/").status_code == 404
    assert browser.get("/en/order/1-" + "A" * 43 + "/parcel/1/").status_code == 404


def test_what_is_late_is_said_with_what_can_be_done(
    browser: Browser, company: Company, order: Order, here: str
) -> None:
    today = timezone.localdate()
    Order.objects.filter(pk=order.pk).update(
        promised_from=today - timedelta(days=6),
        promised_until=today - timedelta(days=4),
        ship_by=timezone.now() - timedelta(days=8),
    )
    page = browser.get(f"/en{here}").content.decode()
    assert "later than we said" in page
    assert "We are sorry" in page
    assert f"{here}cancel/" in page
    send(company, order, days_ago=7)
    page = browser.get(f"/en{here}").content.decode()
    assert "It comes later than we said" in page
    assert f"{here}cancel/" not in page


def test_a_parcel_that_arrived_is_no_longer_expected(
    browser: Browser, company: Company, order: Order, here: str
) -> None:
    hear(company, send(company, order, days_ago=1), "in_transit", "delivered")
    page = browser.get(f"/en{here}").content.decode()
    assert "It has arrived" in page
    assert 'class="days' not in page


def test_a_buyer_cancels_after_reading_what_follows(browser: Browser, order: Order, here: str) -> None:
    assert f'href="{here}cancel/"' in browser.get(here).content.decode()
    asks = browser.get(f"/en{here}cancel/").content.decode()
    assert "cannot be undone" in asks
    order.refresh_from_db()
    assert order.state == "open"
    answer = browser.post(f"{here}cancel/", note="不要了")
    assert answer.headers["Location"] == f"{here}?said=cancelled"
    assert browser.post(f"{here}cancel/").status_code == 302
    order.refresh_from_db()
    assert (order.state, order.cancel_reason) == ("cancelled", "buyer")
    page = browser.get(here)
    assert page.status_code == 200
    assert f"{here}cancel/" not in page.content.decode()
    assert browser.get(f"{here}cancel/").status_code == 302


def test_what_is_packed_is_cancelled_by_nobody_but_us(
    browser: Browser, company: Company, order: Order, here: str
) -> None:
    lines = tuple(fulfilment.PackLine(line_id=line.pk, quantity=line.open) for line in order.lines.all())
    fulfilment.pack(company.warehouse, fulfilment.Pack(order_id=order.pk, lines=lines))
    assert f"{here}cancel/" not in browser.get(here).content.decode()
    answer = browser.post(f"/en{here}cancel/")
    assert answer.status_code == 422
    assert "packing it already" in answer.content.decode()
    order.refresh_from_db()
    assert order.state == "open"


def test_it_is_sent_to_another_street(browser: Browser, order: Order, here: str) -> None:
    form = browser.get(f"{here}address/").content.decode()
    typed = dict(re.findall(r'<input id="a-\w+" name="(\w+)" value="([^"]*)"', form))
    bad = browser.post(f"{here}address/", **{**typed, "region": "上海市", "district": "徐汇区", "line1": ""})
    assert bad.status_code == 422
    assert 'href="#a-line1"' in bad.content.decode()
    good = {**typed, "region": "上海市", "district": "徐汇区", "line1": "衡山路 9 号", "country": "US"}
    answer = browser.post(f"{here}address/", **good)
    assert answer.headers["Location"] == f"{here}?said=address"
    order.refresh_from_db()
    assert (order.ship_to["line1"], order.country) == ("衡山路 9 号", "CN")


@pytest.mark.parametrize("part", ["cancel/", "address/", "review/"])
def test_forms_of_other_sites_and_forged_links_do_nothing(browser: Browser, order: Order, here: str, part: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        assert Client(headers=headers).post(f"{here}{part}").status_code == 409
    assert browser.post(f"/order/{order.pk}-{'A' * 43}/{part}").status_code == 404
    order.refresh_from_db()
    assert order.state == "open"


class TestReviewing:
    """The page on which buyers say how it is."""

    def test_nothing_is_asked_before_anything_was_sent(self, browser: Browser, order: Order, here: str) -> None:
        assert f"{here}review/" not in browser.get(here).content.decode()
        assert "Nothing of it has been sent yet" in browser.get(f"/en{here}review/").content.decode()

    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_several_things_at_once(
        self, browser: Browser, company: Company, order: Order, here: str, prefix: str
    ) -> None:
        send(company, order)
        assert f"{here}review/" in browser.get(here).content.decode()
        mug, lamp = (line.pk for line in order.lines.order_by("pk"))
        assert browser.get(f"{prefix}{here}review/").status_code == 200
        said = {
            f"stars.{mug}": "2",
            f"text.{mug}": "太小了",
            f"stars.{lamp}": "5",
            f"title.{lamp}": "好看",
            "name": "小鱼",
        }
        answer = browser.post(f"{prefix}{here}review/", **said)
        assert answer.headers["Location"] == f"{prefix}{here}review/?said=shown"
        first, second = Review.objects.order_by("line_id")
        assert (first.stars, first.text, first.name, first.state) == (2, "太小了", "小鱼", State.SHOWN)
        assert (second.stars, second.title) == (5, "好看")
        again = browser.get(answer.headers["Location"]).content.decode()
        assert "太小了" in again
        assert again.count(" checked") == 2

    def test_sent_again_unchanged_nothing_is_marked_as_changed(
        self, browser: Browser, company: Company, order: Order, here: str
    ) -> None:
        send(company, order)
        mug = order.lines.order_by("pk")[0].pk
        for _again in range(2):
            browser.post(f"{here}review/", **{f"stars.{mug}": "4", "name": "小鱼"})
        assert Review.objects.get().changed_at is None

    def test_one_with_a_link_waits_and_says_so(
        self, browser: Browser, company: Company, order: Order, here: str
    ) -> None:
        send(company, order)
        mug = order.lines.order_by("pk")[0].pk
        answer = browser.post(f"/en{here}review/", **{f"stars.{mug}": "5", f"text.{mug}": "see www.example.com"})
        assert answer.headers["Location"].endswith("?said=waits")
        assert "Somebody looks at it" in browser.get(answer.headers["Location"]).content.decode()

    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, browser: Browser, company: Company, order: Order, here: str
    ) -> None:
        send(company, order)
        mug = order.lines.order_by("pk")[0].pk
        answer = browser.post(f"/en{here}review/", **{f"text.{mug}": "nice mug", f"stars.{mug}": "9"})
        assert answer.status_code == 422
        assert "nice mug" in answer.content.decode()
        assert "Choose stars" in answer.content.decode()
        assert not Review.objects.exists()

    def test_it_is_taken_back(self, browser: Browser, company: Company, order: Order, here: str) -> None:
        send(company, order)
        mug = order.lines.order_by("pk")[0].pk
        browser.post(f"{here}review/", **{f"stars.{mug}": "4"})
        assert browser.post(f"{here}review/", withdraw=str(mug)).headers["Location"].endswith("?said=taken_back")
        assert Review.objects.get().state == State.WITHDRAWN
        assert browser.post(f"{here}review/", withdraw=str(mug)).status_code == 422

    def test_a_hidden_one_cannot_be_written_anew(
        self, browser: Browser, company: Company, order: Order, here: str
    ) -> None:
        send(company, order)
        mug = order.lines.order_by("pk")[0].pk
        browser.post(f"{here}review/", **{f"stars.{mug}": "1", f"text.{mug}": "you idiots"})
        reviewing.hide(company.service, reviewing.Hide(review_id=Review.objects.get().pk, reason="abuse"))
        assert "was hidden by the store" in browser.get(f"/en{here}review/").content.decode()
        assert browser.post(f"{here}review/", **{f"stars.{mug}": "5"}).status_code == 422


class TestFinding:
    """The page that sends the link again."""

    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_the_page_stands_at_the_foot_of_every_page(self, browser: Browser, prefix: str) -> None:
        assert f'href="{prefix}/order/find/"' in browser.get(f"{prefix}/").content.decode()
        page = browser.get(f"{prefix}/order/find/")
        assert page.status_code == 200
        assert not page.cookies
        assert browser.get(f"{prefix}/order/find/").headers["Cache-Control"].startswith("public")

    def test_the_answer_is_the_same_word_for_word(self, browser: Browser, order: Order) -> None:
        known = browser.post("/en/order/find/", number=order.number, contact=order.email)
        unknown = browser.post("/en/order/find/", number="SO-99999", contact="eve@example.com")
        assert known.content == unknown.content
        assert "If there is such an order" in known.content.decode()

    def test_the_letters_link_opens_the_order(self, browser: Browser, order: Order, here: str) -> None:
        send_link_later.func(number=order.number, contact=order.email, asked="a" * 32)
        drain(timezone.now())
        letter = mail.outbox[-1]
        assert letter.to == [order.email]
        path = re.search(r"https?://[^/\s]+(/\S*order/\S+)", letter.body)
        assert path is not None
        assert browser.get(path.group(1)).status_code == 200

    def test_nonsense_and_floods_are_refused(self, browser: Browser) -> None:
        cache.clear()
        assert browser.post("/en/order/find/", number="", contact="a@b.example").status_code == 422
        assert browser.post("/en/order/find/", number="1", contact="hello").status_code == 422
        for _again in range(5):
            assert browser.post("/en/order/find/", number="1", contact="a@b.example").status_code == 200
        answer = browser.post("/en/order/find/", number="1", contact="a@b.example")
        assert answer.status_code == 422
        assert "quarter of an hour" in answer.content.decode()

    def test_a_link_that_opens_nothing_helps(self, browser: Browser) -> None:
        answer = browser.get("/en/order/1-" + "A" * 43 + "/")
        assert answer.status_code == 404
        assert 'action="/en/order/find/"' in answer.content.decode()


def test_letters_and_console_know_where_the_link_leads(browser: Browser, order: Order) -> None:
    token = reads.token_for(order.pk)
    assert order_page.address_for_buyer(token) == f"/order/{token}/"
    Order.objects.filter(pk=order.pk).update(language="en")
    assert order_page.address_for_buyer(token) == f"/en/order/{token}/"
    Order.objects.filter(pk=order.pk).update(language="fr")
    assert order_page.address_for_buyer(token) == f"/order/{token}/"
    assert order_page.address_for_buyer("nonsense") == ""


def test_the_order_page_asks_a_bounded_number_of_questions(
    browser: Browser, company: Company, order: Order, here: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    hear(company, send(company, order, pieces=1), "in_transit")
    order.refresh_from_db()
    hear(company, send(company, order), "in_transit")
    browser.get(here)
    with django_assert_max_num_queries(52):  # type: ignore[attr-defined]
        assert browser.get(here).status_code == 200
