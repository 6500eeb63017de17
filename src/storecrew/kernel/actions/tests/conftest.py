"""Actors whose seats the tests hand out themselves: the door is tested without the people room."""

import pytest

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.grants import Grants, Hold
from storecrew.kernel.actions.types import Actor, person

SEATS = {1: {"director": Hold(11)}, 2: {"warehouse": Hold(12)}, 3: {}}


@pytest.fixture(autouse=True)
def seats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        grants, "_resolver", lambda actor, at: Grants(seats=SEATS[actor.person_id or 3], signed_in=True)
    )


@pytest.fixture
def director() -> Actor:
    return person(1)


@pytest.fixture
def warehouse() -> Actor:
    return person(2, address="203.0.113.9")


@pytest.fixture
def idle() -> Actor:
    return person(3)
