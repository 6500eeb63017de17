"""From facts to numbers with intervals, and from those to points: worked by hand where it can be."""

from datetime import UTC, datetime, timedelta
from statistics import median

import pytest

from storecrew.kernel.money.types import Money
from storecrew.team.suppliers.measures.behind import rows_behind
from storecrew.team.suppliers.measures.formula import KINDS, Code, Measured, Yard, total
from storecrew.team.suppliers.measures.intervals import MOST, bootstrap, quantile, spread, wilson
from storecrew.team.suppliers.measures.reckon import leads, reckon
from storecrew.team.suppliers.measures.rows import Answer, Billed, Complained, Delivery, Facts, Found, Period
from storecrew.team.suppliers.measures.suspicion import Tally, suspect
from storecrew.team.suppliers.reads.scorecard import trend

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def delivery(
    number: int, *, late: float = 0.0, wanted: int = 2, got: int = 2, done: bool = True, **more: object
) -> Delivery:
    asked = NOW - 20 * DAY + number * timedelta(minutes=1)
    values = {
        "subject": f"dropship:{number}",
        "name": f"DS-{number}",
        "kind": "dropship",
        "asked_at": asked,
        "due_at": asked + 2 * DAY,
        "done_at": asked + (2 + late) * DAY if done else None,
        "wanted": wanted,
        "got": got,
        "over": done,
        "lead_days": 2 + late if done else None,
        "ack_hours": 5.0,
    }
    return Delivery(**{**values, **more})  # type: ignore[arg-type]


def measured(facts: Facts, code: Code) -> Measured:
    return next(one for one in reckon(facts, NOW) if one.code is code)


def test_wilson_is_that_of_the_textbooks() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 and 0 of 20
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(20, 20)[1] == 1.0


def test_the_bootstrap_is_the_same_each_time_and_holds_its_number() -> None:
    values = [float(number % 7) for number in range(60)]
    low, high = bootstrap(values, median)
    assert bootstrap(values, median) == (low, high)
    assert low <= median(values) <= high
    assert bootstrap([3.0] * 10, median) == (3.0, 3.0)
    many = [float(number) for number in range(MOST * 20)]
    assert bootstrap(many, median)[0] < median(many) < bootstrap(many, median)[1]
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.5
    assert spread([1.0] * 9 + [11.0]) == pytest.approx(1.0)


def test_on_time_and_in_full_means_both() -> None:
    good = [delivery(number) for number in range(8)]
    facts = Facts(deliveries=[*good, delivery(8, late=1), delivery(9, got=1)])
    found = measured(facts, Code.OTIF)
    assert (found.count, found.value) == (10, 0.8)
    assert (found.low, found.high) == pytest.approx(wilson(8, 10))
    costly = [row.subject for row in rows_behind(facts, Code.OTIF, NOW, Yard()) if row.good is False]
    assert costly == ["dropship:8", "dropship:9"]


def test_what_is_not_due_yet_says_nothing_and_what_is_overdue_does() -> None:
    still = delivery(1, done=False, got=0, due_at=NOW + DAY)
    overdue = delivery(2, done=False, got=0, due_at=NOW - DAY)
    refused = delivery(3, done=False, got=0, over=True, due_at=NOW + DAY)
    undated = delivery(4, due_at=None)
    assert [one.counts(NOW) for one in (still, overdue, refused, undated)] == [False, True, True, False]


def test_few_rows_say_not_enough() -> None:
    facts = Facts(deliveries=[delivery(number) for number in range(9)], sent=19)
    assert measured(facts, Code.OTIF) == Measured(Code.OTIF, 9)
    assert measured(facts, Code.DEFECTS) == Measured(Code.DEFECTS, 19)
    assert all(one.value is None for one in reckon(Facts(), NOW))


def test_leads_of_parcels_and_pallets_are_laid_together_by_what_is_usual_for_each() -> None:
    parcels = [delivery(number, late=number % 2) for number in range(6)]
    pallets = [delivery(number, kind="purchase", lead_days=30.0) for number in range(10, 14)]
    found = leads([*parcels, *pallets])
    assert len(found) == 10
    assert max(found) == 0.5
    assert found[-4:] == [0.0] * 4


def test_every_measure_counts_its_own_facts() -> None:
    facts = Facts(
        periods=[Period("feed:1", "CSV", NOW, missed=1 if number == 4 else 0) for number in range(9)],
        found=[Found("dropship:1", "", NOW, 9, 2, 1 if number < 2 else 2) for number in range(10)],
        complained=[Complained("return:1", "R", NOW, 2, "damaged")],
        sent=40,
        answers=[Answer("problem:1", "P", NOW, days, answered=True) for days in (1.0, 2.0, 9.0)],
        billed=[Billed("purchase:1", "PO", NOW, Money(1000, "CNY"), Money(1000 + 50 * n, "CNY")) for n in range(5)],
    )
    values = {one.code: one.value for one in reckon(facts, NOW)}
    assert values[Code.PUNCTUAL] == 0.9
    assert values[Code.HONEST] == 0.9
    assert measured(facts, Code.HONEST).count == 10  # orders are the witnesses, not pieces
    assert values[Code.DEFECTS] == 0.05
    assert values[Code.CLAIMS] == 2.0
    assert values[Code.PRICE] == pytest.approx(0.1)
    for code in Code:
        assert all(row.says for row in rows_behind(facts, code, NOW, Yard()))


def test_points_are_straight_between_two_marks_and_the_score_their_weighted_mean() -> None:
    yard = Yard()
    assert [yard.points(Code.OTIF, value) for value in (0.5, 0.70, 0.84, 0.98, 1.0)] == pytest.approx(
        [0, 0, 50, 100, 100]
    )
    assert [yard.points(Code.ACK, value) for value in (4, 26, 48, 90)] == pytest.approx([100, 50, 0, 0])
    both = [Measured(Code.OTIF, 20, 0.84, 0.84, 0.84), Measured(Code.HONEST, 20, 0.98, 0.98, 0.98)]
    nothing_more = [Measured(code, 0) for code in Code if code not in {Code.OTIF, Code.HONEST}]
    assert total([*both, *nothing_more], yard).points is None  # 45 of 100 parts are known
    three = [*both, Measured(Code.ACK, 9, 26.0, 15.0, 37.0)]
    found = total(three, yard)
    assert found.known == pytest.approx(0.55)
    assert found.points == pytest.approx((30 * 50 + 15 * 100 + 10 * 50) / 55)
    assert found.points - found.low == pytest.approx(10 * 25 / 55)  # type: ignore[operator]
    assert sum(kind.weight for kind in KINDS.values()) == 100


def test_the_trend_is_told_only_where_the_intervals_do_not_touch() -> None:
    before, now = Measured(Code.OTIF, 50, 0.7, 0.6, 0.8), Measured(Code.OTIF, 50, 0.9, 0.82, 0.96)
    assert trend(now, before, more_is_better=True) == "better"
    assert trend(before, now, more_is_better=True) == "worse"
    assert trend(now, before, more_is_better=False) == "worse"
    assert trend(Measured(Code.OTIF, 50, 0.8, 0.7, 0.9), before, more_is_better=True) == "unclear"
    assert trend(now, Measured(Code.OTIF, 3), more_is_better=True) == ""


def test_complaints_are_suspicious_when_the_whole_interval_lies_above_the_usual() -> None:
    catalogue, unknown = Tally(20, 1000), Tally(0, 0)
    found = suspect(Tally(5, 30), before=unknown, others=catalogue, least=3)
    assert found is not None
    assert (found.usual, found.usual_of) == (0.02, "catalogue")
    assert found.low == pytest.approx(wilson(5, 30)[0])
    assert suspect(Tally(2, 30), before=unknown, others=catalogue, least=3) is None  # too few to be a pattern
    assert suspect(Tally(3, 80), before=unknown, others=catalogue, least=3) is None  # may be chance
    assert suspect(Tally(5, 30), before=Tally(9, 50), others=catalogue, least=3) is None  # it was ever so
    assert suspect(Tally(5, 30), before=Tally(3, 10), others=catalogue, least=3) is not None  # ten orders are no usual
