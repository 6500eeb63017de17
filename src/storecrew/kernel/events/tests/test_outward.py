"""Outward acts are done once; what nobody can vouch for is shown, not repeated."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from storecrew.kernel.events import carrying, outward
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import ActState, Event, OutwardAct
from storecrew.kernel.events.outward import Act, Confirmed, NotReceived, Rejected, StillUnknown
from storecrew.kernel.events.retry import Retry

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=30)
RETRY = Retry(attempts=3, first_s=10, factor=2)

type Kind = Callable[..., list[str]]


@pytest.fixture
def letter() -> Kind:
    """Register the kind `letter`, whose other side does as it is told, and return what it received."""

    def register(
        *, fails: list[Exception] | None = None, ask: Callable[[Act], Confirmed | None] | None = None, **options: bool
    ) -> list[str]:
        received: list[str] = []
        failures = iter(fails or [])

        def send(act: Act) -> Confirmed:
            problem = next(failures, None)
            if problem is not None:
                raise problem
            received.append(act.key)
            return Confirmed(reference=f"no-{act.key}", answer={"ok": True})

        outward.kind("letter", send=send, ask=ask, retry=RETRY, **options)
        return received

    return register


def _plan(key: str, now: datetime) -> None:
    outward.plan("letter", key=key, payload={"to": "x"}, subject="thing:1", cause="c" * 32, at=now)


def _act() -> OutwardAct:
    return OutwardAct.objects.get()


def test_an_act_is_done_once_and_its_answer_is_kept(letter: Kind, now: datetime) -> None:
    received = letter()
    _plan("a", now)
    drain(now)
    drain(now)
    assert received == ["a"]
    row = _act()
    assert (row.state, row.reference, row.answer, row.settled_at) == ("confirmed", "no-a", {"ok": True}, now)


def test_the_same_key_twice_is_one_act(letter: Kind, now: datetime) -> None:
    received = letter()
    _plan("a", now)
    _plan("a", now)
    drain(now)
    _plan("a", now)
    drain(now)
    assert received == ["a"]


def test_what_was_not_received_is_tried_again_and_given_up_in_the_end(letter: Kind, now: datetime) -> None:
    received = letter(fails=[NotReceived("connection refused")] * 3)
    _plan("a", now)
    moment = now
    for attempts in (1, 2):
        drain(moment)
        row = _act()
        assert (row.state, row.attempts, row.error) == ("planned", attempts, "connection refused")
        moment = row.due_at
    drain(moment)
    assert (_act().state, received) == ("failed", [])


def test_the_other_side_may_say_how_long_to_wait(letter: Kind, now: datetime) -> None:
    letter(fails=[NotReceived("later", after_s=300)])
    _plan("a", now)
    drain(now)
    assert _act().due_at == now + timedelta(seconds=300)


def test_a_rejection_is_final(letter: Kind, now: datetime) -> None:
    letter(fails=[Rejected("no such address")])
    _plan("a", now)
    drain(now)
    assert (_act().state, _act().error) == ("failed", "no such address")


def test_an_unforeseen_failure_may_have_arrived_and_is_never_repeated(letter: Kind, now: datetime) -> None:
    received = letter(fails=[TimeoutError("read timed out")])
    _plan("a", now)
    for day in range(3):
        moment = now + timedelta(days=day)
        drain(moment)
        carrying.recover(moment)
        carrying.find_out(limit=10, now=moment, rng=Random(1))
    assert (_act().state, received) == ("unknown", [])
    assert "read timed out" in _act().error


def test_a_worker_that_vanished_after_the_hand_over_leaves_an_unknown_act(letter: Kind, now: datetime) -> None:
    received = letter()
    _plan("a", now)
    _hand_over(now)
    assert carrying.recover(now + LEASE) == 0
    assert carrying.recover(now + LEASE + timedelta(seconds=1)) == 1
    assert _act().state == "unknown"
    drain(now + timedelta(days=1))
    assert received == []


def test_a_worker_that_vanished_before_the_hand_over_leaves_a_planned_act(letter: Kind, now: datetime) -> None:
    received = letter()
    _plan("a", now)
    carrying.claim("gone", limit=1, now=now, lease=LEASE)
    carrying.recover(now + LEASE * 2)
    drain(now + LEASE * 2)
    assert received == ["a"]


def test_the_other_side_is_asked_about_an_unknown_act(letter: Kind, now: datetime) -> None:
    received = letter(fails=[TimeoutError()], ask=lambda act: Confirmed(reference="seen"))
    _plan("a", now)
    drain(now)
    assert carrying.find_out(limit=10, now=now, rng=Random(1)) == 1
    assert (_act().state, _act().reference, received) == ("confirmed", "seen", [])


def test_what_the_other_side_never_got_is_sent(letter: Kind, now: datetime) -> None:
    received = letter(fails=[TimeoutError()], ask=lambda act: None)
    _plan("a", now)
    drain(now)
    carrying.find_out(limit=10, now=now, rng=Random(1))
    drain(_act().due_at)
    assert (_act().state, received) == ("confirmed", ["a"])


def test_asking_ends_and_a_person_has_to_decide(letter: Kind, now: datetime) -> None:
    asked: list[str] = []

    def ask(act: Act) -> Confirmed | None:
        asked.append(act.key)
        raise StillUnknown("try later")

    letter(fails=[TimeoutError()], ask=ask)
    _plan("a", now)
    drain(now)
    for day in range(30):
        carrying.find_out(limit=10, now=now + timedelta(days=day), rng=Random(1))
    assert len(asked) == carrying.ASKING.attempts
    assert _act().state == "unknown"


def test_where_the_key_is_recognised_an_unknown_act_is_sent_again(letter: Kind, now: datetime) -> None:
    received = letter(fails=[TimeoutError()], repeatable=True)
    _plan("a", now)
    drain(now)
    carrying.find_out(limit=10, now=now, rng=Random(1))
    drain(_act().due_at)
    assert (_act().state, received) == ("confirmed", ["a"])


def test_sending_again_ends_in_doubt_not_in_certainty(letter: Kind, now: datetime) -> None:
    letter(fails=[TimeoutError()] * 9, repeatable=True)
    _plan("a", now)
    for day in range(9):
        drain(now + timedelta(days=day))
        carrying.find_out(limit=10, now=now + timedelta(days=day), rng=Random(1))
    assert (_act().state, _act().attempts) == ("unknown", RETRY.attempts)


def test_a_late_answer_counts_after_the_lease_was_given_up_for_lost(letter: Kind, now: datetime) -> None:
    def send(act: Act) -> Confirmed:
        carrying.recover(now + LEASE * 2)  # another worker takes this one for vanished while the call is out
        assert _act().state == "unknown"
        return Confirmed(reference="late")

    outward.kind("letter", send=send)
    _plan("a", now)
    [row] = carrying.claim("slow", limit=1, now=now, lease=LEASE)
    carrying.carry(row, "slow", clock=lambda: now, lease=LEASE, rng=Random(1))
    assert (_act().state, _act().reference) == ("confirmed", "late")


def test_a_lost_lease_hands_nothing_over(letter: Kind, now: datetime) -> None:
    received = letter()
    _plan("a", now)
    [row] = carrying.claim("gone", limit=1, now=now, lease=LEASE)
    carrying.recover(now + LEASE * 2)
    carrying.carry(row, "gone", clock=lambda: now, lease=LEASE, rng=Random(1))
    assert (_act().state, received) == ("planned", [])


def test_a_kind_that_the_code_forgot_fails_and_says_so(now: datetime) -> None:
    _plan("a", now)
    drain(now)
    assert _act().state == "failed"
    assert "letter" in _act().error


def test_the_outcome_is_announced_where_somebody_wants_it(letter: Kind, now: datetime) -> None:
    letter(announce=True)
    _plan("a", now)
    drain(now)
    event = Event.objects.get()
    assert event.name == "events.ActSettled"
    assert event.payload == {
        "kind": "letter",
        "key": "a",
        "state": "confirmed",
        "reference": "no-a",
        "answer": {"ok": True},
        "error": "",
    }


def _hand_over(now: datetime) -> None:
    [row] = carrying.claim("gone", limit=1, now=now, lease=LEASE)
    OutwardAct.objects.filter(pk=row.pk).update(state=ActState.HANDED_OVER, handed_over_at=now)


def test_whoever_waits_has_it_done_at_once_and_workers_leave_it_a_head_start(letter: Kind, now: datetime) -> None:
    received = letter()
    head_start = timedelta(seconds=10)
    outward.plan("letter", key="a", payload={}, subject="thing:1", cause="c" * 32, at=now, head_start=head_start)
    drain(now)
    assert received == []
    assert carrying.carry_now("letter", "a", clock=lambda: now) == ActState.CONFIRMED
    assert carrying.carry_now("letter", "a", clock=lambda: now) == ActState.CONFIRMED
    drain(now + head_start)
    assert received == ["a"]


def test_a_worker_does_what_nobody_did_at_once(letter: Kind, now: datetime) -> None:
    received = letter()
    outward.plan(
        "letter", key="a", payload={}, subject="thing:1", cause="c" * 32, at=now, head_start=timedelta(seconds=10)
    )
    drain(now + timedelta(seconds=10))
    assert received == ["a"]


def test_what_somebody_else_holds_is_not_done_at_once_as_well(letter: Kind, now: datetime) -> None:
    received = letter()
    _plan("a", now)
    carrying.claim("worker", limit=1, now=now, lease=LEASE)
    assert carrying.carry_now("letter", "a", clock=lambda: now) == ActState.CLAIMED
    assert received == []
    assert carrying.carry_now("letter", "none", clock=lambda: now) is None


def test_a_first_try_that_failed_is_left_to_the_worker(letter: Kind, now: datetime) -> None:
    received = letter(fails=[NotReceived("connection refused")])
    _plan("a", now)
    assert carrying.carry_now("letter", "a", clock=lambda: now) == ActState.PLANNED
    assert carrying.carry_now("letter", "a", clock=lambda: now) == ActState.PLANNED
    assert received == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_handed_over_inside_a_transaction(letter: Kind, now: datetime) -> None:
    letter()
    _plan("a", now)
    with pytest.raises(RuntimeError), transaction.atomic():
        carrying.carry_now("letter", "a", clock=lambda: now)
    assert _act().state == ActState.PLANNED
