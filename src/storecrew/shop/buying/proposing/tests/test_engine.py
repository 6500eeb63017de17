"""The engine of proposals: what it says follows from what it is told, more of this means more of that."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.config.testing import examples
from storecrew.shop.buying.proposing.engine import Case, Rules, Step, Verdict, Why, decide, demand_of, pool_of
from storecrew.shop.buying.proposing.engine.sampling import quantile
from storecrew.shop.buying.proposing.engine.seasons import season_of

LAST = date(2026, 11, 23)
RULES = Rules()


def sold(pieces: list[int]) -> dict[date, int]:
    return {LAST - timedelta(days=back): n for back, n in enumerate(reversed(pieces))}


def case(pieces: list[int], **more: object) -> Case:
    demand = demand_of(sold(pieces), frozenset(), first=LAST - timedelta(days=len(pieces) - 1), last=LAST)
    usual: dict[str, object] = {"there": 0, "promised": 0, "coming": 0, "cost_minor": 4000, "margin_minor": 6000}
    return Case(variant_id=1, demand=demand, leads=pool_of([10, 12, 14], 12), **(usual | more))  # type: ignore[arg-type]


STEADY = [2, 1, 3, 2, 2, 1, 4, 2] * 12
WEEKS = st.lists(st.integers(0, 12), min_size=30, max_size=90)


def test_what_is_below_the_point_is_ordered_and_says_why() -> None:
    said = decide(case(STEADY, there=10), RULES, Random(1))
    assert said.verdict == Verdict.DUE
    assert said.quantity >= said.point - said.position
    assert {why for why, _n in said.reasons} >= {Why.BELOW, Why.SERVICE, Why.LEADS}
    assert said.low <= said.expected <= said.high


def test_the_same_night_gives_the_same_answer() -> None:
    assert decide(case(STEADY), RULES, Random(3)) == decide(case(STEADY), RULES, Random(3))


def test_enough_is_left_alone_and_what_is_coming_counts() -> None:
    assert decide(case(STEADY, there=400), RULES, Random(1)).verdict == Verdict.ENOUGH
    assert decide(case(STEADY, coming=400), RULES, Random(1)).quantity == 0
    owed = decide(case(STEADY, there=2, promised=9), RULES, Random(1))
    assert (owed.verdict, owed.position, owed.reasons[0][0]) == (Verdict.DUE, -7, Why.BACKORDERS)


def test_days_on_which_it_was_out_say_nothing() -> None:
    pieces = [0] * 10 + [3] * 30
    out = frozenset(LAST - timedelta(days=39 - n) for n in range(10))
    seen = demand_of(sold(pieces), out, first=LAST - timedelta(days=39), last=LAST)
    assert (seen.out, len(seen.pieces), seen.a_day) == (10, 30, pytest.approx(3))
    selling_out = demand_of(sold([3] * 30), frozenset({LAST}), first=LAST - timedelta(days=29), last=LAST)
    assert selling_out.out == 0


def test_little_data_is_said_and_what_is_usual_is_assumed() -> None:
    new = demand_of({}, frozenset(), first=LAST - timedelta(days=6), last=LAST, usual=0.5)
    said = decide(replace(case(STEADY), demand=new), RULES, Random(1))
    assert said.thin
    assert Why.NO_DEMAND in {why for why, _n in said.reasons}
    assert 0 < said.a_day < 0.5
    silent = demand_of({}, frozenset(), first=LAST - timedelta(days=80), last=LAST)
    nothing = decide(replace(case(STEADY), demand=silent), RULES, Random(1))
    assert (nothing.point, nothing.quantity) == (0, 0)
    assert Why.SILENT in {why for why, _n in nothing.reasons}


def test_what_a_stock_out_costs_sets_the_service() -> None:
    cheap = decide(case(STEADY, margin_minor=100), RULES, Random(1))
    dear = decide(case(STEADY, margin_minor=20_000), RULES, Random(1))
    assert cheap.service < dear.service
    assert cheap.point <= dear.point
    assert decide(case(STEADY, margin_minor=None), RULES, Random(1)).service == RULES.usual_service
    assert decide(case(STEADY, margin_minor=-500), RULES, Random(1)).service == 0.5


def test_orders_that_are_not_here_make_the_lead_time_longer() -> None:
    quick = pool_of([8, 9, 10], 9)
    waiting = pool_of([8, 9, 10], 9, [20])
    assert waiting.mean > quick.mean
    assert max(waiting.days) > 20
    assert pool_of([], 10).mean == pytest.approx(10, rel=0.1)
    many = pool_of([20] * 40, 10)
    assert many.mean > 18


def test_the_next_break_is_taken_where_it_pays() -> None:
    near = decide(case(STEADY, breaks=(Step(150, 3000),)), RULES, Random(1))
    assert (near.quantity, near.cost_minor) == (150, 3000)
    assert Why.BREAK in {why for why, _n in near.reasons}
    far = decide(case(STEADY, breaks=(Step(5000, 3990),)), RULES, Random(1))
    assert far.quantity < 5000
    assert Why.BREAK_LEFT in {why for why, _n in far.reasons}


def test_a_season_needs_a_year_and_pulls_towards_the_shop() -> None:
    shop = {LAST - timedelta(days=n): 10 for n in range(500)}
    ahead = {LAST - timedelta(days=n): 30 for n in range(364 - 30, 364)}
    known = season_of({}, shop | ahead, today=LAST, ahead=20, first=LAST - timedelta(days=499))
    assert known.known
    assert 1.5 < known.factor <= 2.5
    assert season_of({}, shop, today=LAST, ahead=20, first=LAST - timedelta(days=300)).known is False
    own = dict.fromkeys(shop, 3)
    pulled = season_of(own, shop | ahead, today=LAST, ahead=20, first=LAST - timedelta(days=499))
    assert pulled.factor < known.factor


@settings(max_examples=examples(15), deadline=None)
@given(pieces=WEEKS, there=st.integers(0, 80), pack=st.integers(1, 12), minimum=st.integers(1, 40))
def test_quantities_are_whole_packs_and_reach_the_minimum(
    pieces: list[int], there: int, pack: int, minimum: int
) -> None:
    said = decide(case(pieces, there=there, pack=pack, minimum=minimum), RULES, Random(7))
    if said.quantity:
        assert said.quantity % pack == 0
        assert said.quantity >= minimum
        assert said.position + said.quantity >= said.point
    assert said.low <= said.high
    assert 0.5 <= said.service < 1


@settings(max_examples=examples(10), deadline=None)
@given(pieces=WEEKS, more=st.integers(1, 30), factor=st.floats(1.1, 2.0))
def test_more_asked_for_is_never_less_ordered(pieces: list[int], more: int, factor: float) -> None:
    one = decide(case(pieces), RULES, Random(7))
    higher = decide(case([n + more for n in pieces]), RULES, Random(7))
    assert higher.point >= one.point
    assert decide(case(pieces, there=more), RULES, Random(7)).quantity <= one.quantity
    promoted = decide(case([n + 1 for n in pieces], promotion=factor), RULES, Random(7))
    assert promoted.expected >= decide(case([n + 1 for n in pieces]), RULES, Random(7)).expected


@settings(max_examples=examples(40), deadline=None)
@given(values=st.lists(st.integers(0, 100), min_size=1, max_size=50), share=st.floats(0.01, 0.999))
def test_a_quantile_is_not_exceeded_by_its_share(values: list[int], share: float) -> None:
    ordered = sorted(values)
    found = quantile(ordered, share)
    assert sum(one <= found for one in ordered) >= share * len(ordered) - 1e-9
