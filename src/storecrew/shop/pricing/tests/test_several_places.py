"""Quotes of baskets that leave from several places: their packages, what the buyer pays, and what is kept with them."""

import pytest

from storecrew.shop.pricing import reads
from storecrew.shop.pricing.types import LineWish, Quote, QuoteQuery, fingerprint_of
from storecrew.shop.sourcing.tests.conftest import (
    HANGZHOU,
    HOUR,
    NOW,
    Trade,
    lasting_buying,
    lasting_trade,
    trade,
    yuan,
)
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.conftest import want

__all__ = ["lasting_buying", "lasting_trade", "trade"]
pytestmark = pytest.mark.django_db


def ask(trade: Trade, *wants: tuple[str, int], **changes: object) -> Quote:
    wishes = tuple(LineWish(key=goods, variant_id=trade.goods[goods], quantity=pieces) for goods, pieces in wants)
    data = {"lines": wishes, "currency": "CNY", "language": "en", "address": HANGZHOU, **changes}
    return reads.price(QuoteQuery.model_validate(data), now=NOW)


@pytest.fixture
def two_places(trade: Trade) -> Trade:
    """The mug lies on the own shelf, the lamp with the far supplier alone."""
    trade.receive("MUG", 5)
    trade.offer_far("LAMP-OAT")
    return trade


def test_each_place_makes_a_package_with_its_own_ways_and_days(two_places) -> None:
    quote = ask(two_places, ("MUG", 2), ("LAMP-OAT", 1))
    own, far = quote.packages
    assert (own.key, far.key) == (f"warehouse:{two_places.own}", f"warehouse:{two_places.far}")
    assert (own.supplier_id, far.supplier_id) == (None, two_places.far_supplier)
    assert [(one.key, one.quantity) for one in own.lines] == [("MUG", 2)]
    assert [(one.key, one.quantity) for one in far.lines] == [("LAMP-OAT", 1)]
    assert far.chosen.handling == (4, 4)
    assert far.chosen.last > own.chosen.last
    assert quote.buyable


def test_sending_is_charged_once_unless_the_owner_wants_each_parcel_paid(two_places) -> None:
    quote = ask(two_places, ("MUG", 2), ("LAMP-OAT", 1))
    assert quote.totals.shipping == yuan(1200)
    own, far = quote.packages
    express = {own.key: two_places.ways["Express"], far.key: two_places.ways["Express"]}
    dearer = ask(two_places, ("MUG", 2), ("LAMP-OAT", 1), method_by_package=express)
    assert dearer.totals.shipping == yuan(1200 + 1300 + 1300)
    assert dearer.fingerprint != quote.fingerprint
    two_places.rules(own="first", buyer_pays="each")
    assert ask(two_places, ("MUG", 2), ("LAMP-OAT", 1)).totals.shipping == yuan(2400)


def test_a_way_that_was_chosen_holds_when_one_parcel_becomes_two(two_places) -> None:
    before = ask(two_places, ("MUG", 1), method_by_package={"own": two_places.ways["Express"]})
    assert before.packages[0].key == "own"
    assert before.packages[0].source == f"warehouse:{two_places.own}"
    after = ask(two_places, ("MUG", 1), ("LAMP-OAT", 1), method_by_package={"own": two_places.ways["Express"]})
    assert {one.chosen.method_id for one in after.packages} == {two_places.ways["Express"]}
    gone = ask(two_places, ("MUG", 1), ("LAMP-OAT", 1), method_by_package={after.packages[1].key: 999})
    assert [problem.package for problem in gone.problems] == [after.packages[1].key]


def test_what_staff_agreed_for_sending_is_charged_once(two_places) -> None:
    quote = ask(two_places, ("MUG", 1), ("LAMP-OAT", 1), staff={"shipping": yuan(700)})
    assert quote.totals.shipping == yuan(700)


def test_where_it_comes_from_why_and_what_comes_next_is_kept_with_the_quote(two_places) -> None:
    two_places.telling.say({"LAMP-OAT": 9})
    quote = ask(two_places, ("MUG", 1), ("LAMP-OAT", 1))
    lamp = next(one for one in quote.sources if one.key == "LAMP-OAT")
    assert (lamp.shares[0].warehouse_id, lamp.shares[0].cost) == (two_places.far, yuan(3000))
    assert [one.warehouse_id for one in lamp.chain] == [two_places.near]
    assert lamp.reason.code == "cheapest"
    assert [one.code for one in quote.sourced] == ["several_parcels"]
    assert next(line.cost for line in quote.lines if line.key == "LAMP-OAT") == yuan(3000)
    assert fingerprint_of(Quote.model_validate_json(quote.model_dump_json())) == quote.fingerprint
    assert reads.origins(quote)["LAMP-OAT"] == (two_places.far, two_places.near)


def test_nothing_is_thought_over_that_lies_on_the_own_shelf(two_places, django_assert_max_num_queries) -> None:
    two_places.telling.say({"MUG": 9})
    ask(two_places, ("MUG", 2))
    with django_assert_max_num_queries(24):
        quote = ask(two_places, ("MUG", 2))
    assert not quote.sources
    assert reads.origins(quote) == {"MUG": (two_places.own,)}


def test_a_torn_line_travels_in_two_parcels_and_costs_the_same(two_places) -> None:
    two_places.telling.say({"MUG": 9})
    quote = ask(two_places, ("MUG", 12))
    assert sorted(one.lines[0].quantity for one in quote.packages) == [5, 7]
    assert quote.totals.subtotal == yuan(12 * 12_900)


def test_what_is_held_stays_and_anew_it_may_come_from_elsewhere(two_places) -> None:
    two_places.telling.say({"LAMP-OAT": 9})
    held = want(two_places.goods["LAMP-OAT"], 1, "LAMP-OAT", at=two_places.near)
    stock.hold(two_places.keeper, stock.Hold(owner="cart:x", lines=(held,), until=NOW + HOUR), now=NOW)
    quote = ask(two_places, ("LAMP-OAT", 1), owner="cart:x")
    assert quote.packages[0].source == f"warehouse:{two_places.near}"
    assert quote.sources[0].reason.code == "kept"
    anew = ask(two_places, ("LAMP-OAT", 1), owner="cart:x", anew=True)
    assert anew.packages[0].source == f"warehouse:{two_places.far}"
