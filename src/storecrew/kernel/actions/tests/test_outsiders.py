"""Outsiders: known, but not of the crew."""

from datetime import UTC, datetime

import pytest

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.errors import Denied, SignedOut
from storecrew.kernel.actions.types import ANYONE, OWNER, PUBLIC, nobody, outsider

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_an_outsider_may_do_what_strangers_may() -> None:
    permit = grants.permit(outsider("customer:5"), name="x.y", seats=frozenset({PUBLIC}), at=NOW)
    assert permit.seat == ""


@pytest.mark.parametrize("seats", [{ANYONE}, {OWNER}, {"service"}])
def test_an_outsider_is_not_of_the_crew(seats: set[str]) -> None:
    with pytest.raises((SignedOut, Denied)):
        grants.permit(outsider("customer:5"), name="x.y", seats=frozenset(seats), at=NOW)


def test_an_outsider_is_named_by_what_it_is_and_a_stranger_is_nobody() -> None:
    assert outsider("customer:5").ref == "customer:5"
    assert outsider("customer:5").stranger
    assert nobody().ref == "nobody"
