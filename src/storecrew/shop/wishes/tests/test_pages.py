"""The page of what is waited for."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person
from storecrew.shop.wishes.models import Habits
from storecrew.shop.wishes.queue import waited_for
from storecrew.shop.wishes.tests.conftest import Store


def sign_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_empty_and_full(store: Store, company: Company, language: str) -> None:
    client = sign_in(company.marketing, language)
    assert client.get("/crew/wishes/").status_code == 200
    store.wait("GONE", "a@wan.example", "b@wan.example")
    page = client.get("/crew/wishes/").content.decode()
    assert "Thing GONE" in page
    file = client.get("/crew/wishes/?export=csv")
    assert "GONE" in b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_bounded_number_of_questions(
    store: Store, company: Company, django_assert_max_num_queries: Callable[..., object]
) -> None:
    store.take("MUG", 10, "order:1")
    store.take("LAMP", 1, "order:2")
    client = sign_in(company.warehouse)
    for sku in ("GONE", "MUG", "LAMP"):
        store.wait(sku, "a@wan.example", "b@wan.example")
    client.get("/crew/wishes/")
    with django_assert_max_num_queries(32):  # type: ignore[attr-defined]
        client.get("/crew/wishes/")


def test_how_many_are_told_is_set_by_marketing(store: Store, company: Company) -> None:
    assert sign_in(company.marketing).post("/crew/wishes/habits", {"multiple": "5"}).status_code == 303
    assert Habits.objects.get().multiple == 5
    sign_in(company.marketing).post("/crew/wishes/habits", {"multiple": "0"})
    sign_in(company.warehouse).post("/crew/wishes/habits", {"multiple": "7"})
    assert Habits.objects.get().multiple == 5
    assert sign_in(company.stranger).get("/crew/wishes/").status_code == 403


def test_what_many_wait_for_is_a_job(store: Store, company: Company) -> None:
    now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    store.wait("GONE", "a@wan.example", "b@wan.example")
    assert list(waited_for(company.warehouse, now)) == []
    store.wait("GONE", "c@wan.example")
    (job,) = waited_for(company.warehouse, now)
    assert "3 people wait for Thing GONE" in str(job.title)
    store.receive("GONE", 1)
    assert list(waited_for(company.warehouse, now)) == []
