"""What nobody confirms is held back more and more; what is confirmed, what orders find and what is dared change it."""

from datetime import timedelta

import pytest

from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing
from storecrew.kernel.audit.models import Entry
from storecrew.shop.availability import actions, reads
from storecrew.shop.availability.health import old_words_are_looked_at, suppliers_still_speak
from storecrew.shop.availability.jobs import age
from storecrew.shop.availability.models import Outcome, Record, Said, Threshold
from storecrew.shop.availability.rule import Reason, State
from storecrew.shop.availability.tests.conftest import DAY, HOUR, NOW
from storecrew.shop.stock.models import Move


def test_less_and_less_may_be_sold_and_in_the_end_nothing(telling, agreed) -> None:
    telling.say({"MUG": 20})
    seen = [telling.level("MUG").available]
    for day in range(1, 9):
        telling.age(NOW + day * DAY)
        seen.append(telling.level("MUG").available)
        agreed(NOW + day * DAY)
    assert seen == sorted(seen, reverse=True)
    assert (seen[0] > seen[3] > 0, seen[-1]) == (True, 0)
    assert telling.source("MUG", NOW + 8 * DAY).reason is Reason.SILENT
    assert telling.level("MUG").on_hand == 20


def test_ageing_writes_only_what_changes(telling) -> None:
    telling.say({"MUG": 20})
    moves = Move.objects.count()
    assert telling.age(NOW + timedelta(minutes=1)) == actions.Aged(looked=0, changed=0, more=False)
    assert telling.age(NOW + DAY).changed == 1
    assert telling.age(NOW + DAY).looked == 0
    assert Move.objects.count() == moves  # caution moves no piece


def test_what_was_held_back_is_let_through_once_it_is_confirmed(telling, agreed) -> None:
    telling.say({"MUG": 20, "LAMP-OAT": 9})
    fresh = telling.level("MUG").available
    telling.age(NOW + 8 * DAY)
    telling.confirm(at=NOW + 8 * DAY)
    assert telling.level("MUG").available == 0
    age(NOW + 8 * DAY)
    assert telling.level("MUG").available >= fresh
    assert telling.source("MUG", NOW + 8 * DAY).state is State.IN_STOCK
    agreed(NOW + 8 * DAY)


def test_more_than_a_turn_is_lifted_turn_by_turn(telling, monkeypatch, agreed) -> None:
    monkeypatch.setattr("storecrew.shop.availability.actions.ageing.AT_ONCE", 2)
    telling.say({"MUG": 20, "LAMP-OAT": 9, "LAMP-INK": 30})
    age(NOW + 8 * DAY)
    assert set(Said.objects.values_list("sellable", flat=True)) == {0}
    telling.confirm(at=NOW + 8 * DAY)
    assert telling.age(NOW + 8 * DAY).more
    age(NOW + 8 * DAY)
    assert min(Said.objects.values_list("sellable", flat=True)) > 0
    agreed(NOW + 8 * DAY)


def test_days_of_rest_do_not_make_a_word_old(telling) -> None:
    friday = NOW + 3 * DAY
    telling.say({"MUG": 20}, at=friday)
    monday = telling.source("MUG", friday + 3 * DAY)
    assert monday.worked_days == pytest.approx(2.0)  # Saturday is worked there, Sunday is not
    assert telling.source("MUG", friday + DAY).worked_days == pytest.approx(1.0)


def test_a_holiday_says_from_when_on(telling) -> None:
    from storecrew.shop.supply import actions as supply  # noqa: PLC0415  only here

    telling.say({"MUG": 20})
    first = (NOW + DAY).date()
    form = supply.CloseOn(site_ids=(telling.site_id,), first=first, last=first + timedelta(days=6), reason="搬仓库")
    supply.close_on(telling.teller, form, now=NOW)
    closed = telling.source("MUG", NOW + DAY)
    assert (closed.state, closed.since) == (State.FROM_DATE, first + timedelta(days=7))
    assert telling.source("MUG", NOW).state is State.IN_STOCK
    variant = telling.buying.goods["MUG"]
    standing = reads.standing([variant], NOW + DAY)[variant]
    assert (standing.state, standing.since) == (State.FROM_DATE, first + timedelta(days=7))


def test_what_a_page_says_of_variants(telling, django_assert_max_num_queries) -> None:
    goods = telling.buying.goods
    telling.say({"MUG": 20, "LAMP-OAT": 0, "LAMP-INK": 12})
    with django_assert_max_num_queries(20):
        found = reads.standing(goods.values(), NOW)
    assert {name: found[pk].state for name, pk in goods.items()} == {
        "MUG": State.IN_STOCK,
        "LAMP-OAT": State.OUT,
        "LAMP-INK": State.IN_STOCK,
    }
    old = NOW + 3 * DAY
    telling.age(old)
    assert reads.standing([goods["MUG"]], old)[goods["MUG"]].state is State.CONFIRMING
    assert reads.standing([987654], NOW) == {}


def test_orders_move_the_record_and_less_is_sold_of_who_is_often_wrong(telling, agreed) -> None:
    telling.say({"MUG": 20, "LAMP-OAT": 20})
    before = telling.source("LAMP-OAT", NOW)
    for number in range(8):
        at = NOW + number * HOUR / 8
        telling.say({"MUG": 20 + number % 2}, at=at)
        telling.found("MUG", 2, 0, at=at, document=f"dropship:{number}")
    now = NOW + HOUR
    telling.say({"LAMP-OAT": 20}, at=now)
    after = telling.source("LAMP-OAT", now)
    assert after.right < before.right
    assert after.sellable < before.sellable
    assert telling.source("MUG", now).right < after.right
    agreed(now)


def test_what_an_order_did_not_find_is_sold_no_more(telling, agreed) -> None:
    telling.say({"MUG": 20})
    telling.found("MUG", 2, 1, at=NOW + HOUR)
    assert (telling.said("MUG").quantity, telling.level("MUG").available) == (0, 0)
    agreed(NOW + HOUR)


def test_an_outcome_of_a_document_counts_once(telling) -> None:
    telling.say({"MUG": 20})
    for _again in range(2):
        telling.found("MUG", 2, 2, at=NOW + HOUR, document="dropship:9")
    assert Outcome.objects.count() == 1
    assert Record.objects.get(pk="all").had == 1


def test_what_had_probably_gone_by_then_is_held_against_nobody(telling) -> None:
    telling.say({"MUG": 2})
    late = telling.found("MUG", 2, 0, at=NOW + 30 * DAY, document="dropship:1")
    assert late.expected < 0.5
    assert Record.objects.get(pk="all").expected == pytest.approx(late.expected)


def test_an_outcome_says_nothing_of_reports_that_came_later(telling) -> None:
    telling.say({"MUG": 5}, at=NOW)
    telling.say({"MUG": 9}, at=NOW + DAY)
    telling.found("MUG", 2, 2, at=NOW + HOUR, document="dropship:1")
    outcome = Outcome.objects.get()
    assert (outcome.said, outcome.seen_at) == (5, NOW)
    telling.found("MUG", 2, 0, at=NOW - HOUR, document="dropship:2")
    assert telling.said("MUG").quantity == 9
    assert Record.objects.get(pk="all").expected == pytest.approx(outcome.expected)


def test_outcomes_that_cannot_be_are_refused(telling, company) -> None:
    with pytest.raises(Missing):
        telling.found("MUG", 1, 1, at=NOW)
    telling.say({"MUG": 5})
    with pytest.raises(InvalidInput):
        telling.found("MUG", 1, 2, at=NOW)
    form = actions.RecordOutcome(offer_id=telling.offers["MUG"], site_id=telling.site_id, wanted=1, had=1, at=NOW)
    with pytest.raises(Denied):
        actions.record_outcome(company.marketing, form, now=NOW)


def test_thresholds_are_kept_in_the_audit_and_looked_at_within_minutes(telling, agreed, company) -> None:
    telling.say({"MUG": 20})
    before = telling.level("MUG").available
    careful = actions.SetThresholds(supplier_id=telling.buying.supplier_id, risk=0.01, cap=3)
    assert actions.set_thresholds(telling.teller, careful, now=NOW).offers == 1
    age(NOW)
    assert telling.level("MUG").available <= 3 < before
    assert telling.source("MUG", NOW).reason in {Reason.CAPPED, Reason.AGED}
    entry = Entry.objects.get(action="availability.set_thresholds")
    assert {change["field"]: (change["old"], change["new"]) for change in entry.changes}["cap"] == (None, 3)
    actions.set_thresholds(telling.teller, careful, now=NOW)  # the same again
    assert Threshold.objects.count() == 1
    actions.drop_thresholds(telling.teller, actions.DropThresholds(supplier_id=telling.buying.supplier_id), now=NOW)
    age(NOW)
    assert telling.level("MUG").available == before
    agreed(NOW)
    with pytest.raises(Denied):
        actions.set_thresholds(company.marketing, careful, now=NOW)
    with pytest.raises(Missing):
        actions.set_thresholds(telling.teller, actions.SetThresholds(supplier_id=999), now=NOW)
    with pytest.raises(InvalidInput):
        actions.set_thresholds(telling.teller, actions.SetThresholds(confirm_after=4, stop_after=3), now=NOW)


def test_the_usual_thresholds_hold_for_those_who_have_none(telling) -> None:
    telling.say({"MUG": 20})
    actions.set_thresholds(telling.teller, actions.SetThresholds(cap=2), now=NOW)
    assert telling.source("MUG", NOW).sellable == 2
    own = actions.SetThresholds(supplier_id=telling.buying.supplier_id, cap=5)
    actions.set_thresholds(telling.teller, own, now=NOW)
    assert telling.source("MUG", NOW).sellable == 5
    assert actions.set_thresholds(telling.teller, actions.SetThresholds(cap=1), now=NOW).offers == 0


def test_what_to_ask_first_is_what_sells_and_is_not_known(telling) -> None:
    telling.say({"MUG": 0, "LAMP-OAT": 500, "LAMP-INK": 3})
    later = NOW + 4 * DAY
    asked = reads.questions(telling.teller, reads.QuestionsQuery(most=2, days=10), now=later).items
    assert len(asked) == 2
    assert telling.offers["LAMP-OAT"] not in {one.offer_id for one in asked}
    assert asked[0].loss >= asked[1].loss > 0
    assert asked[0].currency == "CNY"


def test_everything_that_was_said_is_told_newest_first(telling) -> None:
    telling.say({"MUG": 5})
    telling.say({"MUG": 9}, at=NOW + HOUR)
    query = reads.HistoryQuery(offer_id=telling.offers["MUG"], site_id=telling.site_id)
    assert [(one.quantity, one.was) for one in reads.history(telling.teller, query).items] == [(9, 5), (5, None)]
    page = reads.said(telling.teller, reads.SaidQuery(supplier_id=telling.buying.supplier_id), now=NOW + HOUR)
    assert [one.said for one in page.items] == [9]


def test_the_doctor_names_levels_that_say_something_else_and_jobs_that_stand_still(telling) -> None:
    from storecrew.shop.availability.health import levels_are_what_was_said  # noqa: PLC0415  only here

    telling.say({"MUG": 20})
    level = telling.level("MUG")
    type(level).objects.filter(pk=level.pk).update(on_hand=19)
    assert [one.level for one in levels_are_what_was_said(NOW)] == ["bad"]
    assert [one.level for one in old_words_are_looked_at(NOW)] == ["good"]
    assert [one.level for one in old_words_are_looked_at(NOW + 2 * DAY)] == ["bad"]
    assert [one.level for one in suppliers_still_speak(NOW)] == ["good"]
    assert [one.level for one in suppliers_still_speak(NOW + 4 * DAY)] == ["warn"]
