"""A till with paid-out money, and the few people of a small store."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Actor, Input, Output, Surface, Weight, agent, person
from storecrew.kernel.approvals.models import Rule
from storecrew.kernel.people.grants import resolve
from storecrew.kernel.people.models import Agent, Person, Tenure

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
TILL = "till:1"
versions: dict[str, int] = {}


class PayOut(Input):
    amount_minor: int
    to: str = "Ivy"


class PaidOut(Output):
    amount_minor: int


def weigh(data: PayOut) -> Weight:
    return Weight(amount_minor=data.amount_minor, currency="CNY", versions={TILL: versions[TILL]})


@action("till.pay_out", label="Pay out", seats={"service", "director"}, surfaces={"web", "rest", "mcp"}, weigh=weigh)
def pay_out(run: Run, data: PayOut) -> PaidOut:
    """Pay money out of the till."""
    Group.objects.create(name=f"{run.uid} {data.amount_minor}")
    run.changed(TILL, "paid out", old=None, new=data.amount_minor)
    return PaidOut(amount_minor=data.amount_minor)


def paid() -> int:
    return Group.objects.count()


@pytest.fixture(autouse=True)
def till(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants, "_resolver", resolve)
    versions[TILL] = 1


def hire(name: str, *seats: str) -> Actor:
    human = Person.objects.create(
        name=name, email=f"{name.lower()}@example.com", joined_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    for seat in seats:
        kind = "share" if Tenure.objects.filter(seat=seat).exists() else "hold"
        Tenure.objects.create(person=human, seat=seat, kind=kind, starts_at=datetime(2026, 1, 1, tzinfo=UTC))
    return person(human.pk)


def employ(name: str, human: Actor, seat: str, *, shadow: bool = False) -> Actor:
    row = Agent.objects.create(
        name=name,
        acts_for_id=human.person_id,
        seat=seat,
        scopes=["till.pay_out", "approvals.decide", "approvals.withdraw"],
        shadow=shadow,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        created_by_id=human.person_id,
    )
    return agent(row.pk, acting_for=human.person_id, surface=Surface.MCP)


@pytest.fixture
def service(db) -> Actor:
    return hire("Xu", "service")


@pytest.fixture
def director(db) -> Actor:
    return hire("Lin", "director")


@pytest.fixture
def rule(db) -> Rule:
    return Rule.objects.create(
        action="till.pay_out", currency="CNY", from_minor=50_000, seat="director", delay_hours=24
    )
