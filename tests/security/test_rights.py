"""Deny by default, for everything there is: every action and read × every seat, the owner, a stranger and nobody.

What is expected comes from the committed contract (`registry.json`), what happens from the doors and surfaces themselves.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.fronts.mcp import tools
from storecrew.fronts.rest import views
from storecrew.kernel import limits
from storecrew.kernel.actions import registry
from storecrew.kernel.actions.errors import Denied
from storecrew.kernel.actions.grants import permit
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people import tokens
from storecrew.kernel.people.models import Agent, Person
from storecrew.kernel.people.seats import Seat

pytestmark = [pytest.mark.django_db, pytest.mark.long]
CONTRACT: dict[str, Any] = json.loads((Path(__file__).parents[2] / "registry.json").read_text())
DOORS = CONTRACT["actions"] | CONTRACT["reads"]
SEATS = [seat.value for seat in Seat]


def expected(door: dict[str, Any], *, seat: str = "", owner: bool = False, signed_in: bool = True) -> bool:
    """Say from the contract alone whether this asker gets past the door."""
    seats = set(door["seats"])
    if not signed_in:
        return "public" in seats
    return bool(seats & {seat, "anyone", "public"}) or (owner and "owner" in seats)


def askers(company: Company) -> Iterator[tuple[str, Actor, dict[str, Any]]]:
    for seat in SEATS:
        yield seat, company.holding(seat), {"seat": seat}
    yield "owner", company.founder, {"owner": True}
    yield "stranger", company.stranger, {}
    yield "nobody", company.nobody, {"signed_in": False}


def some(company: Company, name: str) -> list[tuple[str, Actor, dict[str, Any]]]:
    """Return one who may pass a door, one of the crew who may not, and nobody: every surface asks the same door."""
    first: dict[bool, tuple[str, Actor, dict[str, Any]]] = {}
    for who, actor, about in askers(company):
        if who != "nobody":
            first.setdefault(expected(DOORS[name], **about), (who, actor, about))
    return [*first.values(), ("nobody", company.nobody, {"signed_in": False})]


def test_the_door_lets_exactly_those_in_whom_the_contract_names(company) -> None:
    wrong = [
        (name, who)
        for name, door in DOORS.items()
        for who, actor, about in askers(company)
        if _passes(actor, name) != expected(door, **about)
    ]
    assert wrong == []
    assert len(DOORS) > 40


def _passes(actor: Actor, name: str) -> bool:
    door = registry.find_action(name) or registry.find_read(name)
    assert door is not None, f"{name} is in registry.json and not in the house"
    try:
        permit(actor, name=name, seats=door.seats, at=timezone.now())
    except Denied:
        return False
    return True


def test_rest_lets_exactly_those_in(company, monkeypatch) -> None:
    for rate in ("SIGNED_IN", "STRANGERS"):
        monkeypatch.setattr(views, rate, limits.Rate(count=10**6, window_s=60))
    client, wrong = Client(), []
    tokens_of = {who: {"Authorization": f"Bearer {_token(who)}"} for _, who, _ in askers(company) if who.person_id}
    for kind in ("actions", "reads"):
        for name, door in CONTRACT[kind].items():
            for who, actor, about in some(company, name):
                # a field that no input has: whoever passes is told so, and nothing runs
                response = client.post(
                    f"/api/v1/{kind}/{name}",
                    {"no_such_field": 1},
                    content_type="application/json",
                    headers=tokens_of.get(actor, {}),
                )
                exposed = "rest" in door["surfaces"]
                right = 422 if expected(door, **about) else 403 if actor.person_id else 401
                if response.status_code != (right if exposed else 404):
                    wrong.append((who, name, response.status_code))
    assert wrong == []


def test_mcp_lists_and_calls_exactly_what_is_allowed(company) -> None:
    now, wrong = timezone.now(), []
    for who, actor, about in askers(company):
        listed = {tool.name for tool in tools.listed(actor, now)}
        wrong += [
            (who, name, "listed")
            for name, door in DOORS.items()
            if (name.replace(".", "_", 1) in listed) != ("mcp" in door["surfaces"] and expected(door, **about))
        ]
    for name, door in DOORS.items():
        for who, actor, about in some(company, name):
            answer = tools.call(actor, name.replace(".", "_", 1), {"no_such_field": 1}, now)
            code = answer.data["code"] if answer else "none"
            right = "invalid_input" if expected(door, **about) else "denied"
            if code != (right if "mcp" in door["surfaces"] else "none"):
                wrong.append((who, name, code))
    assert wrong == []


@pytest.mark.parametrize("seat", SEATS)
def test_an_agent_never_may_more_than_its_human_its_seat_and_its_scopes(company, seat) -> None:
    human = Person.objects.get(pk=company.holding(seat).person_id)
    scopes = sorted(DOORS)[::2]
    row = Agent.objects.create(
        name="Robin",
        acts_for=human,
        seat=seat,
        scopes=scopes,
        shadow=False,
        created_at=human.joined_at,
        created_by=human,
    )
    robin = Actor("agent", person_id=human.pk, agent_id=row.pk)
    for name, door in DOORS.items():
        assert _passes(robin, name) == (name in scopes and expected(door, seat=seat)), name


def _token(actor: Actor) -> str:
    secret = tokens.fresh()
    tokens.issue(secret, timezone.now(), of=Person.objects.get(pk=actor.person_id))
    return secret.text
