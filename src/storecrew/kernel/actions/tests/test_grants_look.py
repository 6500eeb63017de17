"""One look: rights are resolved once while a page is made, and at each use everywhere else."""

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.grants import Grants, grants_of, one_look
from storecrew.kernel.actions.types import person

AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.fixture
def asked(monkeypatch):
    calls = []

    def resolve(actor, at):
        calls.append((actor.person_id, at))
        return Grants(signed_in=True)

    monkeypatch.setattr(grants, "_resolver", resolve)
    return calls


def test_outside_of_a_look_rights_are_resolved_at_each_use(asked) -> None:
    grants_of(person(1), AT)
    grants_of(person(1), AT)
    assert len(asked) == 2


def test_inside_of_a_look_each_actor_is_resolved_once(asked) -> None:
    with one_look(AT):
        for moment in (AT, AT + timedelta(milliseconds=40)):
            grants_of(person(1), moment)
            grants_of(person(2), moment)
    assert [who for who, _at in asked] == [1, 2]


def test_other_moments_are_resolved_even_inside(asked) -> None:
    with one_look(AT):
        grants_of(person(1), AT - timedelta(days=3))
        grants_of(person(1), AT + timedelta(minutes=1))
        grants_of(person(1), AT - timedelta(days=3))
    assert len(asked) == 3


def test_a_look_ends_with_its_page_even_when_the_page_fails(asked) -> None:
    with pytest.raises(RuntimeError), one_look(AT):
        grants_of(person(1), AT)
        raise RuntimeError
    grants_of(person(1), AT)
    assert len(asked) == 2
