"""A browser for each actor, and registries that end with the test."""

from collections.abc import Callable

import pytest
from django.test import Client

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import desk, links, menu, queue, search
from storecrew.kernel.people.models import Person

type Browse = Callable[[Actor], Client]


@pytest.fixture
def browse(db: None) -> Browse:
    """Return a signed-in browser for an actor; it reads English."""

    def open_for(actor: Actor) -> Client:
        client = Client(headers={"accept-language": "en"})
        if actor.person_id is not None:
            person = Person.objects.get(pk=actor.person_id)
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return open_for


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with empty registries, and leave those of the house as they were."""
    for module, names in (
        (menu, ["_items"]),
        (queue, ["_sources"]),
        (search, ["_sources"]),
        (desk, ["_panels", "_days"]),
        (links, ["_namers", "_many", "_audiences"]),
    ):
        for name in names:
            monkeypatch.setattr(module, name, {})
