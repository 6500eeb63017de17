"""Schedules: each due time once, in the store's time, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from storecrew.kernel.jobs import ticking
from storecrew.kernel.jobs.models import Schedule
from storecrew.kernel.jobs.schedules import Daily, Every, PlainDays, keep_days_by, scheduled

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


class DaysIn(PlainDays):
    def __init__(self, zone: ZoneInfo, closed: set[date] | None = None, open_: set[date] | None = None) -> None:
        self.zone, self._closed, self._open = zone, closed or set(), open_ or set()

    def is_workday(self, on: date) -> bool:
        return on in self._open or (super().is_workday(on) and on not in self._closed)


@pytest.fixture
def ran() -> list[datetime]:
    """Register a schedule every five minutes and return the moments it ran."""
    moments: list[datetime] = []

    @scheduled("tests.often", label="Often", rhythm=Every(minutes=5))
    def often(now: datetime) -> None:
        moments.append(now)

    return moments


def _row() -> Schedule:
    return Schedule.objects.get(pk="tests.often")


def _run_enqueued(now: datetime) -> None:
    for task in list(OxTask.objects.order_by("enqueued_at", "pk")):
        asked = task.kwargs
        ticking.run_firing(asked["name"], datetime.fromisoformat(asked["fired_for"]), asked["attempt"], now=now)
        task.delete()


def test_a_rhythm_follows_the_grid_of_the_clock() -> None:
    due = Every(minutes=15).next_after(datetime(2026, 3, 2, 9, 15, tzinfo=UTC), PlainDays())
    assert due == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_daily_time_is_the_stores_own() -> None:
    due = Daily(time(8, 30)).next_after(datetime(2026, 3, 2, 0, 30, tzinfo=UTC), DaysIn(SHANGHAI))
    assert due == datetime(2026, 3, 3, 8, 30, tzinfo=SHANGHAI)


def test_workdays_skip_holidays_and_keep_make_up_days() -> None:
    # Spring Festival 2026: closed 15 to 23 February, Saturday 28 February is worked in exchange
    closed = {date(2026, 2, day) for day in range(15, 24)}
    days = DaysIn(SHANGHAI, closed=closed, open_={date(2026, 2, 28)})
    rhythm, moment, found = Daily(time(9), workdays=True), datetime(2026, 2, 13, 2, tzinfo=UTC), []
    for _ in range(6):
        moment = rhythm.next_after(moment, days)
        found.append(moment.astimezone(SHANGHAI).date().day)
    assert found == [24, 25, 26, 27, 28, 2]


def test_a_time_that_the_clock_change_skips_comes_right_after_the_gap() -> None:
    due = Daily(time(2, 30)).next_after(datetime(2026, 3, 28, 12, tzinfo=UTC), DaysIn(BERLIN))
    assert due == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 in Berlin; 02:30 does not exist that day


def test_a_time_that_comes_twice_counts_once() -> None:
    days, rhythm = DaysIn(BERLIN), Daily(time(2, 30))
    first = rhythm.next_after(datetime(2026, 10, 24, 12, tzinfo=UTC), days)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert rhythm.next_after(first, days) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_store_that_never_opens_is_told_so() -> None:
    class Never(PlainDays):
        def is_workday(self, on: date) -> bool:
            return False

    with pytest.raises(LookupError):
        Daily(time(9), workdays=True).next_after(datetime(2026, 3, 2, tzinfo=UTC), Never())


@pytest.mark.django_db
class TestFiring:
    def test_each_due_time_is_fired_once_however_many_look(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)
        due = _row().next_at
        assert due == datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
        ticking.tick(due - timedelta(seconds=1))
        assert not OxTask.objects.exists()
        for _ in range(3):
            ticking.tick(due)
        assert OxTask.objects.count() == 1
        _run_enqueued(due)
        assert ran == [due]
        assert (_row().running_since, _row().next_at) == (None, due + timedelta(minutes=5))

    def test_two_workers_that_saw_the_same_row_fire_once(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)
        row = _row()
        plan, after = ticking.find_plan("tests.often"), row.next_at + timedelta(minutes=5)
        assert ticking.fire(plan, row, now=row.next_at, next_at=after)
        assert not ticking.fire(plan, row, now=row.next_at, next_at=after)

    def test_missed_runs_are_made_up_for_by_one(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)
        tomorrow = now + timedelta(days=1)
        ticking.tick(tomorrow)
        _run_enqueued(tomorrow)
        ticking.tick(tomorrow)
        _run_enqueued(tomorrow)
        assert ran == [tomorrow]

    def test_it_is_not_fired_while_it_still_runs(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)
        due = _row().next_at
        ticking.tick(due)
        OxTask.objects.all().delete()
        ticking.tick(due + timedelta(minutes=6))
        assert not OxTask.objects.exists()

    def test_a_paused_schedule_is_not_fired(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)
        Schedule.objects.filter(pk="tests.often").update(paused_at=now)
        ticking.tick(now + timedelta(days=1))
        assert not OxTask.objects.exists()

    def test_a_job_delivered_twice_runs_once(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)
        due = _row().next_at
        ticking.tick(due)
        for _ in range(2):
            ticking.run_firing("tests.often", due, 1, now=due)
        assert ran == [due]

    def test_a_run_that_was_cut_off_is_taken_over(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)
        due = _row().next_at
        ticking.tick(due)
        OxTask.objects.all().delete()  # the worker vanished with it
        Schedule.objects.filter(pk="tests.often").update(attempts=1)
        later = due + timedelta(minutes=12)
        ticking.tick(later)
        task = OxTask.objects.get()
        assert task.run_after > later
        _run_enqueued(later)
        assert ran == [later]

    def test_an_error_is_tried_again_and_shown_in_the_end(self, now: datetime) -> None:
        @scheduled("tests.often", label="Often", rhythm=Every(minutes=5))
        def fails(moment: datetime) -> None:
            raise ValueError("no paper")

        ticking.align(now)
        due = _row().next_at
        ticking.tick(due)
        for _ in range(3):
            _run_enqueued(due)
        row = _row()
        assert (row.failures, row.running_since, row.attempts) == (1, None, 3)
        assert "no paper" in row.error

    def test_a_row_from_a_clock_that_was_wrong_is_brought_back(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now + timedelta(days=4000))
        ticking.align(now)
        assert _row().next_at == datetime(2026, 3, 2, 9, 5, tzinfo=UTC)

    def test_a_new_rhythm_takes_effect(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)

        plan = ticking.find_plan("tests.often")
        from storecrew.kernel.jobs import schedules  # noqa: PLC0415  stands in for a new release of the code

        schedules._plans["tests.often"] = type(plan)(
            plan.name, plan.label, Daily(time(4)), plan.function, plan.retry, plan.timeout_s
        )
        ticking.align(now)
        assert _row().next_at == datetime(2026, 3, 3, 4, tzinfo=UTC)

    def test_another_time_zone_takes_effect(self, now: datetime) -> None:
        @scheduled("tests.often", label="Often", rhythm=Daily(time(23)))
        def nightly(moment: datetime) -> None: ...

        ticking.align(now)
        keep_days_by(lambda: DaysIn(SHANGHAI))
        ticking.align(now)
        assert _row().next_at == datetime(2026, 3, 2, 23, tzinfo=SHANGHAI)

    def test_it_runs_through_the_task_library(self, ran: list[datetime], now: datetime) -> None:
        ticking.align(now)
        ticking.tick(_row().next_at)
        run_tasks()
        assert len(ran) == 1
