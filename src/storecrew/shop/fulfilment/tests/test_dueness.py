"""When an order has to leave: cut-off, handling days, weekends, holidays, make-up workdays."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from storecrew.kernel.clock.hours import parse_hours
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.fulfilment.dueness import Clockwork, due_at

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = tuple(parse_hours(text) for text in ("09:00-18:00",) * 5 + ("", ""))


def clock(cut_off: str | None = "16:00") -> Clockwork:
    return Clockwork(WorkCalendar("Asia/Shanghai", WEEK, "CN"), time.fromisoformat(cut_off) if cut_off else None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("placed", "days", "due"),
    [
        ("2026-11-25 10:00", 0, "2026-11-25 16:00"),  # Wednesday, before the cut-off
        ("2026-11-25 16:00", 0, "2026-11-25 16:00"),
        ("2026-11-25 16:01", 0, "2026-11-26 16:00"),
        ("2026-11-25 23:59", 1, "2026-11-27 16:00"),
        ("2026-11-27 17:00", 0, "2026-11-30 16:00"),  # Friday after the cut-off: Monday
        ("2026-11-28 10:00", 1, "2026-12-01 16:00"),  # Saturday
        ("2026-11-27 10:00", 2, "2026-12-01 16:00"),
        ("2026-09-30 17:00", 0, "2026-10-08 16:00"),  # over the National Day week
    ],
)
def test_orders_have_to_leave_by_the_cut_off_of_a_working_day(placed: str, days: int, due: str) -> None:
    assert clock().due(at(placed), days) == at(due)


def test_without_a_cut_off_the_end_of_work_counts() -> None:
    assert clock(None).due(at("2026-11-25 17:00"), 0) == at("2026-11-25 18:00")


def test_the_earlier_of_handling_and_promise_counts() -> None:
    placed, promise = at("2026-11-25 10:00"), at("2026-11-26 12:00")
    assert due_at(clock(), placed, {7: 3}, 7, promise) == promise
    assert due_at(clock(), placed, {7: 0}, 7, promise) == at("2026-11-25 16:00")
    assert due_at(clock(), placed, {}, 7, promise) == promise
    assert due_at(clock(), placed, {}, None, None) is None


def test_a_warehouse_that_never_works_has_only_the_promise() -> None:
    never = Clockwork(WorkCalendar("Asia/Shanghai", tuple(() for _day in range(7))), None)
    assert due_at(never, at("2026-11-25 10:00"), {7: 1}, 7, None) is None
    assert due_at(never, at("2026-11-25 10:00"), {7: 1}, 7, datetime(2026, 12, 1, tzinfo=UTC)) is not None
