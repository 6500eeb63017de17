"""Handlers are told of facts: in order, again when they fail, and never half."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from storecrew.kernel.events import claims
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.handling import handle, surround
from storecrew.kernel.events.models import Delivery, DeliveryState, Event
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.events.tests.happenings import Happened, happen, states
from storecrew.kernel.events.types import Meta

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=30)


@pytest.fixture
def seen() -> list[int]:
    numbers: list[int] = []

    @on(Happened, name="tests.note", retry=Retry(attempts=3, first_s=10, factor=2))
    def note(event: Happened, meta: Meta) -> None:
        numbers.append(event.number)

    return numbers


def _fail_on(number: int, *, attempts: int = 3) -> list[int]:
    seen: list[int] = []

    @on(Happened, name="tests.note", retry=Retry(attempts=attempts, first_s=10, factor=2))
    def note_but_fail(event: Happened, meta: Meta) -> None:
        Group.objects.create(name=f"{event.number} at attempt {meta.attempt}")
        if event.number == number:
            raise RuntimeError("no room for this number")
        seen.append(event.number)

    return seen


def test_a_fact_reaches_each_of_its_handlers_once(seen: list[int], now: datetime) -> None:
    others: list[Meta] = []

    @on(Happened, name="tests.second")
    def second(event: Happened, meta: Meta) -> None:
        others.append(meta)

    event = happen(7, now=now)
    assert drain(now) == 2
    assert drain(now) == 0
    assert seen == [7]
    assert others == [
        Meta(id=event, subject="thing:1", cause="c" * 32, at=now, actor="person:1", now=now, attempt=1),
    ]
    assert states() == ["done", "done"]


def test_nothing_is_told_when_the_change_is_rolled_back(seen: list[int], now: datetime) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        happen(1, now=now)
        raise RuntimeError
    assert not Event.objects.exists()
    assert drain(now) == 0
    assert seen == []


def test_facts_of_one_subject_come_in_order_and_subjects_take_turns(seen: list[int], now: datetime) -> None:
    for number in range(6):
        happen(number, now=now, subject=f"thing:{number % 2}")
    drain(now)
    assert [number for number in seen if number % 2 == 0] == [0, 2, 4]
    assert [number for number in seen if number % 2 == 1] == [1, 3, 5]


def test_only_the_head_of_a_lane_can_be_claimed(seen: list[int], now: datetime) -> None:
    for number in range(3):
        happen(number, now=now)
    first = claims.claim("a", limit=10, now=now, lease=LEASE)
    second = claims.claim("b", limit=10, now=now, lease=LEASE)
    assert [delivery.event.payload["number"] for delivery in first] == [0]
    assert second == []


def test_a_failure_leaves_no_trace_but_the_reason(now: datetime) -> None:
    _fail_on(1)
    happen(1, now=now)
    drain(now)
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (DeliveryState.WAITING, 1)
    assert "no room for this number" in row.error
    assert not Group.objects.exists()


def test_a_failure_is_tried_again_later_and_later(now: datetime) -> None:
    _fail_on(1, attempts=5)
    happen(1, now=now)
    waits, moment = [], now
    for _ in range(4):
        drain(moment)
        due = Delivery.objects.get().due_at
        waits.append((due - moment).total_seconds())
        assert drain(due - timedelta(microseconds=1)) == 0
        moment = due
    assert [full / 2 <= wait <= full for wait, full in zip(waits, [10, 20, 40, 80], strict=True)] == [True] * 4


def test_a_failure_holds_back_its_own_lane_only(now: datetime) -> None:
    seen = _fail_on(1)
    happen(1, now=now, subject="thing:1")
    happen(2, now=now, subject="thing:1")
    happen(3, now=now, subject="thing:2")
    drain(now)
    assert seen == [3]


def test_a_delivery_is_dead_after_its_last_attempt_and_holds_back_what_follows(now: datetime) -> None:
    seen = _fail_on(1)
    happen(1, now=now)
    happen(2, now=now)
    for day in range(5):
        drain(now + timedelta(days=day))
    assert states() == ["dead", "waiting"]
    assert Delivery.objects.first().attempts == 3
    assert seen == []


def test_what_was_held_back_goes_on_once_the_dead_one_is_dropped(now: datetime) -> None:
    seen = _fail_on(1, attempts=1)
    happen(1, now=now)
    happen(2, now=now)
    drain(now)
    Delivery.objects.filter(state="dead").update(state="dropped", settled_at=now)
    drain(now)
    assert seen == [2]


def test_a_lost_lease_does_nothing(seen: list[int], now: datetime) -> None:
    happen(1, now=now)
    [delivery] = claims.claim("a", limit=1, now=now, lease=LEASE)
    later = now + LEASE + timedelta(seconds=1)
    assert claims.recover(later) == 1
    [again] = claims.claim("b", limit=1, now=later, lease=LEASE)
    handle(delivery, "a", now=later, lease=LEASE, rng=Random(1))
    assert seen == []
    handle(again, "b", now=later, lease=LEASE, rng=Random(1))
    assert seen == [1]
    assert Delivery.objects.get().abandoned == 1


def test_the_failure_of_a_lost_lease_is_not_counted(now: datetime) -> None:
    _fail_on(1)
    happen(1, now=now)
    [delivery] = claims.claim("a", limit=1, now=now, lease=LEASE)
    claims.recover(now + LEASE * 2)
    claims.claim("b", limit=1, now=now + LEASE * 2, lease=LEASE)
    handle(delivery, "a", now=now + LEASE * 2, lease=LEASE, rng=Random(1))
    row = Delivery.objects.get()
    assert (row.claim, row.attempts) == ("b", 0)


def test_what_makes_ten_workers_vanish_is_laid_aside(seen: list[int], now: datetime) -> None:
    happen(1, now=now)
    for turn in range(claims.MOST_ABANDONED):
        moment = now + LEASE * 2 * turn
        assert claims.claim("a", limit=1, now=moment, lease=LEASE)
        claims.recover(moment + LEASE * 1.5)
    assert states() == ["dead"]
    assert "vanished" in Delivery.objects.get().error


def test_what_was_released_is_waiting_again(seen: list[int], now: datetime) -> None:
    happen(1, now=now)
    [delivery] = claims.claim("a", limit=1, now=now, lease=LEASE)
    claims.release("b", [delivery.pk])
    assert states() == ["claimed"]
    claims.release("a", [delivery.pk])
    drain(now)
    assert seen == [1]


def test_an_event_that_the_code_forgot_is_dead_at_once_and_says_so(now: datetime) -> None:
    row = Event.objects.create(name="tests.Forgotten", subject="thing:1", at=now)
    Delivery.objects.create(event=row, handler="tests.nobody", subject="thing:1", due_at=now)
    drain(now)
    assert states() == ["dead"]
    assert "no handler tests.nobody" in Delivery.objects.get().error


def test_a_handler_has_one_delivery_of_an_event(seen: list[int], now: datetime) -> None:
    event = happen(1, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(event_id=event, handler="tests.note", subject="thing:1", due_at=now)


def test_work_is_attributed_to_the_cause(now: datetime) -> None:
    entered: list[str] = []

    class Around:
        def __init__(self, cause: str) -> None:
            entered.append(cause)

        def __enter__(self) -> None: ...

        def __exit__(self, *problem: object) -> None:
            entered.append("out")

    @on(Happened, name="tests.inside")
    def inside(event: Happened, meta: Meta) -> None:
        entered.append("in")

    from storecrew.kernel.events import handling  # noqa: PLC0415  to put back what other rooms registered

    before = list(handling._surroundings)
    handling._surroundings[:] = []
    try:
        surround(Around)
        happen(1, now=now)
        drain(now)
    finally:
        handling._surroundings[:] = before
    assert entered == ["c" * 32, "in", "out"]


def test_events_cannot_be_changed_or_deleted(now: datetime) -> None:
    happen(1, now=now)
    row = Event.objects.get()
    row.subject = "thing:2"
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_old_rows_with_fields_that_are_gone_can_still_be_read(seen: list[int], now: datetime) -> None:
    row = Event.objects.create(name=Happened.name(), subject="a:1", payload={"number": 5, "colour": "red"}, at=now)
    Delivery.objects.create(event=row, handler="tests.note", subject="a:1", due_at=now)
    drain(now)
    assert seen == [5]


@pytest.mark.sqlite_only
def test_the_question_for_the_head_of_a_lane_is_answered_by_indexes(now: datetime) -> None:
    from storecrew.kernel.events.claims import _heads  # noqa: PLC0415  the plan of this very query is what is tested

    sql, parameters = _heads(now).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql, parameters)
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "events_delivery_queue" in plan
    assert "TEMP B-TREE" not in plan, "all that is due would be sorted for each claim"
    assert "events_delivery_lane (handler=? AND subject=? AND state=? AND event_id<?)" in plan
