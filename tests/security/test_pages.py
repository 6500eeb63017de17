"""Every page of the console, walked through by somebody who is not signed in and by somebody without a seat."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from storecrew.kernel.audit.models import Entry
from storecrew.kernel.people.models import Person

pytestmark = pytest.mark.django_db

FOR_STRANGERS = tuple(
    f"/crew/{name}" for name in ("sign-", "setup/", "join/", "password/", "sheet/", "theme/", "language/", "keys/")
)
"""Where people come in: these may answer whoever asks."""
SAMPLES = {"int": "1", "str": "x1", "slug": "x-1", "uuid": "00000000-0000-0000-0000-000000000001", "path": "x/1"}


def addresses(patterns: Any = None, prefix: str = "/") -> Iterator[str]:
    """Yield an address of every page, with a sample in place of each parameter."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + _filled(entry)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route.replace("//", "/")


def _filled(entry: URLPattern | URLResolver) -> str:
    pattern = entry.pattern
    text = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        text = text.replace(f"<{kind}:{name}>", SAMPLES.get(kind, "1")).replace(f"<{name}>", "x1")
    return text


CONSOLE = sorted(
    {address for address in addresses() if address.startswith("/crew/") and "<" not in address and "(" not in address}
)


def test_the_walk_finds_the_console() -> None:
    assert len(CONSOLE) > 40


@pytest.mark.parametrize("address", [address for address in CONSOLE if not address.startswith(FOR_STRANGERS)])
def test_nobody_sees_or_changes_anything(address: str, company: Any) -> None:
    client = Client(raise_request_exception=False)
    for response in (client.get(address), client.post(address, {})):
        assert response.status_code == 404 or "/crew/sign-in/" in response["Location"], (address, response.status_code)
    assert not Entry.objects.filter(outcome="done").exists()


@pytest.mark.parametrize("address", CONSOLE)
def test_who_holds_no_seat_breaks_nothing(address: str, company: Any) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(pk=company.stranger.person_id))
    for response in (client.get(address), client.post(address, {})):
        assert response.status_code < 500, (address, response.status_code)
