"""Secrets survive the round trip and nothing else."""

import pytest

from storecrew.kernel import secrets


def test_it_gives_back_what_was_encrypted_and_shows_nothing_of_it() -> None:
    sealed = secrets.encrypt("口令 hunter2")
    assert "hunter2" not in sealed
    assert secrets.decrypt(sealed) == "口令 hunter2"


def test_it_refuses_what_another_installation_encrypted(settings) -> None:
    sealed = secrets.encrypt("hunter2")
    settings.SECRET_KEY = "another key"
    with pytest.raises(secrets.Unreadable):
        secrets.decrypt(sealed)


def test_it_refuses_a_damaged_text() -> None:
    with pytest.raises(secrets.Unreadable):
        secrets.decrypt(secrets.encrypt("hunter2")[:-4])
