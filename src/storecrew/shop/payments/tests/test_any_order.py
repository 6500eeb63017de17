"""Any sequence of what shoppers, banks, staff and the post do, in any order, adds up and never gives back too much."""

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck
from hypothesis import settings as rules
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from storecrew.config.testing import examples
from storecrew.conftest import Company
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.events import outward
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Event
from storecrew.shop.payments import actions
from storecrew.shop.payments.accounts import account_of, deal_of
from storecrew.shop.payments.actions.taking import TakeIn, provider_speaks, take_in
from storecrew.shop.payments.models import Payment, Provider, Refund, Transaction
from storecrew.shop.payments.providers.interface import Snapshot
from storecrew.shop.payments.providers.test.adapter import TestBank, server
from storecrew.shop.payments.providers.test.cards import CARDS
from storecrew.shop.payments.providers.test.happening import Declined
from storecrew.shop.payments.tests.conftest import NOW, cny
from storecrew.shop.payments.types import RANK, State
from storecrew.shop.payments.writing.sums import sums_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]


class _Undo(Exception):
    """Rolls one run of the machine back."""


@pytest.fixture
def machine(company: Company) -> type[RuleBasedStateMachine]:
    """A machine of one payment at the test bank; every run begins from nothing."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = tempfile.TemporaryDirectory()
            self.before, settings.DATA = settings.DATA, Path(self.folder.name)
            self.inside = transaction.atomic()
            self.inside.__enter__()
            self.now: datetime = NOW
            self.bag: list[tuple[Snapshot, datetime]] = []
            self.best = State.NEW
            self.keys = 0
            for code in ("test",):
                actions.set_up_provider(company.finance, actions.SetUpProvider(code=code, kind=code), now=NOW)
                actions.enable(company.finance, actions.Enable(code=code, on=True), now=NOW)

        def teardown(self) -> None:
            self.inside.__exit__(_Undo, _Undo(), None)
            settings.DATA = self.before
            self.folder.cleanup()

        @property
        def payment(self) -> Payment | None:
            return Payment.objects.select_related("provider").first()

        @property
        def known(self) -> Payment:
            found = self.payment
            assert found is not None
            return found

        def begun(self) -> bool:
            found = self.payment
            return found is not None and bool(found.reference)

        def attempt(self, call: Callable[[], Any]) -> None:
            try:
                call()
            except (ActionError, Declined):
                return

        def peek(self) -> Snapshot:
            provider = Provider.objects.get(code="test")
            return TestBank().look(account_of(provider, self.now), deal_of(self.known, self.now))

        @rule(minor=st.integers(100, 100_000), later=st.booleans())
        @precondition(lambda self: self.payment is None)
        def begin(self, minor: int, later: bool) -> None:
            data = actions.Begin(
                payable="order:1", amount=cny(minor), provider="test", capture="later" if later else "now"
            )
            actions.begin(company.nobody, data, now=self.now)
            self.now += timedelta(minutes=1)
            drain(self.now)

        @rule(card=st.sampled_from(sorted(CARDS)))
        @precondition(lambda self: self.begun())
        def shopper_pays(self, card: str) -> None:
            self.attempt(lambda: server().confirm(self.known.reference, card=card, now=self.now))

        @rule(passed=st.booleans())
        @precondition(lambda self: self.begun())
        def shopper_answers_the_bank(self, passed: bool) -> None:
            self.attempt(lambda: server().answer_challenge(self.known.reference, passed=passed, now=self.now))

        @rule(seconds=st.sampled_from([1, 9, 31, 3600, 8 * 86400]))
        @precondition(lambda self: self.begun())
        def time_passes(self, seconds: int) -> None:
            self.now += timedelta(seconds=seconds)
            server().tick(self.now)

        @rule()
        @precondition(lambda self: self.begun())
        def an_answer_is_on_its_way(self) -> None:
            self.bag.append((self.peek(), self.now))

        @rule(data=st.data())
        @precondition(lambda self: bool(self.bag))
        def an_answer_arrives_late_or_twice(self, data: st.DataObject) -> None:
            said, asked_at = data.draw(st.sampled_from(self.bag))
            if data.draw(st.booleans()):
                self.bag.remove((said, asked_at))
            taken = TakeIn(payment_id=self.known.pk, snapshot=said, asked_at=asked_at)
            take_in(provider_speaks("test"), taken, now=self.now)

        @rule(minor=st.integers(1, 60_000))
        @precondition(lambda self: self.begun())
        def staff_captures(self, minor: int) -> None:
            data = actions.Capture(payment_id=self.known.pk, amount=cny(minor))
            self.attempt(lambda: actions.capture(company.finance, data, now=self.now))

        @rule()
        @precondition(lambda self: self.begun())
        def staff_lets_go(self) -> None:
            data = actions.VoidPayment(payment_id=self.known.pk)
            self.attempt(lambda: actions.void(company.finance, data, now=self.now))

        @rule(minor=st.one_of(st.none(), st.integers(1, 60_000)))
        @precondition(lambda self: self.begun())
        def staff_gives_back(self, minor: int | None) -> None:
            amount = None if minor is None else cny(minor)
            data = actions.RefundMoney(payment_id=self.known.pk, amount=amount, reason="x")
            self.attempt(lambda: actions.refund(company.finance, data, now=self.now))

        @rule(minor=st.integers(1, 60_000))
        @precondition(lambda self: self.begun())
        def somebody_gives_back_at_the_bank(self, minor: int) -> None:
            self.keys += 1
            key = f"dashboard:{self.keys}"
            self.attempt(lambda: server().refund(self.known.reference, key=key, token="", amount=minor, now=self.now))

        @rule()
        @precondition(lambda self: self.begun())
        def the_worker_works(self) -> None:
            self.now += timedelta(seconds=1)
            drain(self.now)

        @invariant()
        def sums_are_those_of_the_transactions(self) -> None:
            row = self.payment
            if row is not None:
                assert sums_of(row).on(row)
                assert row.refunded_minor <= row.captured_minor <= row.authorised_minor

        @invariant()
        def no_more_is_promised_than_there_is(self) -> None:
            row = self.payment
            if row is None:
                return
            bank = server().intent(row.reference) if row.reference else {"facts": []}
            taken = sum(fact["amount"] for fact in bank["facts"] if fact["kind"] == "capture")
            back = sum(fact["amount"] for fact in bank["facts"] if fact["kind"] == "refund")
            assert back <= taken
            assert row.captured_minor <= taken
            assert row.refunded_minor <= back

        @invariant()
        def money_never_moves_back(self) -> None:
            row = self.payment
            state = State(row.state) if row else State.NEW
            if RANK[self.best] >= RANK[State.AUTHORISED]:
                assert RANK[state] >= RANK[self.best]
            self.best = state

        @rule()
        @precondition(lambda self: self.begun())
        def in_the_end_both_say_the_same(self) -> None:
            for said, asked_at in self.bag:
                taken = TakeIn(payment_id=self.known.pk, snapshot=said, asked_at=asked_at)
                take_in(provider_speaks("test"), taken, now=self.now)
            for _settles in range(3):
                drain(self.now)
                self.now += timedelta(seconds=5)
                server().tick(self.now)
            actions_at = TakeIn(payment_id=self.known.pk, snapshot=self.peek(), asked_at=self.now)
            take_in(provider_speaks("test"), actions_at, now=self.now)
            row, bank = self.known, server().intent(self.known.reference)
            sums = dict.fromkeys(("capture", "refund", "dispute", "dispute_returned"), 0)
            for fact in bank["facts"]:
                if fact["kind"] in sums:
                    sums[fact["kind"]] += fact["amount"]
            assert (row.captured_minor, row.refunded_minor) == (sums["capture"], sums["refund"])
            assert row.disputed_minor == sums["dispute"] - sums["dispute_returned"]
            assert row.state == bank["state"]
            assert row.refunding_minor == 0
            announced = Event.objects.filter(name="payments.PaymentCaptured")
            assert sum(event.payload["amount"]["minor"] for event in announced) == row.captured_minor
            back = Event.objects.filter(name="payments.RefundSettled")
            assert sum(event.payload["amount"]["minor"] for event in back) == row.refunded_minor
            settled = Refund.objects.filter(state="settled").aggregate(total=Sum("amount_minor"))["total"] or 0
            assert settled == row.refunded_minor
            references = list(Transaction.objects.values_list("kind", "reference"))
            assert len(references) == len(set(references))

    return Machine


def test_whatever_happens_in_whatever_order(machine: type[RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=rules(
            max_examples=examples(25),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert outward.find_adapter("payments.start") is not None
