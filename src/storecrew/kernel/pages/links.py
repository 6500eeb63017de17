"""Names and pages of objects: turns a subject such as `product:7` into something a reader can click."""

from collections.abc import Callable, Iterable, Set

from storecrew.kernel.pages.types import Link

type Namer = Callable[[str], Link | None]
type ManyNamer = Callable[[Iterable[str]], dict[str, Link]]

_namers: dict[str, Namer] = {}
_many: dict[str, ManyNamer] = {}
_audiences: dict[str, frozenset[str]] = {}


def register(kind: str, namer: Namer, *, many: ManyNamer | None = None, seats: Set[str] | None = None) -> None:
    """Say how objects of a kind are called. `namer` gets the id as text and returns None for one that is gone.

    `many` names a whole list with one query; without it lists ask one by one. `seats` may see what was done to such an
    object; None means everybody who has a seat.
    """
    if _namers.get(kind, namer) is not namer:
        raise ValueError(f"links of {kind} are registered twice")
    _namers[kind] = namer
    if many is not None:
        _many[kind] = many
    if seats is not None:
        _audiences[kind] = frozenset(seats)


def audience(kind: str) -> frozenset[str] | None:
    """Return which seats may see what was done to objects of a kind; None means everybody who has a seat."""
    return _audiences.get(kind)


def link(subject: str) -> Link:
    """Return the object's name and page; an object nobody can name is called by its subject, without a page."""
    kind, _, id_ = subject.partition(":")
    namer = _namers.get(kind)
    return (namer(id_) if namer and id_ else None) or Link(subject)


def link_many(subjects: Iterable[str]) -> dict[str, Link]:
    """Return names and pages of many objects, one query a kind where the room offers it."""
    wanted: dict[str, list[str]] = {}
    for subject in dict.fromkeys(subjects):
        wanted.setdefault(subject.partition(":")[0], []).append(subject)
    found: dict[str, Link] = {}
    for kind, names in wanted.items():
        if kind in _many:
            named = _many[kind](name.partition(":")[2] for name in names)
            found.update((name, named.get(name.partition(":")[2]) or Link(name)) for name in names)
        else:
            found.update((name, link(name)) for name in names)
    return found
