"""Warehouses that are preferred are asked first; nobody is told "sold out" while anybody has a piece."""

import pytest

from storecrew.shop.stock import actions
from storecrew.shop.stock.conftest import LATER, NOW
from storecrew.shop.stock.models import Reservation
from storecrew.shop.stock.types import SoldOut, Wanted

pytestmark = pytest.mark.django_db


def prefer(variant_id: int, quantity: int, *places: int, line: str = "a") -> Wanted:
    return Wanted(variant_id=variant_id, quantity=quantity, line=line, prefer=places)


def places_of(owner: str) -> dict[int, int]:
    rows = Reservation.objects.filter(owner=owner, lapsed_at=None).order_by("pk")
    return dict(rows.values_list("level__warehouse_id", "quantity"))


@pytest.fixture(scope="module")
def lasting_mug(lasting_shop) -> int:
    variant = lasting_shop.variant("MUG")
    lasting_shop.receive(variant, 3)
    lasting_shop.receive(variant, 3, at=lasting_shop.east)
    return variant


@pytest.fixture
def mug(lasting_mug: int, shop) -> int:
    return lasting_mug


def test_it_comes_from_where_it_is_preferred_before_the_priority(shop, mug, agreed) -> None:
    shop.reserve("order:1", prefer(mug, 2, shop.east))
    assert places_of("order:1") == {shop.east: 2}
    agreed()


def test_what_the_preferred_place_lacks_comes_from_elsewhere_whole_before_torn(shop, mug, agreed) -> None:
    shop.reserve("order:1", prefer(mug, 2, shop.east))
    shop.reserve("order:2", prefer(mug, 3, shop.east))
    assert places_of("order:2") == {shop.main: 3}
    with pytest.raises(SoldOut):
        shop.reserve("order:3", prefer(mug, 2, shop.east))
    shop.reserve("order:3", prefer(mug, 1, shop.main))
    assert places_of("order:3") == {shop.east: 1}
    agreed()


def test_a_hold_moves_to_where_it_is_preferred_and_a_firm_promise_stays(shop, mug, agreed) -> None:
    shop.hold("cart:a", prefer(mug, 2, shop.main))
    shop.hold("cart:a", prefer(mug, 2, shop.east))
    assert places_of("cart:a") == {shop.east: 2}
    shop.confirm("cart:a", "order:1")
    shop.reserve("order:1", prefer(mug, 2, shop.main))
    assert places_of("order:1") == {shop.east: 2}
    agreed()


def test_what_is_held_stays_held_when_facts_left_no_room_for_it_anywhere(shop, mug) -> None:
    shop.hold("cart:a", prefer(mug, 3, shop.east))
    shop.hold("cart:b", prefer(mug, 3, shop.main))
    lost = {"warehouse_id": shop.east, "reason": "theft", "lines": ({"variant_id": mug, "change": -2},)}
    actions.adjust(shop.keeper, actions.Adjust.model_validate(lost), now=NOW)
    shop.hold("cart:a", prefer(mug, 3, shop.east))
    assert places_of("cart:a") == {shop.east: 3}


def test_what_lapsed_is_taken_again_from_where_it_was(shop, mug, agreed) -> None:
    shop.hold("cart:a", prefer(mug, 2, shop.east))
    shop.hold("cart:b", prefer(mug, 1, shop.main), now=LATER, until=LATER + (LATER - NOW))
    shop.confirm("cart:a", "order:1", now=LATER)
    assert places_of("order:1") == {shop.east: 2}
    agreed()
