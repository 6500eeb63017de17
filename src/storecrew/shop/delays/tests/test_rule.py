"""The rule: less chance for more trouble, no chance once the day is over, no day where nobody can say one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.types import Closure, WorkCalendar
from storecrew.shop.delays.reasons import Reason
from storecrew.shop.delays.rule import Answered, Part, Place, Road, judge, leaving

pytestmark = pytest.mark.once
WEEK = (parse_hours("09:00-18:00"),) * 5 + ((), ())
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
"""A Wednesday, ten in the morning in Shanghai."""


def place(*closures: Closure, **more: object) -> Place:
    return Place(calendar=WorkCalendar("Asia/Shanghai", WEEK, "", closures=closures), **more)  # type: ignore[arg-type]


def part(where: Place | None = None, **more: object) -> Part:
    return Part(source="warehouse:1", place=where or place(), pieces=1, minor=100, **more)  # type: ignore[arg-type]


def road(one: Part, leaves: datetime) -> Road:
    """Two days on the road; each day that is left halves what is not there."""
    day = leaves.date() + timedelta(days=2)
    left = (date(2026, 12, 1) - day).days
    return Road(0.0 if left < 0 else 1 - 0.5 ** (left + 1), day, day, day + timedelta(days=1))


def leaves(one: Part, *, held: bool = False, due: datetime | None = None, now: datetime = NOW) -> date:
    when, _whys = leaving(one, held=held, ship_by=due, now=now)
    assert when is not None
    return when.date()


def test_nothing_in_the_way_leaves_when_it_has_to() -> None:
    assert leaves(part(), due=NOW + timedelta(days=1)) == date(2026, 11, 26)


def test_each_trouble_costs_its_days_and_is_named() -> None:
    due = NOW + timedelta(hours=5)
    troubles = [
        (part(short=2), Reason.SHORT, date(2026, 12, 2)),
        (part(place(silent=1.7)), Reason.SILENT, date(2026, 11, 26)),
        (part(place(silent=3.2, dead=True)), Reason.DEAD, date(2026, 11, 30)),
        (part(answered=Answered(ack_by=NOW - timedelta(hours=5))), Reason.UNANSWERED, date(2026, 11, 26)),
        (
            part(answered=Answered(acknowledged=True, ships_on=date(2026, 11, 27))),
            Reason.SAID_LATER,
            date(2026, 11, 27),
        ),
        (part(place(Closure(date(2026, 11, 25), date(2026, 11, 29)))), Reason.RESTING, date(2026, 11, 30)),
    ]
    for one, reason, day in troubles:
        when, whys = leaving(one, held=False, ship_by=due, now=NOW)
        assert when is not None
        assert (when.date(), [why.code for why in whys]) == (day, [reason])


def test_a_supplier_who_said_yes_is_not_feared_for_a_silent_list() -> None:
    said = Answered(acknowledged=True, ships_on=date(2026, 11, 25))
    assert leaves(part(place(silent=4.0, dead=True), answered=said)) == date(2026, 11, 25)


def test_refused_and_closed_have_no_day() -> None:
    for one, reason in (
        (part(answered=Answered(refused=True)), Reason.REFUSED),
        (part(place(closed=True)), Reason.CLOSED),
    ):
        verdict = judge([one], held=False, ship_by=NOW, until=date(2026, 12, 1), now=NOW, road=road)
        assert (verdict.chance, verdict.likely, verdict.days_late) == (0.0, None, None)
        assert verdict.whys[0].code == reason


def test_parts_that_travel_apart_have_less_chance_than_each() -> None:
    both = [part(), part(short=1)]
    alone = [judge([one], held=False, ship_by=None, until=date(2026, 12, 3), now=NOW, road=road) for one in both]
    verdict = judge(both, held=False, ship_by=None, until=date(2026, 12, 3), now=NOW, road=road)
    assert verdict.chance <= min(one.chance for one in alone)
    assert verdict.likely == max(one.likely for one in alone if one.likely)
    assert verdict.worst.part == both[1]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 20), st.integers(0, 8), st.booleans())
def test_waiting_longer_never_brings_it_sooner(days: int, more: int, held: bool) -> None:  # noqa: FBT001  a drawn value
    due, now = NOW, NOW + timedelta(days=days)
    later = now + timedelta(days=more)
    assert leaves(part(), held=held, due=due, now=later) >= leaves(part(), held=held, due=due, now=now) >= now.date()
