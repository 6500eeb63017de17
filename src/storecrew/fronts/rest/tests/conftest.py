"""Two people with tokens: one of the warehouse, one without a seat."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.kernel.people import tokens
from storecrew.kernel.people.models import Person, Tenure

SINCE = datetime(2026, 1, 1, tzinfo=UTC)

type Call = Callable[..., Any]


def hire(name: str, *seats: str) -> str:
    """Return the token of a new person."""
    human = Person.objects.create(name=name, email=f"{name.lower()}@example.com", joined_at=SINCE)
    for seat in seats:
        Tenure.objects.create(person=human, seat=seat, kind="hold", starts_at=SINCE)
    secret = tokens.fresh()
    tokens.issue(secret, timezone.now(), of=human)
    return secret.text


@pytest.fixture
def warehouse(db: None) -> str:
    return hire("Zhou", "warehouse")


@pytest.fixture
def idle(db: None) -> str:
    return hire("Wei")


@pytest.fixture
def post(db: None) -> Call:
    def call(path: str, body: Any, token: str = "", **headers: str) -> Any:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return Client(enforce_csrf_checks=True).post(
            f"/api/v1/{path}", body, content_type="application/json", headers=headers
        )

    return call
