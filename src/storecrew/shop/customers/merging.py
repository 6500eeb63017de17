"""What moves when two records of one person become one. Rooms above say how their rows move, and how they move back.

    merging.mover("orders", move=lambda gone, kept: …, move_back=lambda moved, gone, kept: …)

`move` gives the rows of `gone` to `kept` and returns, as small JSON, exactly what it moved (ids); None for nothing.
`move_back` gets that again. Both run in the transaction of the merge: whatever they raise undoes all of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

type Move = Callable[[int, int], Any]
type MoveBack = Callable[[Any, int, int], None]


@dataclass(frozen=True, slots=True)
class Mover:
    """How one room's rows follow their customer."""

    name: str
    move: Move
    move_back: MoveBack


_movers: dict[str, Mover] = {}


def mover(name: str, *, move: Move, move_back: MoveBack) -> None:
    """Register how rows move; `name` is stable, because it stands in the rows of merges. Nothing moved: nothing moves back."""
    known = _movers.get(name)
    if known is not None and known.move is not move:
        raise ValueError(f"mover {name} is registered twice")
    _movers[name] = Mover(name, move, move_back)


def movers() -> tuple[Mover, ...]:
    """Return all movers, in the order in which they came."""
    return tuple(_movers.values())


def find(name: str) -> Mover | None:
    """Return a mover; None when the room that had it is gone."""
    return _movers.get(name)
