"""Many buyers at the same moment, each with a connection of its own: what is there is sold, and not once more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from storecrew.shop.stock.conftest import LATER, want
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Level, Reservation
from storecrew.shop.stock.types import SoldOut

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS = 50


def at_once(buyers: int, buy: Callable[[int], object]) -> list[object]:
    """Let every buyer start at the same moment; answers what each got, None for a clean refusal."""
    barrier = Barrier(buyers)

    def one(number: int) -> object:
        barrier.wait()
        try:
            return buy(number)
        except SoldOut:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(buyers) as pool:
        return list(pool.map(one, range(buyers)))


def test_one_piece_and_fifty_buyers_is_one_sale(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    got = at_once(BUYERS, lambda number: shop.reserve(f"order:{number}", want(mug)))
    assert len([one for one in got if one]) == 1
    assert Reservation.objects.count() == 1
    assert Level.objects.get(item_id=mug).available == 0
    assert list(drifts()) == []


def test_two_things_in_either_order_neither_lock_up_nor_sell_too_much(shop) -> None:
    mug, lamp = shop.variant("MUG"), shop.variant("LAMP")
    shop.receive(mug, 7)
    shop.receive(lamp, 7)

    def buy(number: int) -> object:
        both = [want(mug), want(lamp)]
        return shop.hold(f"cart:{number}", *(both if number % 2 else reversed(both)))

    got = at_once(20, buy)
    assert len([one for one in got if one]) == 7
    assert list(drifts()) == []


def test_an_expired_hold_goes_to_one_of_those_who_wait_for_it(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    shop.hold("cart:slow", want(mug))
    over = LATER + timedelta(seconds=1)

    def buy(number: int) -> object:
        if number == 0:
            return shop.confirm("cart:slow", "order:slow", now=over)
        return shop.hold(f"cart:{number}", want(mug), until=over + timedelta(minutes=15), now=over)

    got = at_once(12, buy)
    assert len([one for one in got if one]) == 1
    assert Level.objects.get(item_id=mug).available == 0
    assert list(drifts()) == []


def test_a_checkout_confirmed_by_two_requests_promises_once(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 5)
    shop.hold("cart:a", want(mug, 2))
    got = at_once(6, lambda _number: shop.confirm("cart:a", "order:1"))
    assert all(got)
    assert Level.objects.get(item_id=mug).committed == 2
    assert list(drifts()) == []


def test_goods_that_come_while_others_are_sold_are_neither_lost_nor_doubled(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 3)

    def turn(number: int) -> object:
        if number % 3 == 0:
            return shop.receive(mug, 1) or True
        return shop.reserve(f"order:{number}", want(mug))

    got = at_once(15, turn)
    sold = [one for number, one in enumerate(got) if number % 3 and one]
    level = Level.objects.get(item_id=mug)
    assert level.on_hand == 8
    assert level.committed == len(sold) <= 8
    assert list(drifts()) == []


def test_a_write_past_the_actions_cannot_sell_too_much_either(shop) -> None:
    mug = shop.variant("MUG")
    shop.receive(mug, 1)
    rows = Level.objects.filter(item_id=mug)
    with pytest.raises(IntegrityError, match="stock_level_not_oversold"):
        rows.update(committed=2)
