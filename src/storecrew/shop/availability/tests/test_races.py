"""Many buyers, suppliers and clocks at the same moment, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from storecrew.shop.availability.health import levels_are_what_was_said
from storecrew.shop.availability.models import Heard, Said
from storecrew.shop.availability.tests.conftest import HOUR, NOW
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.conftest import want
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Level, Reservation
from storecrew.shop.stock.types import SoldOut
from storecrew.shop.supply.tests.conftest import committed_buying as buying

__all__ = ["buying"]
pytestmark = pytest.mark.django_db(transaction=True)
BUYERS = 50


def at_once(number: int, turn: Callable[[int], object]) -> list[object]:
    """Let everybody start at the same moment; answers what each got, None for a clean refusal."""
    barrier = Barrier(number)

    def one(place: int) -> object:
        barrier.wait()
        try:
            return turn(place)
        except SoldOut:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def whole() -> None:
    assert list(drifts()) == []
    assert [found.message for found in levels_are_what_was_said(NOW + HOUR) if found.level != "good"] == []


@pytest.fixture
def two(telling):
    """The last mug lies at each of two suppliers."""
    other = telling.buying.supplier("YW-MUGS")
    site = telling.buying.site(other, "YW1")
    second = telling.buying.offer("MUG", supplier_id=other)
    telling.say({"MUG": 1})
    first, telling.offers["MUG"] = telling.offers["MUG"], second
    telling.say({"MUG": 1}, site_id=site.site_id)
    telling.offers["MUG"] = first
    return telling


def test_the_last_piece_at_two_suppliers_is_sold_as_often_as_the_rule_allows(two) -> None:
    mug = two.buying.goods["MUG"]
    allowed = sum(Said.objects.values_list("sellable", flat=True))
    assert allowed == 2

    def buy(number: int) -> object:
        form = stock.Hold(owner=f"cart:{number}", lines=(want(mug),), until=NOW + HOUR)
        return stock.hold(two.teller, form, now=NOW)

    got = at_once(BUYERS, buy)
    assert len([one for one in got if one]) == allowed
    assert Reservation.objects.count() == allowed
    assert {level.available for level in Level.objects.filter(item_id=mug)} == {0}
    whole()


def test_a_word_that_comes_while_it_is_sold_neither_loses_a_sale_nor_sells_more(telling) -> None:
    mug = telling.buying.goods["MUG"]
    telling.say({"MUG": 8})

    def turn(number: int) -> object:
        if number % 3 == 0:
            return telling.say({"MUG": 5}, at=NOW + HOUR, stream="push:1") and None
        return stock.reserve(telling.teller, stock.Reserve(owner=f"order:{number}", lines=(want(mug),)), now=NOW + HOUR)

    got = at_once(15, turn)
    level = telling.level("MUG")
    assert level.on_hand == 5
    assert level.committed == len([one for one in got if one]) <= 8
    whole()


def test_two_streams_and_the_clock_at_once_leave_the_newest_word(telling) -> None:
    telling.say({"MUG": 9, "LAMP-OAT": 9})

    def turn(number: int) -> object:
        if number % 4 == 3:
            return telling.age(NOW + HOUR)
        quantities = {"MUG": 9 - number % 4, "LAMP-OAT": 3}
        return telling.say(quantities, at=NOW + HOUR * (number % 4) / 9, stream=f"push:{number % 4}", now=NOW + HOUR)

    at_once(12, turn)
    assert (telling.said("MUG").quantity, telling.level("MUG").on_hand) == (7, 7)
    assert Heard.objects.filter(offer_id=telling.offers["LAMP-OAT"]).count() == 2
    whole()


def test_the_first_word_of_an_offer_by_many_at_once_is_one_row(telling) -> None:
    taken = at_once(6, lambda number: telling.say({"MUG": 4}, stream=f"push:{number}"))
    assert sum(one.new for one in taken) == 1
    assert Said.objects.count() == 1
    whole()
