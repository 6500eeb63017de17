"""Where lines come from: the shelf, suppliers, what it costs, when it arrives, and what that may be worth."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from storecrew.shop.shipping.models import Method
from storecrew.shop.shipping.rulebook import change
from storecrew.shop.sourcing import reads
from storecrew.shop.sourcing.reasons import CODES
from storecrew.shop.sourcing.tests.conftest import HANGZHOU, HOUR, NOW, yuan
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.conftest import want

pytestmark = pytest.mark.django_db


def test_what_lies_on_the_own_shelf_goes_first_unless_the_owner_wants_it_by_cost(trade) -> None:
    trade.receive("MUG", 5, cost=9000)
    trade.telling.say({"MUG": 8})
    assert trade.taken(("MUG", 2)) == {"MUG": {"own": 2}}
    assert trade.plan(("MUG", 2)).lines[0].reason.code == "own_first"
    trade.rules(own="cost")
    assert trade.taken(("MUG", 2)) == {"MUG": {"near": 2}}


def test_the_cheaper_source_is_taken_until_waiting_for_it_costs_more(trade) -> None:
    trade.telling.say({"MUG": 8})
    trade.offer_far("MUG", cost=3700)
    near, far = (trade.options("MUG")[place] for place in (trade.near, trade.far))
    days = (far.last - near.last).days
    assert days >= 2
    trade.rules(late_day=yuan(300 // days - 1))
    assert trade.taken(("MUG", 1)) == {"MUG": {"far": 1}}
    trade.rules(late_day=yuan(300 // days + 1))
    assert trade.taken(("MUG", 1)) == {"MUG": {"near": 1}}
    assert trade.plan(("MUG", 1)).lines[0].reason.code == "cheapest"


def test_price_breaks_count_by_what_is_taken(trade) -> None:
    trade.telling.say({"MUG": 30})
    trade.offer_far("MUG", cost=4100, quantity=30, breaks=({"quantity": 10, "cost": yuan(3900)},))
    trade.rules()
    assert trade.taken(("MUG", 2)) == {"MUG": {"near": 2}}
    assert trade.taken(("MUG", 12)) == {"MUG": {"far": 12}}
    assert trade.plan(("MUG", 12)).shares[0].cost == yuan(3900)


def test_a_parcel_is_saved_where_that_is_worth_more_than_the_cheaper_piece(trade) -> None:
    trade.telling.say({"MUG": 8, "LAMP-OAT": 8})
    trade.offer_far("MUG", cost=3000)
    # the near one alone has the lamp; 10.00 less for the mug is less than the 12.00 a parcel costs, and 13.00 is more
    trade.rules()
    assert trade.taken(("MUG", 1), ("LAMP-OAT", 1)) == {"MUG": {"near": 1}, "LAMP-OAT": {"near": 1}}
    plan = trade.plan(("MUG", 1), ("LAMP-OAT", 1))
    assert [one.code for one in plan.reasons] == ["one_parcel"]
    assert {one.key: one.reason.code for one in plan.lines} == {"MUG": "together", "LAMP-OAT": "only"}
    assert trade.taken(("MUG", 2), ("LAMP-OAT", 1)) == {"MUG": {"far": 2}, "LAMP-OAT": {"near": 1}}
    trade.rules(parcel=yuan(900))
    assert trade.taken(("MUG", 2), ("LAMP-OAT", 1)) == {"MUG": {"near": 2}, "LAMP-OAT": {"near": 1}}


def test_a_word_that_grew_old_costs_what_a_missing_piece_costs(trade) -> None:
    trade.telling.say({"MUG": 3})
    trade.offer_far("MUG", cost=4050, quantity=40)
    trade.rules()
    assert trade.taken(("MUG", 3)) == {"MUG": {"near": 3}}
    near, far = (trade.options("MUG", quantity=3)[place] for place in (trade.near, trade.far))
    assert near.out > far.out > 0
    trade.rules(missing=yuan(20_000))
    assert trade.taken(("MUG", 3)) == {"MUG": {"far": 3}}


def test_a_line_that_no_place_has_whole_is_torn_and_says_so(trade) -> None:
    trade.receive("MUG", 3)
    trade.telling.say({"MUG": 4})
    can = trade.options("MUG")[trade.near].can
    assert can and can < 5
    plan = trade.plan(("MUG", 3 + can))
    assert {share.warehouse_id: share.quantity for share in plan.shares} == {trade.own: 3, trade.near: can}
    assert plan.lines[0].reason.code == "torn"
    assert [one.code for one in plan.reasons] == ["several_parcels"]


def test_what_is_nowhere_is_told_and_counted(trade) -> None:
    trade.receive("MUG", 2)
    plan = trade.plan(("MUG", 5), ("LAMP-INK", 1))
    assert {share.key: share.warehouse_id for share in plan.shares} == {"MUG": trade.own, "LAMP-INK": None}
    assert {one.key: (one.reason.code, one.reason.values["n"]) for one in plan.lines} == {
        "MUG": ("short", 3),
        "LAMP-INK": ("short", 1),
    }


def test_what_is_kept_back_stays_where_it_is_and_counts_as_there(trade) -> None:
    trade.telling.say({"MUG": 8})
    trade.offer_far("MUG", cost=3000)
    trade.rules()
    held = stock.Hold(owner="cart:a", lines=(want(trade.goods["MUG"], 2, "MUG", at=trade.near),), until=NOW + HOUR)
    stock.hold(trade.keeper, held, now=NOW)
    assert trade.taken(("MUG", 2)) == {"MUG": {"far": 2}}
    assert trade.taken(("MUG", 2), owner="cart:a") == {"MUG": {"near": 2}}
    assert trade.plan(("MUG", 2), owner="cart:a").lines[0].reason.code == "kept"
    assert trade.taken(("MUG", 2), owner="cart:a", keep=False) == {"MUG": {"far": 2}}
    assert trade.taken(("MUG", 2), owner="cart:a", avoid=frozenset({trade.near})) == {"MUG": {"far": 2}}


def test_a_place_from_which_nothing_is_sent_there_is_the_last_choice(trade) -> None:
    trade.receive("MUG", 5)
    trade.telling.say({"MUG": 8})
    for method in trade.ways.values():
        _only_from(trade, method, trade.near)
    assert trade.taken(("MUG", 1)) == {"MUG": {"near": 1}}
    codes = {one.code for one in trade.options("MUG")[trade.own].why}
    assert "unreachable" in codes


def _only_from(trade, method_id: int, warehouse_id: int) -> None:
    Method.objects.filter(pk=method_id).update(warehouse_ids=[warehouse_id])
    change()


def test_equal_questions_get_equal_answers_whatever_the_order_of_lines(trade) -> None:
    trade.receive("LAMP-INK", 2)
    trade.telling.say({"MUG": 8, "LAMP-OAT": 8, "LAMP-INK": 8})
    trade.offer_far("MUG")
    wants = (("MUG", 1), ("LAMP-OAT", 2), ("LAMP-INK", 1))
    assert trade.plan(*wants) == trade.plan(*wants)
    assert trade.taken(*wants) == trade.taken(*wants[::-1])


def test_how_much_is_asked_does_not_grow_with_the_basket(trade) -> None:
    trade.telling.say({"MUG": 8, "LAMP-OAT": 8, "LAMP-INK": 8})
    for goods in trade.goods:
        trade.offer_far(goods)
    trade.plan(("MUG", 1))
    with CaptureQueriesContext(connection) as one:
        trade.plan(("MUG", 1))
    with CaptureQueriesContext(connection) as three:
        trade.plan(("MUG", 1), ("LAMP-OAT", 2), ("LAMP-INK", 1))
    assert len(three) == len(one) <= 28


def test_every_reason_is_a_sentence_in_both_languages(trade) -> None:
    trade.receive("MUG", 1, cost=9000)
    trade.telling.say({"MUG": 2})
    trade.offer_far("MUG")
    for language in ("en", "zh-hans"):
        with override(language):
            plan = trade.plan(("MUG", 1))
            reasons = [*plan.reasons, *(one.reason for one in plan.lines), *trade.options("MUG")[trade.far].why]
            assert {one.code for one in reasons} <= CODES
            assert all(one.sentence and "%" not in one.sentence.replace(" %", "") for one in reasons)


def test_the_crew_sees_all_sources_of_a_variant(trade) -> None:
    trade.receive("MUG", 1)
    trade.offer_far("MUG")
    query = reads.SourcesQuery(variant_id=trade.goods["MUG"], quantity=1, country="CN", region="浙江省")
    found = reads.sources(trade.keeper, query, now=NOW)
    assert [one.place for one in found.items] == ["Foshan", "UR1 warehouse"]
    assert found.chosen == ((trade.own, 1),)
    assert found.why and all(one.sentences for one in found.items)


def test_options_are_the_chain_to_fall_back_on(trade) -> None:
    trade.receive("MUG", 1)
    trade.telling.say({"MUG": 8})
    offer = trade.offer_far("MUG")
    chain = reads.options([trade.goods["MUG"]], ship_to=HANGZHOU, currency="CNY", now=NOW)[trade.goods["MUG"]]
    assert [one.warehouse_id for one in chain] == [trade.own, trade.far, trade.near]
    assert (chain[1].offer_id, chain[1].cost, chain[1].handling_days) == (offer, yuan(3000), 4)
    without = reads.options(
        [trade.goods["MUG"]], ship_to=HANGZHOU, currency="CNY", now=NOW, avoid=frozenset({trade.own, trade.far})
    )
    assert [one.warehouse_id for one in without[trade.goods["MUG"]]] == [trade.near]
