"""The pages of promises, in both languages, for those who may see them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.shop.promise import actions, reads
from storecrew.shop.promise.models import Knowledge
from storecrew.shop.promise.tests.conftest import NOW, OBSERVER, POST, told
from storecrew.shop.promise.types import Ask

type Enter = Callable[..., Client]


@pytest.mark.parametrize(("language", "word"), [("en", "Delivery promises"), ("zh-hans", "到货承诺")])
def test_the_page_opens_empty_and_full(
    company: Company, enter: Enter, year: Callable[..., None], language: str, word: str
) -> None:
    browser = enter("warehouse", language)
    assert word in browser.get("/crew/promise/").content.decode()
    year(40)
    actions.learn(OBSERVER, actions.Learn(), now=NOW)
    page = browser.get("/crew/promise/?days=365")
    assert page.status_code == 200
    assert "浙江省" in page.content.decode()


def test_learning_is_begun_from_the_page(company: Company, enter: Enter, year: Callable[..., None]) -> None:
    year(30)
    assert enter("warehouse").post("/crew/promise/learn/").status_code in {302, 303}
    assert Knowledge.objects.count() == 1


def test_an_order_shows_what_was_known(
    company: Company, enter: Enter, year: Callable[..., None], django_assert_max_num_queries: Any
) -> None:
    browser = enter("service")
    assert browser.get("/crew/promise/of/77/").status_code == 404
    year(60)
    learnt = actions.learn(OBSERVER, actions.Learn(), now=NOW)
    window = reads.windows([Ask(way=POST, source="warehouse:1", country="CN")], NOW)[0]
    grounds = {"packages": [{"grounds": window.grounds}]}
    days = {"promised_first": window.first, "promised_last": window.last}
    told(77, "placed", NOW, NOW, shipment="order:77", grounds=grounds, **days)
    with django_assert_max_num_queries(40):
        page = browser.get("/crew/promise/of/77/").content.decode()
    assert learnt.version in page
    assert "the same days" in page


def test_strangers_are_sent_away(company: Company, client: Client) -> None:
    assert client.get("/crew/promise/").status_code in {302, 401, 403}
