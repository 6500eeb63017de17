"""Long works: every row once, whatever happens in between."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from storecrew.kernel.actions.types import person
from storecrew.kernel.events.models import Event
from storecrew.kernel.jobs.models import Work, WorkRow
from storecrew.kernel.jobs.running import RETRY, revive, run_to_end, take_turn
from storecrew.kernel.jobs.work import LEASE, CannotGoOn, LongWork, long_work, start

pytestmark = pytest.mark.django_db

ROWS = 10
CHUNK = 3


class Killed(BaseException):
    """What SIGKILL is to a process: nothing catches it."""


@pytest.fixture
def trouble() -> dict[int, BaseException]:
    """What happens at which row, once."""
    return {}


@pytest.fixture
def counting(trouble: dict[int, BaseException]) -> str:
    """Register a work that makes one group a row, three rows a step."""

    @long_work("tests.count", label="Counting")
    def count(work: LongWork) -> None:
        while work.cursor.get("row", 0) < ROWS:
            with work.step() as step:
                step.total = ROWS
                for number in range(work.cursor.get("row", 0), min(work.cursor.get("row", 0) + CHUNK, ROWS)):
                    if number in trouble:
                        raise trouble.pop(number)
                    if number % 5 == 4:
                        step.refused(number, column="Price", value="x", reason="This is not a number.")
                    else:
                        group = Group.objects.create(name=str(number))
                        step.did(number, subject=f"group:{group.pk}", note="created")
                    step.cursor = {"row": number + 1}
                step.summary = {"last": number}

    return "tests.count"


def _start(kind: str, now: datetime) -> Work:
    return start(kind, actor=person(7), at=now, label="list.csv", params={"file": "list.csv"}, cause="c" * 32)


def _ticking(now: datetime) -> Callable[[], datetime]:
    return lambda: now


def _once(*answers: bool) -> Callable[[], bool]:
    remaining: Iterator[bool] = iter(answers)
    return lambda: next(remaining, True)


def test_a_work_does_every_row_and_reports_each(counting: str, now: datetime) -> None:
    row = run_to_end(_start(counting, now).pk, clock=_ticking(now))
    assert (row.state, row.position, row.total) == ("done", ROWS, ROWS)
    assert (row.done, row.skipped, row.refused) == (8, 0, 2)
    assert row.summary == {"last": 9}
    assert list(WorkRow.objects.order_by("pk").values_list("line", "outcome")[3:6]) == [
        (3, "done"),
        (4, "refused"),
        (5, "done"),
    ]
    assert Group.objects.count() == 8


def test_a_worker_that_vanishes_in_a_step_loses_that_step_only(
    counting: str, trouble: dict[int, BaseException], now: datetime
) -> None:
    trouble[7] = Killed()
    work = _start(counting, now)
    with pytest.raises(Killed):
        run_to_end(work.pk, clock=_ticking(now))
    work.refresh_from_db()
    assert (work.state, work.cursor, Group.objects.count()) == ("running", {"row": 6}, 5)
    take_turn(work.pk, clock=_ticking(now), is_over=lambda: False)
    assert Group.objects.count() == 5, "somebody still holds the lease"
    later = now + LEASE + timedelta(seconds=1)
    revive(later)
    row = run_to_end(work.pk, clock=_ticking(later))
    assert (row.state, row.done, row.refused, Group.objects.count()) == ("done", 8, 2, 8)


def test_an_error_is_tried_again_from_the_last_step(
    counting: str, trouble: dict[int, BaseException], now: datetime
) -> None:
    trouble[7] = ValueError("bad luck")
    row = run_to_end(_start(counting, now).pk, clock=_ticking(now))
    assert (row.state, row.attempts, row.done, Group.objects.count()) == ("done", 1, 8, 8)


def test_an_error_that_stays_ends_the_work_and_is_shown(now: datetime) -> None:
    @long_work("tests.hopeless", label="Hopeless")
    def hopeless(work: LongWork) -> None:
        raise ValueError("no file")

    row = run_to_end(_start("tests.hopeless", now).pk, clock=_ticking(now))
    assert (row.state, row.attempts) == ("failed", RETRY.attempts)
    assert "no file" in row.error


def test_a_work_may_say_itself_that_trying_again_is_useless(now: datetime) -> None:
    @long_work("tests.useless", label="Useless")
    def useless(work: LongWork) -> None:
        raise CannotGoOn("This file has no header row.")

    row = run_to_end(_start("tests.useless", now).pk, clock=_ticking(now))
    assert (row.state, row.attempts, row.error) == ("failed", 0, "This file has no header row.")


def test_a_turn_ends_between_steps_and_the_next_goes_on(counting: str, now: datetime) -> None:
    work = _start(counting, now)
    take_turn(work.pk, clock=_ticking(now), is_over=_once(False, False, True))
    work.refresh_from_db()
    assert (work.state, work.cursor) == ("queued", {"row": 6})
    assert OxTask.objects.filter(task_path__endswith="run_work").count() == 2
    assert run_to_end(work.pk, clock=_ticking(now)).done == 8


def test_a_cancelled_work_keeps_what_it_did_and_stops(counting: str, now: datetime) -> None:
    work = _start(counting, now)
    take_turn(work.pk, clock=_ticking(now), is_over=_once(False, True))
    Work.objects.update(cancel_requested_at=now)
    row = run_to_end(work.pk, clock=_ticking(now))
    assert (row.state, row.done, Group.objects.count()) == ("cancelled", 3, 3)


def test_who_was_taken_over_writes_nothing_more(now: datetime) -> None:
    @long_work("tests.slow", label="Slow")
    def slow(work: LongWork) -> None:
        with work.step() as step:
            step.did(1)
        Work.objects.filter(pk=work.id).update(claim="another")  # another worker took over meanwhile
        with work.step() as step:
            step.did(2)

    work = _start("tests.slow", now)
    take_turn(work.pk, clock=_ticking(now), is_over=lambda: False)
    work.refresh_from_db()
    assert (work.state, work.claim, work.done) == ("running", "another", 1)


def test_a_work_begins_through_the_task_library(counting: str, now: datetime) -> None:
    work = _start(counting, now)
    run_tasks()
    work.refresh_from_db()
    assert work.state == "done"


def test_works_that_nobody_began_are_enqueued_again_once(counting: str, now: datetime) -> None:
    _start(counting, now)
    OxTask.objects.all().delete()
    later = now + LEASE + timedelta(seconds=1)
    revive(later)
    revive(later)
    assert OxTask.objects.count() == 1


def test_the_end_is_announced(counting: str, now: datetime) -> None:
    row = run_to_end(_start(counting, now).pk, clock=_ticking(now))
    event = Event.objects.get()
    assert (event.name, event.subject) == ("jobs.WorkFinished", row.ref)
    assert event.payload["state"] == "done"
    assert event.payload["person_id"] == 7


def test_the_report_is_written_in_the_language_of_who_started_it(now: datetime) -> None:
    from django.utils.translation import get_language, override  # noqa: PLC0415  only this test switches languages

    spoken: list[str | None] = []

    @long_work("tests.speak", label="Speaking")
    def speak(work: LongWork) -> None:
        spoken.append(get_language())

    with override("zh-hans"):
        work = _start("tests.speak", now)
    run_to_end(work.pk, clock=_ticking(now))
    assert spoken == ["zh-hans"]


def test_an_unknown_kind_cannot_be_started(now: datetime) -> None:
    with pytest.raises(LookupError):
        _start("tests.nothing", now)
