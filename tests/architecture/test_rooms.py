"""The table of rooms is the house: nothing lives outside of it, and nothing in it is missing."""

import pytest
from django.apps import apps

from storecrew.config.apps import ROOMS

pytestmark = pytest.mark.architecture

TAKEN = {"storecrew.fronts.account": "shop_account"}
"""Rooms without tables whose name is the label of an app from outside: allauth, by which the crew signs in."""


def test_every_folder_with_an_app_is_in_the_table_of_rooms(package) -> None:
    there = {".".join(path.parent.relative_to(package.parent).parts) for path in package.rglob("apps.py")}
    there.discard("storecrew.config")
    assert there == set(ROOMS)


def test_the_label_of_a_room_is_its_name() -> None:
    """A room inside a room carries both names: tables and migrations would collide otherwise."""
    for config in apps.get_app_configs():
        if config.name in ROOMS:
            names = config.name.split(".")[2:]
            assert config.label == TAKEN.get(config.name, "_".join(names))
