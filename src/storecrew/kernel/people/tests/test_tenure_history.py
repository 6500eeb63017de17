"""In whatever order seats are changed: at every instant rights are what the rows say, with one holder a seat."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.types import person
from storecrew.kernel.people import actions
from storecrew.kernel.people.actions.handovers import HandOver
from storecrew.kernel.people.actions.tenures import CoverForm, EndTenure, SeatForm
from storecrew.kernel.people.grants import NONE, of_people, resolve
from storecrew.kernel.people.models import Ownership, Person, Tenure

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SEATS = ("warehouse", "it")
HOURS = (st.just(0) | st.integers(0, 72)).map(lambda hours: timedelta(hours=hours))
DAYS = st.integers(1, 9).map(lambda days: timedelta(days=days))
WHO = st.integers(0, 3)
PICK = st.integers(0, 99)
SEAT = st.sampled_from(SEATS)


class Seats(RuleBasedStateMachine):
    """A model of plain intervals beside the real rows."""

    @initialize()
    def found(self):
        Tenure.objects.all()._raw_delete("default")
        Ownership.objects.all()._raw_delete("default")
        self.crew = [
            Person.objects.create(
                name=f"P{n}", email=f"p{n}-{Person.objects.count()}@x.example", joined_at=START - timedelta(days=1)
            )
            for n in range(4)
        ]
        self.owner = person(self.crew[0].pk)
        Ownership.objects.create(person=self.crew[0], starts_at=START)
        self.now = START
        self.model: dict[int, list] = {}  # tenure id → [person, seat, kind, from, until, covers]

        for index, seat in enumerate(SEATS):  # most rules need somebody who sits
            self.give(index, seat, "hold", timedelta(), None)

    def attempt(self, act, form, *, by=None):
        try:
            return act(by or self.owner, form, now=self.now)
        except Refused:
            return None

    @rule(step=HOURS)
    def time_passes(self, step):
        self.now += step

    @rule(
        who=WHO,
        seat=SEAT,
        kind=st.sampled_from(("hold", "share")),
        delay=HOURS,
        length=st.none() | HOURS,
    )
    def give(self, who, seat, kind, delay, length):
        starts_at = self.now + delay
        ends_at = None if length is None else starts_at + length
        form = SeatForm(person_id=self.crew[who].pk, seat=seat, starts_at=starts_at, ends_at=ends_at)
        done = self.attempt(actions.grant_seat if kind == "hold" else actions.share_seat, form)
        if done:
            self.model[done.tenure_id] = [who, seat, kind, starts_at, ends_at, None]

    @precondition(lambda self: self.sitting())
    @rule(who=WHO, pick=PICK, length=DAYS)
    def cover(self, who, pick, length):
        covered = chosen(self.sitting(), pick)
        person_index, seat = self.model[covered][:2]
        form = CoverForm(
            person_id=self.crew[who].pk,
            covered_id=self.crew[person_index].pk,
            seat=seat,
            ends_at=self.now + length,
            reason="away",
        )
        done = self.attempt(actions.cover_seat, form)
        if done:
            self.model[done.tenure_id] = [who, seat, "cover", self.now, self.now + length, covered]

    @precondition(lambda self: self.model)
    @rule(pick=PICK, delay=HOURS)
    def end(self, pick, delay):
        tenure_id, at = chosen(self.model, pick), self.now + delay
        if self.attempt(actions.end_tenure, EndTenure(tenure_id=tenure_id, at=at)):
            self.close(tenure_id, at)

    @precondition(lambda self: self.sitting("hold"))
    @rule(pick=PICK, to=WHO, delay=HOURS)
    def hand_over(self, pick, to, delay):
        held, at = chosen(self.sitting("hold"), pick), self.now + delay
        who, seat = self.model[held][:2]
        form = HandOver(seat=seat, from_id=self.crew[who].pk, to_id=self.crew[to].pk, at=at)
        done = self.attempt(actions.hand_over, form)
        if not done:
            return
        self.close(held, at)
        for pk, row in self.model.items():
            if row[:2] == [to, seat] and (row[4] is None or row[4] > at):
                self.close(pk, at)
        self.model[done.tenure_id] = [to, seat, "hold", at, None, None]

    def close(self, tenure_id, at):
        for pk, row in self.model.items():
            if pk == tenure_id or (row[5] == tenure_id and row[4] > at):
                row[4] = max(at, row[3])

    def true_at(self, at):
        return [pk for pk, row in self.model.items() if row[3] <= at and (row[4] is None or row[4] > at)]

    def sitting(self, *kinds):
        return [pk for pk in self.true_at(self.now) if self.model[pk][2] in (kinds or ("hold", "share"))]

    @invariant()
    def rights_are_what_the_rows_say_at_every_edge(self):
        edges = {self.now} | {edge for row in self.model.values() for edge in row[3:5] if edge is not None}
        for at in sorted(edges | {edge - timedelta(seconds=1) for edge in edges}):
            rows = [self.model[pk] for pk in self.true_at(at)]
            found = of_people([who.pk for who in self.crew], at)
            for index, who in enumerate(self.crew):
                assert resolve(person(who.pk), at) == found.get(who.pk, NONE), "one is asked for otherwise than many"
                expected = {row[1] for row in rows if row[0] == index}
                assert set(found[who.pk].seats if who.pk in found else ()) == expected
            for seat in SEATS:
                assert sum(row[1:3] == [seat, "hold"] for row in rows) <= 1


def chosen(rows, pick):
    return sorted(rows)[pick % len(rows)]


@pytest.mark.django_db
def test_seats_in_any_order():
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=examples(30),
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),  # shrinking takes minutes; the seed is fixed
            suppress_health_check=list(HealthCheck),
        ),
    )
