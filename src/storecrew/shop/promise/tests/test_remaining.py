"""What is left of a promise: chances between 0 and 1, none once the day is over, less for each day that passes in vain."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.shop.promise.asking import grounds_of, window_of
from storecrew.shop.promise.engine.model import Model
from storecrew.shop.promise.remaining import Reader, Remaining
from storecrew.shop.promise.tests.test_grounds import KNOWN, shanghai
from storecrew.shop.promise.types import Ask, Way, Window

pytestmark = pytest.mark.once
knowledge = st.sampled_from([None, KNOWN])
ASKED = datetime(2026, 3, 4, 2, tzinfo=UTC)
"""A Wednesday morning in Shanghai, holidays far away."""


def window(known: tuple[str, Model] | None) -> Window:
    way = Way(method_id=7, handling=(0, 1), transit=(2, 5))
    return window_of(grounds_of(Ask(way=way, country="CN", region="浙江省"), ASKED, shanghai(), known))


def left(known: tuple[str, Model] | None, *, leaves: int, now: int, by: date | None = None) -> Remaining:
    """Return what is left of it: it left, or leaves, and it is now, so many days after it was ordered."""
    promised = window(known)
    reader = Reader(ASKED + timedelta(days=now), ZoneInfo("Asia/Shanghai"))
    return reader.remaining(promised.grounds, leaves=ASKED + timedelta(days=leaves), by=by or promised.last)


@settings(max_examples=80, deadline=None)
@given(knowledge, st.integers(0, 10), st.integers(0, 30), st.integers(0, 20))
def test_chances_are_chances_and_days_lie_ahead(
    known: tuple[str, Model] | None, leaves: int, now: int, more: int
) -> None:
    promised = window(known)
    today = (ASKED + timedelta(days=now)).date()
    one = left(known, leaves=leaves, now=now)
    later = left(known, leaves=leaves, now=now, by=promised.last + timedelta(days=more))
    assert 0 <= one.chance <= later.chance <= 1
    assert today <= one.first <= one.likely <= one.last
    if today > promised.last:
        assert one.chance == 0


@settings(max_examples=60, deadline=None)
@given(knowledge, st.integers(0, 8), st.integers(0, 6))
def test_leaving_later_is_never_better(known: tuple[str, Model] | None, leaves: int, more: int) -> None:
    sooner, later = left(known, leaves=leaves, now=0), left(known, leaves=leaves + more, now=0)
    assert later.chance <= sooner.chance + 1e-9
    assert later.likely >= sooner.likely


@pytest.mark.parametrize("known", [None, KNOWN])
def test_what_leaves_as_planned_holds_about_as_often_as_was_promised(known: tuple[str, Model] | None) -> None:
    assert left(known, leaves=0, now=0).chance >= 0.8


@pytest.mark.parametrize("known", [None, KNOWN])
def test_a_day_before_the_end_and_still_on_the_road_is_doubtful(known: tuple[str, Model] | None) -> None:
    promised = window(known)
    days = (promised.last - ASKED.date()).days
    assert left(known, leaves=0, now=days).chance < left(known, leaves=0, now=0).chance
