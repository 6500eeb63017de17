"""Checkouts of what lies in several places: held where the plan wants it from, promised and kept with the order."""

from datetime import timedelta

import pytest

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.types import Actor
from storecrew.shop.carts.tests.conftest import HOME, NOW
from storecrew.shop.carts.tests.supplied import supplied
from storecrew.shop.orders.models import Charge, Order
from storecrew.shop.shipping.models import Method
from storecrew.shop.shipping.rulebook import change
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.drift import drifts

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(hours=2)


@pytest.fixture
def cheap(company, shop):
    return supplied(company.warehouse, "CHEAP", shop.variants["GONE"], 2, cost=1500, now=BEFORE)


@pytest.fixture
def dear(company, shop, cheap):
    return supplied(company.warehouse, "DEAR", shop.variants["GONE"], 2, cost=2500, now=BEFORE)


def places(keeper: Actor, owner: str, *, now=NOW) -> dict[str, int]:
    found = stock.reservations(keeper, stock.ReservationsQuery(owners=(owner,), coverage=False), now=now)
    return {one.line: one.warehouse_id for one in found.items}


def test_an_order_is_held_and_promised_where_the_plan_wants_it_from(company, shop, shopper, cheap, dear) -> None:
    shopper.put("MUG")
    shopper.put("GONE")
    shopper.begin()
    shopper.fill_in()
    cart = shopper.cart()
    lines = {f"v{shop.variants['MUG']}": shop.warehouse_id, f"v{shop.variants['GONE']}": cheap.warehouse_id}
    assert places(company.warehouse, f"cart:{cart.uid}") == lines
    assert len(cart.quote.packages) == 2
    done = shopper.complete()
    assert places(company.warehouse, f"order:{done.order_id}") == lines
    order = Order.objects.get(pk=done.order_id)
    kept = {one["key"]: one for one in order.quote["sources"]}
    gone = kept[f"v{shop.variants['GONE']}"]
    assert [share["warehouse_id"] for share in gone["shares"]] == [cheap.warehouse_id]
    assert [option["warehouse_id"] for option in gone["chain"]] == [dear.warehouse_id]
    charges = {row.source: row.amount_minor for row in Charge.objects.filter(order=order)}
    assert charges == {f"warehouse:{shop.warehouse_id}": 800, f"warehouse:{cheap.warehouse_id}": 0}
    assert len(order.promise["grounds"]["packages"]) == 2
    assert order.promised_until == max(one.chosen.last for one in cart.quote.packages)
    assert list(drifts()) == []


def test_when_the_best_source_has_sold_out_the_next_one_is_held_and_then_nobody(
    company, shop, arrive, cheap, dear
) -> None:
    found = []
    for _number in range(2):
        shopper = arrive()
        shopper.put("GONE", 2)
        shopper.begin()
        found += places(company.warehouse, f"cart:{shopper.cart().uid}").values()
    assert found == [cheap.warehouse_id, dear.warehouse_id]
    last = arrive()
    with pytest.raises(Refused) as refused:
        last.put("GONE")
    assert refused.value.code == "carts.sold_out"


def test_what_lapsed_while_somebody_looked_for_their_card_comes_from_where_it_was_promised(
    company, shop, shopper, cheap, dear
) -> None:
    shopper.put("GONE")
    shopper.begin()
    shopper.fill_in()
    done = shopper.complete(now=NOW + timedelta(minutes=20))
    there = places(company.warehouse, f"order:{done.order_id}", now=NOW + timedelta(minutes=20))
    assert list(there.values()) == [cheap.warehouse_id]


def test_another_address_brings_the_goods_from_where_they_are_sent_there(company, shop, shopper, cheap, dear) -> None:
    shopper.put("GONE")
    shopper.begin()
    shopper.fill_in()
    assert list(places(company.warehouse, f"cart:{shopper.cart().uid}").values()) == [cheap.warehouse_id]
    Method.objects.filter(pk=shop.method_id).update(warehouse_ids=[dear.warehouse_id])
    change()
    assert [problem.code for problem in shopper.cart().quote.problems] == ["no_method"]
    shopper.fill_in(ship_to=HOME | {"region": "北京市", "district": "朝阳区"})
    cart = shopper.cart()
    assert list(places(company.warehouse, f"cart:{cart.uid}").values()) == [dear.warehouse_id]
    assert cart.quote.buyable
    done = shopper.complete()
    assert list(places(company.warehouse, f"order:{done.order_id}").values()) == [dear.warehouse_id]
