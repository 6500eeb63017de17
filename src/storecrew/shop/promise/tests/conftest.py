"""A store with a warehouse, and a year of parcels behind it."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.people.models import Person
from storecrew.shop.promise import actions
from storecrew.shop.promise.types import Way

sys.path.append(str(Path(__file__).resolve().parents[5]))  # the back-test lies beside the source, not in it

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai, a Wednesday
OBSERVER = Actor("system", name=actions.OBSERVER, reason="a test", surface=Surface.WORKER)
POST = Way(method_id=7, carrier="zto", handling=(0, 1), transit=(2, 4))


def told(number: int, what: str, at: datetime, placed: datetime, **more: object) -> actions.Observed:
    values = {
        "shipment": f"parcel:{number}",
        "order": f"order:{number}",
        "what": what,
        "at": at,
        "placed_at": placed,
        "way": POST,
        "source": "warehouse:1",
        "country": "CN",
        "region": "浙江省",
        "promised_first": (placed + timedelta(days=2)).date(),
        "promised_last": (placed + timedelta(days=7)).date(),
    }
    return actions.observe(OBSERVER, actions.Observe.model_validate(values | more), now=at)


@pytest.fixture
def year(db: None) -> Callable[..., None]:
    """Parcels that arrived after so many days, give or take a third."""

    def write(count: int = 120, days: float = 3.0, **more: object) -> None:
        chance = Random(count)
        for number in range(1, count + 1):
            placed = NOW - timedelta(days=150 - 140 * number / count)
            left = placed + timedelta(hours=chance.uniform(4, 30))
            arrived = placed + timedelta(days=days * chance.uniform(0.7, 1.3))
            told(number, "handed_over", left, placed, **more)
            told(number, "delivered", max(left, arrived), placed, **more)

    return write


@pytest.fixture
def enter(company: Company) -> Callable[..., Client]:
    """Let somebody of a seat open a browser."""

    def open_browser(seat: str, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(pk=getattr(company, seat).person_id))
        return client

    return open_browser
