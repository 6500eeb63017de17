"""Each mistake in the environment has its id and a hint, and a sound one has none."""

import dataclasses

import pytest

from storecrew.config.checks import check_environment
from storecrew.config.environment import installation_key, read_environment


@pytest.fixture
def told(tmp_path):
    return read_environment({"STORECREW_DATA": str(tmp_path), "STORECREW_ORIGIN": "https://shop.example"})


def _ids(settings, told, **changes) -> set[str]:
    settings.ENVIRONMENT = dataclasses.replace(told, **changes)
    found = check_environment()
    assert all(message.hint for message in found)
    return {message.id for message in found}


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({}, set()),
        ({"origin": "shop.example"}, {"storecrew.E001"}),
        ({"origin": "https://shop.example/shop"}, {"storecrew.E001"}),
        ({"origin": "http://shop.example"}, {"storecrew.W002"}),
        ({"origin": "http://localhost:8000"}, set()),
        ({"debug": True}, {"storecrew.E003"}),
        ({"durable": False}, {"storecrew.W005"}),
        ({"durable": False, "database_url": "postgres://h/d"}, set()),
        ({"cache_url": "memory://"}, {"storecrew.W006"}),
        ({"storage_url": "s3:///b"}, {"storecrew.W007"}),
    ],
)
def test_each_mistake_has_its_id(settings, told, changes, ids) -> None:
    assert _ids(settings, told, **changes) == ids


def test_a_folder_that_is_not_there_cannot_be_written(settings, told) -> None:
    assert _ids(settings, told, data=told.data / "no" / "such") == {"storecrew.E008"}


@pytest.mark.parametrize("port", ["0", "65536", "eighty", ""])
def test_a_port_that_is_none_is_named(port) -> None:
    with pytest.raises(ValueError, match="PORT must be a number"):
        read_environment({"PORT": port})


def test_the_key_is_made_once_and_for_its_owner(tmp_path) -> None:
    made = installation_key(tmp_path / "data")
    assert len(made) >= 60
    assert installation_key(tmp_path / "data") == made
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_receivers_of_webhooks_inside_the_own_network_are_told_from_outside() -> None:
    told = read_environment({"STORECREW_WEBHOOKS_TRUSTED": "erp.internal:8443, 10.0.0.7:80"})
    assert told.webhooks_trusted == ("erp.internal:8443", "10.0.0.7:80")
    assert read_environment({}).webhooks_trusted == ()


@pytest.mark.parametrize("text", ["erp.internal", ":80", "erp.internal:0", "erp.internal:http"])
def test_a_receiver_without_a_host_or_port_is_named(text) -> None:
    with pytest.raises(ValueError, match="STORECREW_WEBHOOKS_TRUSTED"):
        read_environment({"STORECREW_WEBHOOKS_TRUSTED": text})
