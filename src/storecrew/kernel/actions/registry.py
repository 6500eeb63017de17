"""Every action and read of the house by name. Rooms add to it while apps load; afterwards it only answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storecrew.kernel.actions.door import Action
    from storecrew.kernel.actions.questions import Read

_actions: dict[str, "Action[Any, Any]"] = {}
_reads: dict[str, "Read[Any, Any]"] = {}


def add_action(action: "Action[Any, Any]") -> None:
    """Register an action; raises ValueError when the name is taken."""
    _claim(action.name)
    _actions[action.name] = action


def add_read(read: "Read[Any, Any]") -> None:
    """Register a read; raises ValueError when the name is taken."""
    _claim(read.name)
    _reads[read.name] = read


def actions() -> Iterator["Action[Any, Any]"]:
    """Yield every action in the order of names."""
    yield from (_actions[name] for name in sorted(_actions))


def reads() -> Iterator["Read[Any, Any]"]:
    """Yield every read in the order of names."""
    yield from (_reads[name] for name in sorted(_reads))


def find_action(name: str) -> "Action[Any, Any] | None":
    """Return the action of that name, None when there is none."""
    return _actions.get(name)


def find_read(name: str) -> "Read[Any, Any] | None":
    """Return the read of that name, None when there is none."""
    return _reads.get(name)


def contract() -> dict[str, Any]:
    """Return the public contract that `registry.json` keeps: names, schemas, seats, surfaces, events."""
    return {
        "actions": {action.name: action.contract() for action in actions()},
        "reads": {read.name: read.contract() for read in reads()},
    }


def _claim(name: str) -> None:
    if name in _actions or name in _reads:
        raise ValueError(f"{name} is registered twice")
    room, dot, verb = name.partition(".")
    if not (room and dot and verb.replace("_", "").isalnum()):
        raise ValueError(f"{name!r} is not of the form room.verb")
