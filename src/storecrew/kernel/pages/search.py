"""Search over everything: rooms register sources, the console merges their hits."""

from collections.abc import Callable, Iterable
from functools import partial

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.tolerance import tolerate
from storecrew.kernel.pages.types import Hit

type Source = Callable[[Actor, str, int], Iterable[Hit]]

_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Register a source `(actor, text, limit) -> hits`. It returns only what the actor may see, best first."""

    def decorate(function: Source) -> Source:
        if _sources.get(name, function) is not function:
            raise ValueError(f"search source {name} is registered twice")
        _sources[name] = function
        return function

    return decorate


def find(actor: Actor, text: str, *, limit: int = 8) -> list[Hit]:
    """Return hits of every room, best first, at most `limit` of each. A source that fails is logged and left out."""
    words = " ".join(text.split())
    if not words:
        return []
    hits: list[Hit] = []
    for name, ask in _sources.items():
        hits += tolerate(f"search source {name}", partial(ask, actor, words, limit))[:limit]
    return sorted(hits, key=lambda hit: (-hit.score, hit.title))
