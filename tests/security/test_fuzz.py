"""Whatever a program sends, the house answers in order: no input makes a server error."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core import NotSet

from storecrew.fronts.rest import views
from storecrew.fronts.rest.openapi import document
from storecrew.kernel import limits
from storecrew.kernel.people import tokens
from storecrew.kernel.people.models import Person, Tenure
from storecrew.kernel.people.seats import Seat

pytestmark = [pytest.mark.django_db, pytest.mark.long]
CONTRACT = json.loads((Path(__file__).parents[2] / "registry.json").read_text())
KNOWN = CONTRACT["actions"].keys() | CONTRACT["reads"].keys()
OFTEN = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def token(company, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the token of somebody who holds all eight seats, so that bodies are reached and not only doors."""
    monkeypatch.setattr(views, "SIGNED_IN", limits.Rate(count=10**6, window_s=60))
    human = Person.objects.create(name="Fuzz", email="fuzz@example.com", joined_at=datetime(2026, 1, 1, tzinfo=UTC))
    for seat in Seat:
        Tenure.objects.create(person=human, seat=seat, kind="share", starts_at=datetime(2026, 1, 1, tzinfo=UTC))
    secret = tokens.fresh()
    tokens.issue(secret, timezone.now(), of=human)
    return secret.text


def test_no_input_makes_a_server_error(token: str) -> None:
    schema = schemathesis.openapi.from_dict(document())
    client = Client(raise_request_exception=False)
    broken: list[str] = []

    def probe(case: schemathesis.Case) -> None:
        with transaction.atomic():
            response = send(case)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            broken.append(f"{case.method} {case.path} {case.body!r}: {response.status_code}")

    def send(case: schemathesis.Case) -> HttpResponse:
        headers = {name: str(value) for name, value in (case.headers or {}).items() if name != "Content-Type"}
        return client.generic(
            case.method,
            case.formatted_path,
            data=b"" if isinstance(case.body, NotSet) else json.dumps(case.body, default=str),
            content_type="application/json",
            query_params=dict(case.query or {}),
            headers={**headers, "Authorization": f"Bearer {token}"},
        )

    count = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.rpartition("/")[2] in KNOWN:  # other tests register small rooms of their own
            OFTEN(given(case=any_case(operation))(probe))()
            count += 1
    assert not broken, "\n".join(broken[:10])
    assert count > 20


def any_case(operation: Any) -> Any:
    """Return a strategy of valid and invalid requests of one operation."""
    modes = schemathesis.GenerationMode
    return operation.as_strategy(generation_mode=modes.POSITIVE) | operation.as_strategy(generation_mode=modes.NEGATIVE)
