"""Rows that somebody has to look at: accepted, chosen, said to be none of ours, and all of that taken back."""

import pytest
from django.utils import translation

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.shop.supply.lists import actions, reads
from storecrew.shop.supply.lists.models import Match
from storecrew.shop.supply.lists.queue import to_decide
from storecrew.shop.supply.lists.tests.conftest import NOW, Lists
from storecrew.shop.supply.models import CostChange, Offer

UNSURE = ("A-1", "Desk lamp for the table, oat", "", "", "60", "", "")
STRANGE = ("A-2", "橡皮鸭", "", "", "5", "", "")
MUG = ("A-3", "Stone mug 300 ml", "", "", "12", "", "")


def some(*rows: Match) -> actions.SomeMatches:
    return actions.SomeMatches(match_ids=tuple(row.pk for row in rows))


def offered() -> dict[str, int]:
    return dict(Offer.objects.filter(ended_at=None).values_list("sku", "variant_id"))


def test_the_likeliest_is_accepted_for_many_at_once_and_what_has_none_is_left(lists: Lists) -> None:
    lists.take(UNSURE, STRANGE)
    answer = actions.accept_matches(lists.buying.buyer, some(lists.match("A-1"), lists.match("A-2")), now=NOW)
    assert (answer.decided, answer.left) == (1, 1)
    assert offered() == {"A-1": lists.buying.goods["LAMP-OAT"]}
    assert actions.accept_matches(lists.buying.buyer, some(lists.match("A-1")), now=NOW).decided == 0
    assert CostChange.objects.count() == 1


def test_another_is_chosen_whatever_it_was_taken_for(lists: Lists) -> None:
    lists.take(UNSURE, MUG)
    for sku, goods in (("A-1", "LAMP-INK"), ("A-3", "LAMP-OAT")):
        choice = actions.Choose(match_id=lists.match(sku).pk, variant_id=lists.buying.goods[goods])
        assert actions.choose_match(lists.buying.buyer, choice, now=NOW).decided == 1
        assert actions.choose_match(lists.buying.buyer, choice, now=NOW).decided == 0
    assert offered() == {"A-1": lists.buying.goods["LAMP-INK"], "A-3": lists.buying.goods["LAMP-OAT"]}
    with pytest.raises(InvalidInput):
        actions.choose_match(
            lists.buying.buyer, actions.Choose(match_id=lists.match("A-1").pk, variant_id=9_999), now=NOW
        )


def test_what_the_supplier_offers_under_another_sku_is_not_taken_over(lists: Lists) -> None:
    lists.buying.offer("LAMP-OAT", sku="OLD-1")
    lists.take(UNSURE)
    assert actions.accept_matches(lists.buying.buyer, some(lists.match("A-1")), now=NOW).left == 1
    choice = actions.Choose(match_id=lists.match("A-1").pk, variant_id=lists.buying.goods["LAMP-OAT"])
    with pytest.raises(Refused, match="another SKU"):
        actions.choose_match(lists.buying.buyer, choice, now=NOW)
    assert offered() == {"OLD-1": lists.buying.goods["LAMP-OAT"]}


def test_what_is_none_of_ours_is_not_asked_again(lists: Lists) -> None:
    lists.take(UNSURE, MUG)
    rows = some(lists.match("A-1"), lists.match("A-3"))
    assert actions.reject_matches(lists.buying.buyer, rows, now=NOW).decided == 2
    assert actions.reject_matches(lists.buying.buyer, rows, now=NOW).decided == 0
    assert offered() == {}  # the mug was taken in by itself, and that was wrong
    assert lists.take(UNSURE, MUG).counts == {"rejected": 2}


def test_every_decision_can_be_taken_back(lists: Lists) -> None:
    lists.take(UNSURE, MUG, STRANGE)
    actions.accept_matches(lists.buying.buyer, some(lists.match("A-1")), now=NOW)
    actions.reject_matches(lists.buying.buyer, some(lists.match("A-2")), now=NOW)
    rows = some(*(lists.match(sku) for sku in ("A-1", "A-2", "A-3")))
    assert actions.reopen_matches(lists.buying.buyer, rows, now=NOW).decided == 3
    assert actions.reopen_matches(lists.buying.buyer, rows, now=NOW).decided == 0
    assert offered() == {}
    assert {row.state for row in Match.objects.all()} == {"open"}
    actions.accept_matches(lists.buying.buyer, rows, now=NOW)
    assert set(offered()) == {"A-1", "A-3"}
    actions.reopen_matches(lists.buying.buyer, rows, now=NOW)
    assert offered() == {}  # also where an ended offer was opened again


def test_an_offer_that_was_there_before_stays_when_a_decision_is_taken_back(lists: Lists) -> None:
    lists.buying.offer("LAMP-OAT", sku="")
    lists.take(UNSURE)
    actions.accept_matches(lists.buying.buyer, some(lists.match("A-1")), now=NOW)
    assert offered() == {"A-1": lists.buying.goods["LAMP-OAT"]}
    actions.reopen_matches(lists.buying.buyer, some(lists.match("A-1")), now=NOW)
    assert Offer.objects.filter(ended_at=None).count() == 1


def test_rows_that_wait_are_one_job_for_each_supplier(lists: Lists) -> None:
    lists.take(UNSURE, STRANGE)
    with translation.override("en"):
        (job,) = to_decide(lists.buying.buyer, NOW)
        assert job.title == "2 rows of 中山灯饰’s lists wait for your word"
    actions.reject_matches(lists.buying.buyer, some(lists.match("A-1"), lists.match("A-2")), now=NOW)
    assert list(to_decide(lists.buying.buyer, NOW)) == []


def test_buyers_decide_and_finance_may_look(lists: Lists) -> None:
    lists.take(UNSURE)
    row = lists.match("A-1")
    for action in (actions.accept_matches, actions.reject_matches, actions.reopen_matches):
        with pytest.raises(Denied):
            action(lists.buying.company.finance, some(row), now=NOW)
        with pytest.raises(Missing):
            action(lists.buying.buyer, actions.SomeMatches(match_ids=(row.pk, 999)), now=NOW)
    (seen,) = reads.matches(lists.buying.company.finance, reads.MatchesQuery(), now=NOW).items
    assert seen.candidates[0].variant_id == lists.buying.goods["LAMP-OAT"]
    assert 0 < seen.candidates[0].confidence < 1
