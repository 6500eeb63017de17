"""The rule against what can be reckoned by hand, and what is learned from reports and orders."""

from datetime import UTC, date, datetime, timedelta
from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.types import Closure, WorkCalendar
from storecrew.shop.availability import asking, chance, learning, pace
from storecrew.shop.availability.asking import Open
from storecrew.shop.availability.learning import NO_RECORD, Flow, Record
from storecrew.shop.availability.rule import Grounds, Reason, State, Thresholds, Verdict, sure_of, there
from storecrew.shop.availability.rule import judge as judged

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SHARES = st.floats(0.02, 0.99)
GROUNDS = st.builds(
    Grounds,
    quantity=st.integers(1, 400),
    worked=st.floats(0, 6),
    days=st.floats(0, 10),
    gone=st.floats(0, 500),
    shape=st.floats(0.1, 200),
    right=SHARES,
)
RISKS = st.sampled_from((0.02, 0.05, 0.1, 0.2, 0.5))


CAREFUL = Thresholds(risk=0.1)


def judge(grounds: Grounds, limits: Thresholds = CAREFUL) -> Verdict:
    return judged(grounds, limits)


def ground(
    quantity: int | None, *, gone: float = 0.0, right: float = 1.0, worked: float = 0.0, **more: object
) -> Grounds:
    return Grounds(quantity, worked, worked, gone, 1e9, right, **more)  # type: ignore[arg-type]  # as named


def test_with_a_known_rate_pieces_go_as_poisson_says() -> None:
    expected = sum(exp(-3.0) * 3.0**n / factorial(n) for n in range(5))
    assert chance.at_most(4, 3.0, 1e9) == pytest.approx(expected, rel=1e-6)


def test_with_a_rate_that_is_only_guessed_they_go_as_pascal_says() -> None:
    # shape 2, mean 6: each of the two "failures" has the chance 2 / (2 + 6)
    expected = sum(comb(n + 1, n) * 0.25**2 * 0.75**n for n in range(4))
    assert chance.at_most(3, 6.0, 2.0) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("mean", [199.0, 201.0, 400.0])
def test_walked_and_integrated_are_the_same_distribution(mean) -> None:
    pieces = int(mean * 1.1)
    share = 7.0 / (7.0 + mean)
    assert chance.at_most(pieces, mean, 7.0) == pytest.approx(chance._beta_share(7.0, pieces + 1.0, share), abs=1e-9)
    walked = sum(chance.at_most(n, mean, 7.0) for n in range(pieces + 1))
    assert chance.area(pieces, mean, 7.0) == pytest.approx(walked, rel=1e-6)


def test_a_fresh_word_of_who_is_always_right_is_sold_to_the_last_piece() -> None:
    assert judge(ground(7)).sellable == 7
    assert judge(ground(7)).reason is Reason.ALL


def test_of_who_is_wrong_one_time_in_five_some_is_held_back() -> None:
    # right 0.8: the q-th of V is there with 0.8 + 0.2 (V - q + 1) / (V + 1); 0.9 needs V - q + 1 >= (V + 1) / 2
    assert judge(ground(9, right=0.8)).sellable == 5
    assert judge(ground(99, right=0.8)).sellable == 50
    assert judge(ground(1, right=0.8)).sellable == 1
    assert judge(ground(1, right=0.75)).sellable == 0


def test_what_has_probably_gone_is_not_sold() -> None:
    verdict = judge(ground(10, gone=3.0))
    assert verdict.reason is Reason.AGED
    assert there(ground(10, gone=3.0), verdict.sellable) >= 0.9 > there(ground(10, gone=3.0), verdict.sellable + 1)
    assert judge(ground(2, gone=5.0)).reason is Reason.NOTHING_CERTAIN


def test_states_follow_age_and_calendar() -> None:
    assert judge(ground(9)).state is State.IN_STOCK
    assert judge(ground(9, worked=2.0)).state is State.CONFIRMING
    assert judge(ground(9, worked=5.0)).reason is Reason.SILENT
    rests = ground(9, opens_on=date(2026, 12, 1), rests=4)
    assert (judge(rests).state, judge(rests).since) == (State.FROM_DATE, date(2026, 12, 1))
    assert judge(ground(9, opens_on=date(2026, 11, 26), rests=2)).state is State.IN_STOCK
    assert judge(ground(9, offered=False)).reason is Reason.NOT_OFFERED
    assert judge(ground(None)).reason is Reason.NOT_LISTED
    assert judge(ground(0)).reason is Reason.NONE_THERE
    assert judge(ground(9), Thresholds(cap=4)) == judge(ground(9), Thresholds(cap=4))
    assert (judge(ground(9), Thresholds(cap=4)).sellable, judge(ground(9), Thresholds(cap=4)).reason) == (
        4,
        Reason.CAPPED,
    )


@given(GROUNDS, RISKS)
def test_what_may_be_sold_is_the_most_that_is_there_with_the_wanted_chance(grounds, risk) -> None:
    sure = sure_of(grounds, risk)
    assert 0 <= sure <= (grounds.quantity or 0)
    if sure:
        assert there(grounds, sure) >= 1 - risk - 1e-9
    if sure < (grounds.quantity or 0):
        assert there(grounds, sure + 1) < 1 - risk + 1e-9


@given(GROUNDS, st.floats(1.0, 4.0), RISKS)
def test_it_never_rises_with_age(grounds, times, risk) -> None:
    older = Grounds(
        grounds.quantity,
        grounds.worked * times,
        grounds.days * times,
        grounds.gone * times,
        grounds.shape,
        grounds.right,
    )
    limits = Thresholds(risk=risk)
    assert judge(older, limits).sellable <= judge(grounds, limits).sellable


@given(GROUNDS, SHARES, RISKS)
def test_it_never_falls_when_the_supplier_is_right_more_often(grounds, right, risk) -> None:
    better = Grounds(
        grounds.quantity, grounds.worked, grounds.days, grounds.gone, grounds.shape, max(right, grounds.right)
    )
    assert sure_of(better, risk) >= sure_of(grounds, risk)


def test_speed_is_what_left_to_others_over_the_days_it_was_watched() -> None:
    flow = Flow()
    for _week in range(30):
        flow = flow.seen(was=30, now=20, own=3, days=3.5)
        flow = flow.seen(was=20, now=30, own=0, days=0.5)  # a restock says nothing of the speed
    assert learning.speed_of(flow, usual=0.2).rate == pytest.approx(2.0, rel=0.08)
    assert learning.speed_of(flow, usual=0.2, still_days=20).rate < 1.5
    assert learning.speed_of(Flow(), usual=0.7).rate == pytest.approx(0.7)


def test_what_was_sold_out_has_been_so_for_half_of_the_time() -> None:
    flow = Flow().seen(was=10, now=0, own=0, days=4.0)
    assert (flow.out, flow.days) == (10, 2.0)
    assert flow.seen(was=0, now=0, own=0, days=2.0).span == 2.0
    assert flow.seen(was=0, now=9, own=0, days=2.0).rises == 1
    assert flow.seen(was=9, now=None, own=0, days=2.0) == flow == flow.seen(was=None, now=9, own=0, days=2.0)


def test_records_are_shrunk_to_what_stands_above_them() -> None:
    everybody = Record(expected=100, had=90)
    few, many = Record(expected=2, had=0), Record(expected=200, had=100)
    assert learning.right_of(everybody, NO_RECORD) == pytest.approx(learning.supplier_right(everybody, NO_RECORD))
    assert learning.supplier_right(everybody, few) > 0.7
    assert learning.supplier_right(everybody, many) == pytest.approx(0.52, abs=0.02)


def test_a_liar_on_fridays_is_a_liar_on_fridays_only() -> None:
    supplier, friday, monday = Record(expected=60, had=52), Record(expected=12, had=5), Record(expected=12, had=12)
    on_friday = learning.right_of(NO_RECORD, supplier, friday)
    on_monday = learning.right_of(NO_RECORD, supplier, monday)
    assert on_friday < 0.65 < 0.88 < on_monday


def test_old_orders_are_forgotten_and_outcomes_may_come_in_any_order() -> None:
    first, second = (NOW - timedelta(days=90), 0.0), (NOW, 1.0)
    there_, back = (
        [Record().after(share=a[1], expected=1.0, at=a[0]).after(share=b[1], expected=1.0, at=b[0])]
        for a, b in ((first, second), (second, first))
    )
    assert there_[0].expected == pytest.approx(1.5) == back[0].expected
    assert there_[0].had == pytest.approx(1.0) == back[0].had


def test_old_numbers_are_known_by_what_sells_fast_and_is_not_there() -> None:
    def after(orders: int, *, missed: int) -> float:
        lags = learning.NO_LAGS
        for number in range(orders):
            # nine pieces of something of which four a day leave, asked for half a day later
            honest = [there(ground(9, gone=4 * (0.5 + lag)), 1) for lag in learning.LAGS]
            lags = learning.lags_after(lags, honest, right=0.9, all_there=number >= missed, elapsed=timedelta(days=1))
        return learning.lag_of(lags)

    assert learning.lag_of(learning.NO_LAGS) < 0.6
    assert after(20, missed=0) < 0.2
    assert after(20, missed=10) > 1.0


def test_who_is_wrong_about_what_hardly_sells_is_no_laggard() -> None:
    lags = learning.NO_LAGS
    for number in range(20):
        honest = [there(ground(40, gone=0.1 * (0.5 + lag)), 1) for lag in learning.LAGS]
        lags = learning.lags_after(lags, honest, right=0.7, all_there=number % 3 > 0, elapsed=timedelta(days=1))
    assert learning.lag_of(lags) < 0.6


def test_a_record_falls_when_it_is_worse_lately_than_chance_makes_likely() -> None:
    good = Record()
    for day in range(120):
        good = good.after(share=1.0, expected=1.0, at=NOW + timedelta(days=day))
    assert not learning.falls(good)
    bad = good
    for day in range(120, 130):
        bad = bad.after(share=0.5, expected=1.0, at=NOW + timedelta(days=day))
    assert learning.falls(bad)
    assert not learning.falls(good.after(share=0.0, expected=1.0, at=NOW + timedelta(days=121)))


def test_days_of_rest_count_less() -> None:
    week = (*(parse_hours("09:00-18:00"),) * 5, (), ())
    calendar = WorkCalendar("Asia/Shanghai", week, closures=(Closure(date(2026, 11, 26), date(2026, 11, 27)),))
    whole = pace.span(calendar, NOW, NOW + timedelta(days=7))
    assert whole.worked == pytest.approx(3.0)
    assert whole.days == pytest.approx(3.0 + 4 * pace.REST_PACE)
    assert pace.span(calendar, NOW, NOW) == pace.span(calendar, NOW, NOW - timedelta(days=1)) == pace.NO_TIME
    assert pace.opens_on(calendar, NOW) == (None, 0)
    assert pace.opens_on(calendar, NOW + timedelta(days=2)) == (date(2026, 11, 30), 4)
    assert pace.opens_on(WorkCalendar("UTC", ((),) * 7), NOW) == (None, 0)  # type: ignore[arg-type]  # seven days


def test_one_asks_first_where_not_knowing_costs_most() -> None:
    sure = Open(1, ground(500), sellable=500, demand=2.0, restocks=0.1)
    doubtful = Open(2, ground(8, gone=6.0, worked=2.0), sellable=1, demand=2.0, restocks=0.1)
    unwanted = Open(3, ground(8, gone=6.0, worked=2.0), sellable=1, demand=0.0, restocks=0.1)
    out = Open(4, ground(0, worked=4.0), sellable=0, demand=1.0, restocks=0.3)
    assert [one.key for one, _loss in asking.plan([unwanted, sure, out, doubtful], 10)] == [2, 4]
    assert len(asking.plan([out, doubtful], 1)) == 1
    assert asking.loss_of(sure).cost == pytest.approx(0.0, abs=1e-9)
    assert asking.loss_of(doubtful).lost_sales > 0
