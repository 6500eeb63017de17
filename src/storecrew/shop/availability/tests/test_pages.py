"""The pages of availability, and what it adds to homes, lists and other rooms' pages."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from storecrew.kernel.pages import desk
from storecrew.shop.availability import actions
from storecrew.shop.availability.models import Threshold
from storecrew.shop.availability.queue import falling, silent, worth_asking
from storecrew.shop.supply import panels


@pytest.fixture
def now(telling):
    """A moment ago somebody spoke."""
    at = timezone.now() - timedelta(minutes=1)
    telling.say({"MUG": 40, "LAMP-OAT": 0, "LAMP-INK": None}, at=at)
    telling.found("MUG", 2, 1, at=at + timedelta(seconds=1), document="dropship:1")
    telling.say({"MUG": 39}, at=at + timedelta(seconds=2))
    return at + timedelta(seconds=3)


def _addresses(telling):
    word = reverse("availability:word", args=[telling.offers["MUG"], telling.site_id])
    names = ("said", "questions", "suppliers", "everybody")
    there = reverse("availability:thresholds", args=[telling.buying.supplier_id])
    return [word, there, *(reverse(f"availability:{name}") for name in names)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens(telling, now, signed_in, language) -> None:
    client = signed_in(telling.teller, language)
    for url in _addresses(telling):
        assert client.get(url).status_code == 200, url


def test_pages_are_for_those_who_may(telling, now, signed_in, company, client) -> None:
    for url in _addresses(telling):
        assert signed_in(company.it).get(url).status_code == 403
        assert client.get(url).status_code == 302
    service = signed_in(company.service)
    assert service.get(reverse("availability:said")).status_code == 200
    assert service.get(reverse("availability:everybody")).status_code == 403


def test_the_number_of_questions_does_not_grow_with_the_offers(
    telling, signed_in, django_assert_max_num_queries
) -> None:
    client = signed_in(telling.teller)
    at = timezone.now() - timedelta(minutes=9)
    telling.say({"MUG": 40}, at=at)
    pages = [reverse("availability:said"), reverse("availability:questions"), reverse("availability:suppliers")]
    from django.db import connection  # noqa: PLC0415  only here
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415  only here

    spent = {}
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        spent[page] = len(seen)
    telling.say({"MUG": 40, "LAMP-OAT": 7, "LAMP-INK": 9}, at=at + timedelta(minutes=1))
    for page in pages:
        with django_assert_max_num_queries(spent[page] + 1):
            assert client.get(page).status_code == 200


def test_the_list_is_searched_filtered_and_exported(telling, now, signed_in) -> None:
    client = signed_in(telling.teller)
    page = reverse("availability:said")
    assert "Stone mug" in client.get(page, {"q": "MUG"}).content.decode()
    assert "Stone mug" not in client.get(page, {"holds": "none"}).content.decode()
    assert "Stone mug" not in client.get(page, {"age": "3"}).content.decode()
    assert "Stone mug" in client.get(page, {"supplier": telling.buying.supplier_id}).content.decode()
    rows = b"".join(client.get(page, {"export": "csv"}).streaming_content).decode()
    assert "Stone mug" in rows


def test_what_somebody_heard_is_noted_on_the_page(telling, now, signed_in) -> None:
    client = signed_in(telling.teller)
    word = reverse("availability:word", args=[telling.offers["MUG"], telling.site_id])
    assert client.post(word, {"quantity": "12"}).status_code == 303
    said = telling.said("MUG")
    assert (said.quantity, said.stream.name) == (12, f"person:{telling.teller.person_id}")
    assert client.post(word, {"quantity": "-1"}).status_code == 422
    client.post(word, {"quantity": ""})
    assert telling.said("MUG").quantity is None


def test_thresholds_are_set_and_given_up_on_their_page(telling, now, signed_in) -> None:
    client = signed_in(telling.teller)
    page = reverse("availability:thresholds", args=[telling.buying.supplier_id])
    form = {"risk": "5", "confirm_after": "1", "stop_after": "3", "cap": ""}
    assert client.post(page, form).status_code == 303
    row = Threshold.objects.get()
    assert (row.supplier_id, row.risk, row.stop_after, row.cap) == (telling.buying.supplier_id, 0.05, 3.0, None)
    assert client.post(page, form | {"stop_after": "0.5"}).status_code == 422
    client.post(reverse("availability:usual", args=[telling.buying.supplier_id]))
    assert not Threshold.objects.exists()
    client.post(reverse("availability:everybody"), form)
    assert Threshold.objects.get().supplier_id is None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_homes_and_pages_of_supply_show_what_their_word_is_worth(telling, now, company, language) -> None:
    with translation.override(language):
        for seat, actor in (("warehouse", company.warehouse), ("analyst", company.analyst)):
            (found,) = [one for one in desk.panels(seat, actor, now) if one.template.startswith("availability/")]
            assert "中山灯饰" in render_to_string("desks/parts/panel.html", {"panel": found})
        for made in (
            panels.for_offer(telling.offers["MUG"], now),
            panels.for_supplier(telling.buying.supplier_id, now),
        ):
            (mine,) = [one for one in made if one.template.startswith("availability/")]
            assert render_to_string(mine.template, {"panel": mine.context})


def test_a_silent_stream_is_named_once_it_left_a_day_out_and_urgently_after_three(telling, now, company) -> None:
    assert not list(silent(company.warehouse, now))
    (one,) = silent(company.warehouse, now + timedelta(days=2))
    assert one.version == "silent"
    (one,) = silent(company.warehouse, now + timedelta(days=6))
    assert one.version == "dead"
    telling.confirm(at=now + timedelta(days=6))
    assert not list(silent(company.warehouse, now + timedelta(days=6)))


def test_a_record_that_falls_is_named(telling, now, company) -> None:
    assert not list(falling(company.warehouse, now))
    for day in range(26):
        at = now + timedelta(days=day)
        telling.say({"MUG": 40 + day % 2}, at=at)
        telling.found("MUG", 2, 2 if day < 20 else 0, at=at, document=f"dropship:{day + 10}")
    later = now + timedelta(days=26)
    assert [one.key for one in falling(company.warehouse, later)] == [
        f"availability.record:{telling.buying.supplier_id}"
    ]


def test_offers_of_which_nothing_is_sold_are_named(telling, now, company) -> None:
    assert not list(worth_asking(company.warehouse, now))
    later = now + timedelta(days=30)
    actions.age(telling.teller, actions.Age(), now=later)
    assert [one.version for one in worth_asking(company.warehouse, later)] == ["1"]
