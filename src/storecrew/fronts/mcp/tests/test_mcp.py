"""The official client speaks to the served application: both protocol eras, filtered tools, dual attribution."""

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
import uvicorn
from django.contrib.auth.models import Group
from django.utils import timezone
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from storecrew.kernel.actions.tests import shelf  # noqa: F401  a tiny room to call
from storecrew.kernel.audit.models import Entry
from storecrew.kernel.people import tokens
from storecrew.kernel.people.models import Agent, Person, Tenure

pytestmark = pytest.mark.django_db(transaction=True)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
CURRENT, PREVIOUS = "2026-07-28", "legacy"


@pytest.fixture
def url() -> Iterator[str]:
    from storecrew.fronts.mcp.asgi import build  # noqa: PLC0415  the module needs loaded apps

    server = uvicorn.Server(uvicorn.Config(build(), port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/mcp"
    server.should_exit = True
    thread.join(5)


@pytest.fixture
def human() -> Person:
    person = Person.objects.create(name="Zhou", email="zhou@example.com", joined_at=SINCE)
    Tenure.objects.create(person=person, seat="warehouse", kind="hold", starts_at=SINCE)
    return person


@pytest.fixture
def robin(human: Person) -> Agent:
    return Agent.objects.create(
        name="Robin",
        acts_for=human,
        seat="warehouse",
        scopes=["shelf.put", "shelf.count"],
        shadow=False,
        created_at=SINCE,
        created_by=human,
    )


def token_of(bearer: Person | Agent) -> str:
    secret = tokens.fresh()
    tokens.issue(secret, timezone.now(), of=bearer)
    return secret.text


def speak[T](url: str, token: str, talk: Callable[[Client], Awaitable[T]], mode: str = CURRENT) -> T:
    async def main() -> T:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
            Client(streamable_http_client(url, http_client=http), mode=mode) as client,
        ):
            return await talk(client)

    return asyncio.run(main())


async def names(client: Client) -> set[str]:
    return {tool.name for tool in (await client.list_tools()).tools}


@pytest.mark.parametrize("mode", [CURRENT, PREVIOUS])
def test_both_protocol_revisions_list_and_call(url, robin, mode) -> None:
    async def talk(client: Client) -> Any:
        assert {"shelf_put", "shelf_count"} <= await names(client)
        return await client.call_tool("shelf_put", {"label": "tea", "idempotency_key": "k1"})

    answer = speak(url, token_of(robin), talk, mode)
    assert answer.is_error is False
    assert json.loads(answer.content[0].text)["label"] == "tea"
    assert speak(url, token_of(robin), talk, mode).structured_content == answer.structured_content
    assert Group.objects.count() == 1


def test_every_write_names_the_agent_and_its_human(url, robin, human) -> None:
    speak(url, token_of(robin), lambda client: client.call_tool("shelf_put", {"label": "tea"}))
    entry = Entry.objects.get()
    assert (entry.actor, entry.person_id, entry.surface, entry.seat) == (
        f"agent:{robin.pk}",
        human.pk,
        "mcp",
        "warehouse",
    )


def test_tools_follow_seats_and_scopes_at_the_moment_of_use(url, robin, human) -> None:
    person, agent = token_of(human), token_of(robin)
    assert "shelf_put" in speak(url, person, names)
    Tenure.objects.get().close(timezone.now())
    assert "shelf_put" not in speak(url, person, names)
    assert "shelf_put" not in speak(url, agent, names)
    refused = speak(url, agent, lambda client: client.call_tool("shelf_put", {"label": "tea"}))
    assert (refused.is_error, refused.structured_content["code"]) == (True, "denied")


def test_a_stopped_agent_is_out_at_once(url, robin) -> None:
    token = token_of(robin)
    assert speak(url, token, names)
    Agent.objects.filter(pk=robin.pk).update(stopped_at=timezone.now(), stop_reason="test")
    assert speak(url, token, names) == set()


def test_mistakes_come_back_as_sentences_a_model_can_act_on(url, robin) -> None:
    answer = speak(url, token_of(robin), lambda client: client.call_tool("shelf_put", {"label": "", "colour": "red"}))
    assert answer.is_error is True
    assert "label: This cannot be empty." in answer.content[0].text


def test_a_dry_run_changes_nothing(url, robin) -> None:
    answer = speak(
        url, token_of(robin), lambda client: client.call_tool("shelf_put", {"label": "tea", "dry_run": True})
    )
    assert answer.structured_content["dry_run"] is True
    assert not Group.objects.exists()


def test_an_unknown_token_is_turned_away_with_where_to_get_one(url) -> None:
    response = httpx2.post(url, json={}, headers={"Authorization": "Bearer scw_wrong"})
    assert response.status_code == 401
    assert "resource_metadata" in response.headers["www-authenticate"]
