"""The last pieces at two suppliers, and many checkouts at the same moment, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from storecrew.kernel.actions.errors import Refused
from storecrew.shop.availability.models import Said
from storecrew.shop.carts.tests.conftest import NOW, Shopper
from storecrew.shop.carts.tests.conftest import committed_shop as shop
from storecrew.shop.carts.tests.supplied import supplied
from storecrew.shop.orders.models import Order
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Reservation

__all__ = ["shop"]
pytestmark = pytest.mark.django_db(transaction=True)
SHOPPERS = 10


def at_once(shoppers: list[Shopper], turn: Callable[[Shopper], object]) -> list[object]:
    """Let everybody start at the same moment; answers what each got, None for a clean refusal."""
    barrier = Barrier(len(shoppers))

    def one(shopper: Shopper) -> object:
        barrier.wait()
        try:
            return turn(shopper)
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(shoppers)) as pool:
        return list(pool.map(one, shoppers))


def test_the_last_piece_at_two_suppliers_is_ordered_as_often_as_policy_allows(company, shop, arrive) -> None:
    for code, cost in (("CHEAP", 1500), ("DEAR", 2500)):
        supplied(company.warehouse, code, shop.variants["GONE"], 1, cost=cost, now=NOW)
    allowed = sum(Said.objects.values_list("sellable", flat=True))
    assert allowed == 2
    shoppers = [arrive() for _number in range(SHOPPERS)]
    for shopper in shoppers:
        shopper.put("GONE")
        shopper.fill_in()

    def buy(shopper: Shopper) -> object:
        shopper.begin()
        return shopper.complete()

    got = [done for done in at_once(shoppers, buy) if done]
    assert len(got) == allowed == Order.objects.count()
    assert Reservation.objects.filter(held_until=None).count() == allowed
    assert len(set(Reservation.objects.values_list("level__warehouse_id", flat=True))) == 2
    assert list(drifts()) == []
