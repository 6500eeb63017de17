"""Small things that workers look after besides the outbox, each every so many seconds; rooms above register them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

type Chore = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Duty:
    """One chore and its interval."""

    name: str
    every_s: float
    function: Chore


_duties: dict[str, Duty] = {}


def chore(name: str, *, every_s: float) -> Callable[[Chore], Chore]:
    """Register something short that every worker does again and again; it must bear being done by several at once."""

    def decorate(function: Chore) -> Chore:
        _duties[name] = Duty(name, every_s, function)
        return function

    return decorate


def duties() -> Iterator[Duty]:
    """Yield every chore in the order of names."""
    yield from (_duties[name] for name in sorted(_duties))
