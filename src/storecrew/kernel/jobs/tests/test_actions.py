"""Operators put things in order; others may not."""

from datetime import datetime, timedelta

import pytest
from django_ox.models import OxTask

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Missing, Refused
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.events import outbox, outward
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Delivery, OutwardAct
from storecrew.kernel.events.models import Event as EventRow
from storecrew.kernel.events.outward import Act, Confirmed, Rejected
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.retry import Retry
from storecrew.kernel.events.types import Event, Meta
from storecrew.kernel.jobs import actions, reads, ticking
from storecrew.kernel.jobs.actions.acts import DropAct, OneAct, ResolveAct
from storecrew.kernel.jobs.actions.deliveries import DropDelivery, OneDelivery, RetryDead
from storecrew.kernel.jobs.actions.schedules import OneSchedule
from storecrew.kernel.jobs.actions.works import OneWork
from storecrew.kernel.jobs.models import Schedule, Work
from storecrew.kernel.jobs.running import run_to_end
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.kernel.jobs.work import LongWork, long_work, start

pytestmark = pytest.mark.django_db


class Broken(Event):
    """Something that its handler cannot deal with, until it is mended."""

    room = "jobtests"
    number: int


@pytest.fixture
def mended() -> list[bool]:
    """Register a handler that fails until this list is not empty."""
    works: list[bool] = []

    @on(Broken, name="jobtests.deal", retry=Retry(attempts=1))
    def deal(event: Broken, meta: Meta) -> None:
        if not works:
            raise RuntimeError("not mended")

    return works


@pytest.fixture
def dead(mended: list[bool], now: datetime) -> Delivery:
    """Return a dead delivery with two more behind it."""
    for number in range(3):
        outbox.record(Broken(number=number), subject="thing:1", cause="", at=now, actor_ref="person:1")
    drain(now, outward=False)
    return Delivery.objects.get(state="dead")


@pytest.fixture
def lost(now: datetime) -> OutwardAct:
    """Return an act whose outcome nobody knows."""
    sent: list[str] = []

    def send(act: Act) -> Confirmed:
        if not sent:
            sent.append(act.key)
            raise TimeoutError
        return Confirmed(reference="second time")

    outward.kind("jobtests.letter", send=send, announce=True)
    outward.plan("jobtests.letter", key="a", payload={}, subject="thing:1", cause="", at=now)
    drain(now)
    return OutwardAct.objects.get(state="unknown")


class TestDeliveries:
    def test_a_retried_delivery_and_those_behind_it_are_told(
        self, company: Company, dead: Delivery, mended: list[bool], now: datetime
    ) -> None:
        mended.append(True)
        actions.retry_delivery(company.it, OneDelivery(delivery_id=dead.pk), now=now)
        drain(now)
        assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}

    def test_a_dropped_delivery_lets_the_next_go_on(
        self, company: Company, dead: Delivery, mended: list[bool], now: datetime
    ) -> None:
        mended.append(True)
        actions.drop_delivery(company.it, DropDelivery(delivery_id=dead.pk, reason="test data"), now=now)
        drain(now)
        assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "done", "done"]
        entry = Entry.objects.get(action="jobs.drop_delivery")
        assert entry.input["reason"] == "test data"

    def test_all_of_one_handler_can_be_retried_at_once(
        self, company: Company, dead: Delivery, mended: list[bool], now: datetime
    ) -> None:
        answer = actions.retry_dead(company.it, RetryDead(handler="jobtests.deal"), now=now)
        assert answer.count == 1
        with pytest.raises(Refused):
            actions.retry_dead(company.it, RetryDead(handler="jobtests.deal"), now=now)

    def test_what_is_not_dead_is_left_alone(self, company: Company, dead: Delivery, now: datetime) -> None:
        waiting = Delivery.objects.filter(state="waiting").first()
        with pytest.raises(Refused):
            actions.retry_delivery(company.it, OneDelivery(delivery_id=waiting.pk))
        with pytest.raises(Missing):
            actions.retry_delivery(company.it, OneDelivery(delivery_id=0))

    def test_only_it_may(self, company: Company, dead: Delivery) -> None:
        for actor in (company.director, company.marketing, company.stranger, company.nobody):
            with pytest.raises(Denied):
                actions.retry_delivery(actor, OneDelivery(delivery_id=dead.pk))

    def test_the_list_says_why_and_what_waits_behind(self, company: Company, dead: Delivery) -> None:
        [letter] = reads.dead_letters(company.it, reads.Newest()).items
        assert (letter.reason, letter.held_back) == ("RuntimeError: not mended", 2)
        assert reads.backlog(company.it, reads.NoQuestion()).held_back == 2


class TestActs:
    def test_what_happened_is_confirmed_and_never_sent_again(
        self, company: Company, lost: OutwardAct, now: datetime
    ) -> None:
        seen = ResolveAct(act_id=lost.pk, happened=True, how="asked the carrier", reference="X1")
        actions.resolve_act(company.it, seen, now=now)
        drain(now + timedelta(days=1))
        lost.refresh_from_db()
        assert (lost.state, lost.reference) == ("confirmed", "X1")
        assert EventRow.objects.filter(name="events.ActSettled").count() == 2, "unknown, then confirmed"

    def test_what_never_arrived_is_sent_once_more(self, company: Company, lost: OutwardAct, now: datetime) -> None:
        actions.resolve_act(company.it, ResolveAct(act_id=lost.pk, happened=False, how="asked the carrier"), now=now)
        drain(now)
        lost.refresh_from_db()
        assert (lost.state, lost.reference) == ("confirmed", "second time")

    def test_a_dropped_act_is_never_sent(self, company: Company, lost: OutwardAct, now: datetime) -> None:
        actions.drop_act(company.it, DropAct(act_id=lost.pk, reason="too late now"), now=now)
        drain(now + timedelta(days=1))
        lost.refresh_from_db()
        assert lost.state == "dropped"
        with pytest.raises(Refused):
            actions.resolve_act(company.it, ResolveAct(act_id=lost.pk, happened=True, how="x"), now=now)

    def test_what_was_given_up_can_be_sent_again(self, company: Company, now: datetime) -> None:
        answers = iter([Rejected("wrong address")])

        def send(act: Act) -> Confirmed:
            problem = next(answers, None)
            if problem:
                raise problem
            return Confirmed()

        outward.kind("jobtests.letter", send=send)
        outward.plan("jobtests.letter", key="a", payload={}, subject="", cause="", at=now)
        drain(now)
        row = OutwardAct.objects.get()
        assert row.state == "failed"
        actions.retry_act(company.it, OneAct(act_id=row.pk), now=now)
        drain(now)
        row.refresh_from_db()
        assert row.state == "confirmed"


class TestSchedules:
    @pytest.fixture(autouse=True)
    def hourly(self, now: datetime) -> list[datetime]:
        ran: list[datetime] = []

        @scheduled("jobtests.hourly", label="Hourly", rhythm=Every(hours=1))
        def hourly(moment: datetime) -> None:
            ran.append(moment)

        ticking.align(now)
        return ran

    def test_a_held_schedule_does_not_run_and_misses_nothing_back(self, company: Company, now: datetime) -> None:
        one = OneSchedule(name="jobtests.hourly")
        actions.pause_schedule(company.it, one, now=now)
        tomorrow = now + timedelta(days=1)
        ticking.tick(tomorrow)
        assert not OxTask.objects.exists()
        answer = actions.resume_schedule(company.it, one, now=tomorrow)
        assert answer.next_at > tomorrow
        ticking.tick(tomorrow)
        assert not OxTask.objects.exists()

    def test_run_now_leaves_the_regular_time(self, company: Company, now: datetime) -> None:
        due = Schedule.objects.get(pk="jobtests.hourly").next_at
        actions.run_schedule_now(company.it, OneSchedule(name="jobtests.hourly"), now=now)
        assert OxTask.objects.count() == 1
        assert Schedule.objects.get(pk="jobtests.hourly").next_at == due
        with pytest.raises(Refused):
            actions.run_schedule_now(company.it, OneSchedule(name="jobtests.hourly"), now=now)

    def test_the_director_sees_and_does_not_touch(self, company: Company) -> None:
        assert reads.schedules(company.director, reads.NoQuestion()).total == 1
        with pytest.raises(Denied):
            actions.pause_schedule(company.director, OneSchedule(name="jobtests.hourly"))


class TestWorks:
    @pytest.fixture(autouse=True)
    def two_steps(self) -> None:
        @long_work("jobtests.steps", label="Steps")
        def steps(work: LongWork) -> None:
            for number in range(work.cursor.get("n", 0), 2):
                with work.step() as step:
                    step.total = 2
                    step.did(number)
                    step.cursor = {"n": number + 1}

    def test_its_owner_may_stop_it_and_let_it_go_on(self, company: Company, now: datetime) -> None:
        work = start("jobtests.steps", actor=company.marketing, at=now, label="x", params={})
        assert actions.cancel_work(company.marketing, OneWork(work_id=work.pk), now=now).state == "cancelled"
        with pytest.raises(Refused):
            actions.cancel_work(company.marketing, OneWork(work_id=work.pk), now=now)
        assert actions.resume_work(company.marketing, OneWork(work_id=work.pk), now=now).state == "queued"
        assert run_to_end(work.pk).state == "done"
        with pytest.raises(Refused):
            actions.resume_work(company.marketing, OneWork(work_id=work.pk), now=now)

    def test_a_running_one_is_asked_to_stop_before_its_next_step(self, company: Company, now: datetime) -> None:
        work = start("jobtests.steps", actor=company.marketing, at=now, label="x", params={})
        Work.objects.filter(pk=work.pk).update(state="running", claim="somebody")
        assert actions.cancel_work(company.it, OneWork(work_id=work.pk), now=now).state == "running"
        assert Work.objects.get(pk=work.pk).cancel_requested_at == now

    def test_others_neither_see_nor_stop_it(self, company: Company, now: datetime) -> None:
        work = start("jobtests.steps", actor=company.marketing, at=now, label="x", params={})
        assert reads.works(company.service, reads.WorkQuery()).items == ()
        with pytest.raises(Missing):
            actions.cancel_work(company.service, OneWork(work_id=work.pk), now=now)
        with pytest.raises(Missing):
            reads.report(company.service, reads.ReportQuery(work_id=work.pk))
        assert len(reads.works(company.director, reads.WorkQuery()).items) == 1

    def test_the_report_is_read_in_parts(self, company: Company, now: datetime) -> None:
        work = start("jobtests.steps", actor=company.marketing, at=now, label="x", params={})
        run_to_end(work.pk)
        first = reads.report(company.marketing, reads.ReportQuery(work_id=work.pk, limit=1))
        rest = reads.report(company.marketing, reads.ReportQuery(work_id=work.pk, limit=1, after=int(first.cursor)))
        assert [line.line for line in (*first.items, *rest.items)] == [0, 1]
        assert (first.total, rest.cursor) == (2, None)
