"""The engine in worlds whose truth is known, and by its properties."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.shop.promise.engine.axis import Axis
from storecrew.shop.promise.engine.calibration import Level
from storecrew.shop.promise.engine.change import Change
from storecrew.shop.promise.engine.lifetable import STRETCHES, LifeTable, chance_at, share_at
from storecrew.shop.promise.engine.model import CHANCES, Case, Model, version_of
from storecrew.shop.promise.engine.shrinking import Shrunk
from storecrew.shop.promise.tests.worlds import FIRST, Sent, always, fresh, walk, weekdays, world

LEARNED = walk(fresh(), world(8, 300, 80))


@pytest.mark.once
@pytest.mark.parametrize("seed", [1, 2])
def test_windows_hold_as_often_as_they_say(seed: int) -> None:
    sent = world(seed, 4000, 600)
    model, inside, late = fresh(), dict.fromkeys(CHANCES, 0), 0
    judged = range(2000, 4000)  # the first months teach it

    def ask(number: int, one: Sent) -> None:
        nonlocal late
        if number in judged:
            outlook = model.outlook(one.case)
            for chance in CHANCES:
                first, last = model.window(outlook, chance)
                inside[chance] += first <= int(one.arrived) <= last
            late += int(one.arrived) > model.window(outlook, 0.8)[1]

    walk(model, sent, ask)
    for chance in CHANCES:
        assert inside[chance] / len(judged) == pytest.approx(chance, abs=0.035)
    assert late / len(judged) == pytest.approx(0.1, abs=0.03)


@pytest.mark.once
def test_each_road_has_its_own_window(seed: int = 3) -> None:
    sent = world(seed, 1500, 300)
    model = walk(fresh(), sent)
    now = float(model.day)

    def last(source: str, lane: str) -> float:
        case = Case(now, ("all", source), ("all", f"to:{lane}"), "works", "roads")
        return model.outlook(case).moment_of(0.5) - now

    assert last("quick", "near") == pytest.approx(2.7, rel=0.25)
    assert last("slow", "abroad") == pytest.approx(13.2, rel=0.2)
    assert last("quick", "near") < last("slow", "near") < last("slow", "far") < last("slow", "abroad")


@pytest.mark.once
def test_a_slower_world_is_followed_within_weeks_and_noticed() -> None:
    sent = world(4, 4000, 300, slower_from=200)
    before = walk(fresh(), [one for one in sent if one.case.placed < FIRST + 200])
    after = walk(fresh(), sent)
    case = Case(0.0, ("all", "quick"), ("all", "to:far"), "works", "roads")

    def days(model: Model) -> float:
        now = float(model.day)
        placed = Case(now, case.source, case.lane, case.works, case.roads)
        return model.outlook(placed).moment_of(0.5) - now

    assert days(after) / days(before) == pytest.approx(1.5, abs=0.3)
    assert after.change.way == -1
    assert 195 <= after.change.since - FIRST <= 230


@pytest.mark.once
def test_what_has_not_arrived_counts() -> None:
    """Half of a month's parcels never come: whoever looks only at those that came sees no difference."""
    sent = world(5, 800, 100)
    model, blind = fresh(), fresh()
    stuck = [one for number, one in enumerate(sent) if number % 2 and one.case.placed > FIRST + 85]
    walk(blind, [one for one in sent if one not in stuck and one.arrived < FIRST + 105])
    events = sorted(sent, key=lambda one: one.case.placed)
    told = [one for one in events if one not in stuck]
    for number, one in enumerate(stuck):
        told.append(Sent(one.case, one.handed, 10**6 + number))
    model = fresh()
    happened = []
    for number, one in enumerate(told):
        happened += [(one.case.placed, 0, number), (one.handed, 1, number), (one.arrived, 2, number)]
    for moment, kind, number in sorted(happened):
        if moment > FIRST + 105:
            break
        model.advance(int(moment))
        if kind == 0:
            model.begin(str(number), told[number].case)
        elif kind == 1:
            model.hand_over(str(number), moment)
        else:
            model.arrive(str(number), moment)
    model.advance(FIRST + 105)
    blind.advance(FIRST + 105)
    case = Case(FIRST + 105.0, ("all", "quick"), ("all", "to:near"), "works", "roads")
    assert model.outlook(case).moment_of(0.9) > blind.outlook(case).moment_of(0.9) + 0.5


def test_a_state_says_what_the_model_said_and_has_a_name() -> None:
    model = walk(fresh(), world(6, 400, 80))
    state = json.loads(json.dumps(model.state()))
    again = Model.restored(state, {"works": always, "roads": always})
    case = Case(float(model.day), ("all", "slow"), ("all", "to:far"), "works", "roads")
    assert [again.outlook(case).moment_of(part / 20) for part in range(1, 20)] == [
        model.outlook(case).moment_of(part / 20) for part in range(1, 20)
    ]
    assert version_of(again.state()) == version_of(model.state()) == version_of(state)
    assert version_of(walk(fresh(), world(6, 400, 80)).state()) == version_of(state)
    assert version_of(walk(fresh(), world(7, 400, 80)).state()) != version_of(state)


@pytest.mark.once
@settings(max_examples=60, deadline=None)
@given(
    handling=st.floats(0.5, 20),
    transit=st.floats(0.5, 40),
    more=st.floats(0, 10),
    chance=st.floats(0.05, 0.97),
)
def test_more_handling_or_a_longer_road_is_never_sooner(
    handling: float, transit: float, more: float, chance: float
) -> None:
    learned = LEARNED

    def day(handling: float, transit: float, chance: float) -> float:
        case = Case(float(learned.day), ("all", "slow"), ("all", "to:far"), "works", "roads", handling, transit)
        return learned.outlook(case).moment_of(chance)

    here = day(handling, transit, chance)
    assert here >= learned.day
    assert day(handling + more, transit, chance) >= here
    assert day(handling, transit + more, chance) >= here
    assert day(handling, transit, min(0.99, chance + 0.02)) >= here


@settings(max_examples=100, deadline=None)
@given(position=st.floats(0, 400), moment=st.floats(FIRST, FIRST + 500))
def test_a_ruler_leads_there_and_back(position: float, moment: float) -> None:
    ruler = Axis(FIRST, lambda day: 1.0 if weekdays(day) else 0.0)
    assert ruler.at(ruler.moment(position)) == pytest.approx(position, abs=1e-6)
    assert ruler.moment(ruler.at(moment)) == pytest.approx(moment, abs=1e-6) or not weekdays(int(moment))
    assert ruler.at(moment) <= ruler.at(moment + 0.5)


def test_a_ruler_that_stands_still_ends_somewhere() -> None:
    assert Axis(FIRST, lambda day: 0.0).moment(3.0) > FIRST


def test_few_samples_stay_near_their_parent() -> None:
    means = Shrunk(1000, (1, 10))
    for _number in range(50):
        means.add(("all", "old"), 1.0, 0)
    assert means.mean(("all", "new"), 0) == pytest.approx(1, abs=0.05)
    means.add(("all", "new"), 5.0, 0)
    assert 1 < means.mean(("all", "new"), 0) < 2
    for _number in range(200):
        means.add(("all", "new"), 5.0, 0)
    assert means.mean(("all", "new"), 0) == pytest.approx(5, abs=0.1)
    assert means.weight("new", 1000) == pytest.approx(means.weight("new", 0) / 2)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 19)), min_size=1, max_size=60), st.floats(0.01, 0.99))
def test_a_curve_rises_and_its_quantiles_invert_it(passed: list[tuple[float, float]], chance: float) -> None:
    table = LifeTable(half_life=100, draw=20, quick=(6, 100), slow=(180, 30))
    for number, (since, length) in enumerate(passed):
        table.pass_through(since, since + length, "one", number, arrived=number % 2 == 0)
    table.next_day()
    curve = table.curve("one", len(passed))
    assert all(before <= after for before, after in zip(curve, curve[1:], strict=False))
    assert len(curve) == STRETCHES
    assert curve[-1] == 1
    assert chance_at(curve, share_at(curve, chance)) == pytest.approx(chance, abs=1e-6)


def test_a_level_widens_when_windows_break_and_narrows_when_they_hold() -> None:
    level = Level(0.8, 0.01)
    for _number in range(20):
        level.settle(held=False)
    wide = level.level
    assert wide > 0.8
    for _number in range(200):
        level.settle(held=True)
    assert level.level < wide
    assert level.ends[0] + level.ends[1] == pytest.approx(1)


def test_one_bad_day_is_no_change() -> None:
    change = Change(20)
    for day in range(60):
        change.day_over(5 if day == 30 else 20, 20, day)
    assert change.since == 0
    for day in range(60, 90):
        change.day_over(12, 20, day)
    assert (change.way, change.since) == (-1, 60)
