"""Through the doors: what is observed is learned, and promised from then on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.shop.promise import actions, health, jobs, reads, scoring
from storecrew.shop.promise.models import Knowledge, Observation
from storecrew.shop.promise.tests.conftest import NOW, OBSERVER, POST, told
from storecrew.shop.promise.types import Ask


def ask(**more: object) -> Ask:
    return Ask.model_validate({"way": POST, "source": "warehouse:1", "country": "CN", "region": "浙江省"} | more)


def test_what_happened_is_written_down_once(company: Company) -> None:
    placed = NOW - timedelta(days=3)
    assert told(1, "delivered", NOW, placed).fresh
    assert not told(1, "delivered", NOW + timedelta(hours=1), placed).fresh
    assert Observation.objects.get().at == NOW
    with pytest.raises(InvalidInput):
        told(2, "delivered", placed - timedelta(days=1), placed)
    with pytest.raises(Denied):
        actions.observe(
            company.warehouse,
            actions.Observe(
                shipment="parcel:9",
                order="order:9",
                what=actions.What.PLACED,
                at=NOW,
                placed_at=NOW,
                way=POST,
                country="CN",
            ),
            now=NOW,
        )


def test_before_anything_arrived_the_carriers_word_is_promised(company: Company) -> None:
    found = reads.windows([ask()], NOW)[0]
    assert (str(found.first), str(found.last)) == ("2026-11-27", "2026-12-02")
    assert (found.chance, found.parcels) == (None, 0)
    with pytest.raises(Refused, match="No parcel has arrived"):
        actions.learn(company.warehouse, actions.Learn(), now=NOW)
    jobs.learn(NOW)
    assert not Knowledge.objects.exists()


def test_what_arrived_is_promised(company: Company, year: Callable[..., None]) -> None:
    year(120, days=9.0)
    learnt = actions.learn(OBSERVER, actions.Learn(), now=NOW)
    assert learnt.parcels == 120
    slow = reads.windows([ask()], NOW)[0]
    assert str(slow.last) > "2026-12-04"
    assert slow.parcels == 120
    assert slow.chance is not None
    assert slow.grounds["experience"]["version"] == learnt.version
    assert reads.recompute(slow.grounds) == slow
    assert reads.windows([ask(country="DE")], NOW)[0].parcels == 0


def test_learning_twice_from_the_same_is_one_knowledge(company: Company, year: Callable[..., None]) -> None:
    year(40)
    first = actions.learn(OBSERVER, actions.Learn(), now=NOW)
    assert actions.learn(company.warehouse, actions.Learn(), now=NOW) == first
    assert Knowledge.objects.count() == 1
    with pytest.raises(Denied):
        actions.learn(company.marketing, actions.Learn(), now=NOW)


def test_few_arrivals_move_a_promise_a_little(company: Company, year: Callable[..., None]) -> None:
    words = reads.windows([ask()], NOW)[0]
    year(8, days=12.0)
    actions.learn(OBSERVER, actions.Learn(), now=NOW)
    few = reads.windows([ask()], NOW)[0]
    assert words.last < few.last
    assert (few.chance, few.parcels) == (None, 0)
    assert 0 < few.grounds["experience"]["weight"] < 500


def test_an_order_that_waits_counts_until_its_parcel_leaves(company: Company, year: Callable[..., None]) -> None:
    year(60)
    placed = NOW - timedelta(days=20)
    told(500, "placed", placed, placed, shipment="order:500")
    assert actions.learn(OBSERVER, actions.Learn(), now=NOW).waiting == 1
    told(500, "handed_over", NOW - timedelta(days=1), placed)
    told(501, "placed", placed, placed, shipment="order:501")
    told(501, "ended", NOW - timedelta(days=2), placed, shipment="order:501")
    assert actions.learn(OBSERVER, actions.Learn(), now=NOW).waiting == 1


def test_a_hundred_questions_cost_the_database_what_one_costs(
    company: Company, year: Callable[..., None], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    year(60)
    actions.learn(OBSERVER, actions.Learn(), now=NOW)
    reads.windows([ask()], NOW)
    with django_assert_num_queries(4) as one:
        reads.windows([ask()], NOW)
    with django_assert_num_queries(len(one)):
        assert len(reads.windows([ask(key=str(number)) for number in range(100)], NOW)) == 100


def test_everybody_may_ask(company: Company) -> None:
    query = reads.PromiseQuery(way=POST, country="CN")
    assert reads.window(company.nobody, query, now=NOW).last == reads.windows([ask(source="")], NOW)[0].last


def test_scores_say_what_is_sure_and_when_there_is_not_enough(company: Company, year: Callable[..., None]) -> None:
    year(100, days=9.0)  # promised within seven days
    told(900, "delivered", NOW, NOW - timedelta(days=3), region="", country="US", source="warehouse:2")
    told(901, "handed_over", NOW - timedelta(days=30), NOW - timedelta(days=31))
    found = reads.quality(company.warehouse, reads.QualityQuery(days=365), now=NOW)
    assert found.whole.arrived == 101
    assert found.whole.kept is not None
    assert found.whole.kept_between is not None
    assert found.whole.kept_between[0] < found.whole.kept < found.whole.kept_between[1]
    assert found.whole.kept < 0.5
    assert found.whole.overdue == 1
    assert [(score.group, score.kept is None) for score in found.lanes] == [("CN/浙江省", False), ("US", True)]


def test_an_interval_is_wilsons() -> None:
    low, high = scoring.interval(90, 100)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)


def test_the_doctor_sees_knowledge_that_was_tampered_with(company: Company, year: Callable[..., None]) -> None:
    year(40)
    actions.learn(OBSERVER, actions.Learn(), now=NOW)
    assert [one.level for one in health.knowledge_is_itself(NOW)] == ["good"]
    row = Knowledge.objects.get()
    row.state["came"] += 1
    row.save()
    assert [one.level for one in health.knowledge_is_itself(NOW)] == ["bad"]


def test_the_doctor_reckons_promises_again(company: Company) -> None:
    window = reads.windows([ask()], NOW)[0]
    grounds = {"packages": [{"grounds": window.grounds}]}
    days = {"promised_first": window.first, "promised_last": window.last}
    told(1, "placed", NOW, NOW, shipment="order:1", grounds=grounds, **days)
    assert [one.level for one in health.promises_can_be_reckoned_again(NOW)] == ["good"]
    Observation.objects.update(promised_last=window.last + timedelta(days=1))
    assert [one.level for one in health.promises_can_be_reckoned_again(NOW)] == ["bad"]
