"""A supplier's timeline: what happened between them and us, from every room that knows something.

@story.source("meetings.held")
def held(supplier_id: int, since: datetime) -> Iterable[Beat]: ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Text


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that happened. `mark`: a person, the system, an agent, or trouble; `who` did it, where that matters."""

    at: datetime
    title: Text
    detail: Text = ""
    url: str = ""
    who: str = ""
    mark: Literal["person", "system", "agent", "trouble"] = "system"
    topic: str = ""
    """By which one may narrow it: contact, order, parcel, problem, price, feed, help, mail; others as rooms like."""


type Source = Callable[[int, datetime], Iterable[Beat]]

_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Let a room tell what it knows of a supplier since a moment."""

    def decorate(function: Source) -> Source:
        if _sources.get(name, function) is not function:
            raise ValueError(f"story source {name} is registered twice")
        _sources[name] = function
        return function

    return decorate


def told(supplier_id: int, since: datetime, *, topic: str = "", most: int = 80) -> list[Beat]:
    """Return what happened since then, newest first; a source that fails is logged and left out."""
    beats = [
        beat
        for name, ask in sorted(_sources.items())
        for beat in tolerate(f"story {name}", partial(ask, supplier_id, since))
        if not topic or beat.topic == topic
    ]
    return sorted(beats, key=lambda beat: beat.at, reverse=True)[:most]
