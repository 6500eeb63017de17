"""What an actor may do at a moment. Who knows (the people room) registers the resolver; nothing is copied anywhere."""

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Denied, SignedOut
from storecrew.kernel.actions.types import ANYONE, OWNER, PUBLIC, Actor


@dataclass(frozen=True, slots=True)
class Hold:
    """How a seat is held: by which tenure row, and whether as holder, sharer or cover."""

    tenure_id: int | None
    kind: str = "hold"


@dataclass(frozen=True, slots=True)
class Grants:
    """Resolved rights. `only` limits an agent to names in its scopes; None means no further limit. `shadow`: may only propose."""

    seats: Mapping[str, Hold] = field(default_factory=dict)
    owner: bool = False
    signed_in: bool = False
    only: frozenset[str] | None = None
    shadow: bool = False


@dataclass(frozen=True, slots=True)
class Permit:
    """The grant that let an actor in: recorded in the audit row."""

    seat: str
    tenure_id: int | None
    shadow: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    at: datetime
    known: dict[Actor, Grants]


LOOK_AT_MOST = timedelta(seconds=10)
_look: ContextVar[_Look | None] = ContextVar("look", default=None)

type Resolver = Callable[[Actor, datetime], Grants]

_resolver: Resolver | None = None
_systems: dict[str, frozenset[str]] = {}


def set_resolver(resolver: Resolver) -> None:
    """Name the one function that knows what people and agents may do."""
    global _resolver
    _resolver = resolver


def system(name: str, *, may: Set[str]) -> str:
    """Register a system actor with the names of the actions and reads it may use; returns the name."""
    if _systems.get(name, frozenset(may)) != frozenset(may):
        raise ValueError(f"system actor {name} is registered twice with different grants")
    _systems[name] = frozenset(may)
    return name


def systems() -> Mapping[str, frozenset[str]]:
    """Return every system actor with its grants."""
    return dict(sorted(_systems.items()))


def grants_of(actor: Actor, at: datetime) -> Grants:
    """Resolve what `actor` may do at `at` (aware, UTC). Fails closed: without a resolver nobody may do anything."""
    if actor.stranger or actor.kind == "system" or _resolver is None:
        return Grants()
    look = _look.get()
    if look is None or not look.at <= at < look.at + LOOK_AT_MOST:
        return _resolver(actor, at)
    if actor not in look.known:
        look.known[actor] = _resolver(actor, at)
    return look.known[actor]


@contextmanager
def one_look(at: datetime) -> Iterator[None]:
    """Resolve each actor once inside: for making one page, which asks dozens of questions and changes nothing.

    Only for requests that write nothing. Moments before `at`, or later than a page can take, are resolved as ever.
    """
    token = _look.set(_Look(at, {}))
    try:
        yield
    finally:
        _look.reset(token)


def permit(actor: Actor, *, name: str, seats: frozenset[str], at: datetime) -> Permit:
    """Return the grant under which `actor` may use `name`; raises SignedOut or Denied with a sentence for the reader."""
    if actor.kind == "system":
        if name in _systems.get(actor.name, ()):
            return Permit(seat="", tenure_id=None)
        raise Denied(f"system actor {actor.name} has no grant for {name}")
    grants = grants_of(actor, at)
    if grants.only is not None and name not in grants.only:
        raise Denied(_("This agent was not given the right to do that."))
    if PUBLIC in seats and actor.stranger:
        return Permit(seat="", tenure_id=None)
    if not grants.signed_in:
        raise SignedOut
    for seat, hold in grants.seats.items():
        if seat in seats:
            return Permit(seat=seat, tenure_id=hold.tenure_id, shadow=grants.shadow)
    if (OWNER in seats and grants.owner) or ANYONE in seats or PUBLIC in seats:
        return Permit(seat=OWNER if OWNER in seats and grants.owner else "", tenure_id=None, shadow=grants.shadow)
    raise Denied(_("Your seats do not include this. Ask whoever hands out seats, or somebody who holds the seat."))


def allows(actor: Actor, *, name: str, seats: frozenset[str], at: datetime) -> bool:
    """Tell whether `actor` may use `name` at `at`: for menus and lists of tools, never instead of `permit`."""
    try:
        permit(actor, name=name, seats=seats, at=at)
    except Denied:
        return False
    return True
