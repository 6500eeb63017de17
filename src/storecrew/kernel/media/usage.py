"""Who uses which pictures: rooms say so, so that nothing in use is removed.

A foreign key with PROTECT says it too; this is for rooms that keep ids, and for a sentence that names the place.
"""

from collections.abc import Callable, Collection

type Source = Callable[[Collection[int]], dict[int, list[str]]]
"""Gets asset ids and returns, for those in use, the subjects that use them, e.g. `{7: ["product:12"]}`."""

_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Register a function that knows a room's uses of pictures."""

    def decorate(function: Source) -> Source:
        if _sources.get(name, function) is not function:
            raise ValueError(f"media usage {name} is registered twice")
        _sources[name] = function
        return function

    return decorate


def uses_of(asset_id: int) -> list[str]:
    """Return the subjects that use a picture."""
    return [subject for ask in _sources.values() for subject in ask([asset_id]).get(asset_id, [])]
