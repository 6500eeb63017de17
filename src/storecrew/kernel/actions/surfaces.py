"""What is exposed where: the registry as the surfaces for programs see it."""

from typing import Any

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.questions import Read
from storecrew.kernel.actions.types import Surface

type Door = Action[Any, Any] | Read[Any, Any]


def exposed(*surfaces: Surface) -> list[Door]:
    """Return the reads, then the actions, that are exposed on any of `surfaces`, each in the order of names."""
    doors: list[Door] = [*registry.reads(), *registry.actions()]
    return [door for door in doors if door.surfaces & set(surfaces)]


def find(name: str, surface: Surface) -> Door | None:
    """Return what is exposed under `name` on `surface`, None when there is nothing."""
    door: Door | None = registry.find_action(name) or registry.find_read(name)
    return door if door is not None and surface in door.surfaces else None
