"""In whatever order reports, orders, confirmations and time come: levels are what was said, and caution only grows."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from storecrew.kernel.actions.errors import Refused
from storecrew.shop.availability.health import levels_are_what_was_said
from storecrew.shop.availability.models import Said
from storecrew.shop.availability.tests.conftest import HOUR, NOW
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Level

GOODS = st.sampled_from(("MUG", "LAMP-OAT"))
VALUES = st.none() | st.integers(0, 30)
STREAMS = st.sampled_from(("feed:7", "person:5"))
shared = {}


class Warehouse(RuleBasedStateMachine):
    """Two offers at one site, told of by a file and by a person."""

    @initialize()
    def open(self) -> None:
        self.telling = shared["telling"]
        shared["day"] = shared.get("day", 0) + 40
        self.now: datetime = NOW + timedelta(days=shared["day"])
        self.sold = 0

    @rule(hours=st.sampled_from((1, 7, 30, 200)))
    def time_passes(self, hours) -> None:
        self.now += hours * HOUR

    @rule(goods=GOODS, quantity=VALUES, stream=STREAMS, late=st.sampled_from((0, 0, 3, 50)))
    def say(self, goods, quantity, stream, late) -> None:
        before = Said.objects.filter(offer_id=self.telling.offers[goods]).first()
        taken = self.telling.say({goods: quantity}, at=self.now - late * HOUR, stream=stream, now=self.now)
        if taken.older and before is not None:
            assert Said.objects.filter(pk=before.pk).values().get() == {
                name: getattr(before, name) for name in Said.objects.values()[0]
            }
        self.now += timedelta(minutes=1)

    @rule(stream=STREAMS, late=st.sampled_from((0, 0, 20)))
    def confirm(self, stream, late) -> None:
        self.telling.confirm(at=self.now - late * HOUR, stream=stream, now=self.now)
        self.now += timedelta(minutes=1)

    @rule()
    def age(self) -> None:
        self.telling.age(self.now)

    @rule(goods=GOODS, pieces=st.integers(1, 4), send=st.booleans())
    def sell(self, goods, pieces, send) -> None:
        if not Level.objects.filter(item_id=self.telling.buying.goods[goods]).exists():
            return
        self.sold += 1
        before = Level.objects.get(item_id=self.telling.buying.goods[goods])
        try:
            self.telling.sell(goods, pieces, f"order:{shared['day']}-{self.sold}", now=self.now, send=send)
        except Refused:
            assert (before.room or 0) < pieces
        self.now += timedelta(minutes=1)

    @rule(goods=GOODS, wanted=st.integers(1, 3), had=st.integers(0, 3))
    def find(self, goods, wanted, had) -> None:
        if Said.objects.filter(offer_id=self.telling.offers[goods]).exists():
            self.telling.found(goods, wanted, min(had, wanted), at=self.now)
            self.now += timedelta(minutes=1)

    @invariant()
    def every_level_is_what_was_said(self) -> None:
        now = getattr(self, "now", NOW)
        assert list(drifts()) == []
        assert [found.message for found in levels_are_what_was_said(now) if found.level != "good"] == []

    @invariant()
    def no_more_may_be_sold_than_was_said_and_less_with_age(self) -> None:
        if not hasattr(self, "now"):
            return
        for goods in self.telling.offers:
            if not Said.objects.filter(offer_id=self.telling.offers[goods]).exists():
                continue
            worth = [self.telling.source(goods, self.now + days * timedelta(days=1)) for days in (0, 1, 4, 9)]
            numbers = [one.sellable for one in worth]
            assert numbers == sorted(numbers, reverse=True)
            assert 0 <= numbers[0] <= (worth[0].said or 0)
            assert numbers[-1] == 0


@pytest.mark.django_db
def test_no_sequence_of_words_makes_levels_drift(telling) -> None:
    shared["telling"] = telling
    run_state_machine_as_test(
        Warehouse,
        settings=settings(
            max_examples=6,
            stateful_step_count=14,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_words_say_the_same_in_whatever_order_they_arrive(telling) -> None:
    told = [("feed:7", 0, 9), ("person:5", 1, 4), ("feed:7", 2, 7), ("push:1", 2, 5)]
    ends = set()
    for number, order in enumerate(permutations(told)):
        base = NOW + timedelta(days=30 * number)
        for stream, hour, quantity in order:
            telling.say({"MUG": quantity}, at=base + hour * HOUR, stream=stream, now=base + 9 * HOUR)
        said = telling.said("MUG")
        ends.add((said.quantity, said.observed_at - base, telling.level("MUG").on_hand))
    assert ends == {(5, 2 * HOUR, 5)}
