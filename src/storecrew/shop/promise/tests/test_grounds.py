"""Grounds and windows: the same again for ever, never in the past, never sooner for more days."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.types import Closure, WorkCalendar
from storecrew.shop.promise.asking import Setting, grounds_of, window_of
from storecrew.shop.promise.engine.model import Model
from storecrew.shop.promise.reads import recompute
from storecrew.shop.promise.tests.worlds import FIRST, always, walk, world
from storecrew.shop.promise.types import Ask, Way

pytestmark = pytest.mark.once
WEEK = (parse_hours("09:00-18:00"),) * 5 + ((), ())


def shanghai(*closures: Closure) -> Setting:
    return Setting({}, None, WorkCalendar("Asia/Shanghai", WEEK, "CN", closures=closures))  # type: ignore[arg-type]


def learned() -> tuple[str, Model]:
    """A model of the worlds' roads, under the names that a store in China would ask for."""
    model = Model(FIRST, {"works:": always, "roads:CN": always})
    sent = world(11, 400, 120)
    for one in sent:
        lane = ("all", "method:7", "to:CN", *one.case.lane[1:])
        object.__setattr__(one.case, "lane", lane)
        object.__setattr__(one.case, "works", "works:")
        object.__setattr__(one.case, "roads", "roads:CN")
    return "0123456789abcdef", walk(model, sent)


KNOWN = learned()
days = st.integers(0, 12)
ways = st.tuples(days, days, days, days).map(
    lambda four: Way(method_id=7, handling=(min(four[:2]), max(four[:2])), transit=(min(four[2:]), max(four[2:])))
)
moments = st.datetimes(datetime(2025, 5, 20), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))
knowledge = st.sampled_from([None, KNOWN])


@settings(max_examples=60, deadline=None)
@given(ways, moments, knowledge)
def test_grounds_lead_to_the_same_window_for_ever(way: Way, now: datetime, known: tuple[str, Model] | None) -> None:
    ask = Ask(way=way, country="CN", region="浙江省")
    window = window_of(grounds_of(ask, now, shanghai(), known))
    kept = json.loads(json.dumps(window.grounds))
    assert recompute(kept) == window
    assert json.dumps(recompute(kept).grounds, sort_keys=True) == json.dumps(kept, sort_keys=True)


@settings(max_examples=60, deadline=None)
@given(ways, moments, knowledge, st.integers(0, 9))
def test_windows_are_never_in_the_past_and_never_sooner_for_more(
    way: Way, now: datetime, known: tuple[str, Model] | None, more: int
) -> None:
    def window(way: Way) -> tuple[date, date]:
        found = window_of(grounds_of(Ask(way=way, country="CN"), now, shanghai(), known))
        return found.first, found.last

    first, last = window(way)
    today = (now + timedelta(hours=8)).date()
    assert today <= first <= last
    longer = way.model_copy(update={"handling": tuple(day + more for day in way.handling)})
    further = way.model_copy(update={"transit": tuple(day + more for day in way.transit)})
    assert window(longer) >= (first, last)
    assert window(longer)[1] >= last
    assert window(further)[1] >= last
    assert window(further)[0] >= first


def test_the_cut_off_and_days_off_move_the_day_it_counts_from() -> None:
    def from_day(local: str, **more: object) -> date:
        at = datetime.fromisoformat(local + "+08:00")
        return grounds_of(Ask(way=Way(), country="CN"), at, shanghai(*more.get("closed", ())), None).counts_from

    assert from_day("2026-11-25T10:00") == date(2026, 11, 25)
    assert from_day("2026-11-28T10:00") == date(2026, 11, 30)  # a Saturday
    closed = (Closure(date(2026, 11, 25), date(2026, 11, 27)),)
    assert from_day("2026-11-25T10:00", closed=closed) == date(2026, 11, 30)
    assert from_day("2027-02-05T10:00") > date(2027, 2, 5)  # Spring Festival


def test_the_two_calendars_are_walked_each_for_its_part() -> None:
    """Thanksgiving is a day off on American roads, and a working day in Shanghai."""
    at = datetime.fromisoformat("2026-11-25T10:00+08:00")
    way = Way(handling=(1, 1), transit=(2, 2))
    here = window_of(grounds_of(Ask(way=way, country="CN"), at, shanghai(), None))
    there = window_of(grounds_of(Ask(way=way, country="US"), at, shanghai(), None))
    assert here.last == date(2026, 11, 30)
    assert there.last == date(2026, 12, 1)


def test_a_country_without_arrivals_is_promised_by_the_carriers_word() -> None:
    at = datetime.fromisoformat("2026-11-25T10:00+08:00")
    ask = Ask(way=Way(handling=(0, 1), transit=(2, 4)), country="DE")
    assert window_of(grounds_of(ask, at, shanghai(), KNOWN)) == window_of(grounds_of(ask, at, shanghai(), None))
    known = window_of(grounds_of(ask.model_copy(update={"country": "CN"}), at, shanghai(), KNOWN))
    assert known.parcels == 400
    assert known.chance is not None
    assert 80 <= known.chance <= 99
