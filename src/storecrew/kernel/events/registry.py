"""Who wants to be told of what. Handlers register while apps load."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from storecrew.kernel.events.retry import STANDARD, Retry
from storecrew.kernel.events.types import Event, Meta


@dataclass(frozen=True, slots=True)
class Handler:
    """One purpose that follows from one kind of event."""

    name: str
    event: type[Event]
    function: Callable[[Any, Meta], None]
    retry: Retry
    """How often it may fail before the delivery is dead and a person has to look."""
    wanted: Callable[[str], bool] | None = None
    """For a handler of all events: whether it wants the event of this name. Asked when the event is recorded."""


_handlers: dict[str, Handler] = {}
_of_event: dict[str, list[Handler]] = {}
_of_all: list[Handler] = []


def on[E: Event](
    event: type[E], *, name: str, retry: Retry = STANDARD
) -> Callable[[Callable[[E, Meta], None]], Callable[[E, Meta], None]]:
    """Register a handler under a stable `name` of the form room.purpose.

    It runs in one transaction together with the mark "done", at least once, in order per subject. It must be idempotent
    and touch nothing but the database: what goes outside is planned as an outward act.
    """

    def decorate(function: Callable[[E, Meta], None]) -> Callable[[E, Meta], None]:
        _add(Handler(name, event, function, retry), _of_event.setdefault(event.name(), []))
        return function

    return decorate


def on_every(
    *, name: str, wanted: Callable[[str], bool], retry: Retry = STANDARD
) -> Callable[[Callable[[Event, Meta], None]], Callable[[Event, Meta], None]]:
    """Register a handler of all events, of which it takes those whose name is `wanted` when they are recorded.

    `wanted` runs in the transaction of each action that announces something: keep it to one small query.
    """

    def decorate(function: Callable[[Event, Meta], None]) -> Callable[[Event, Meta], None]:
        _add(Handler(name, Event, function, retry, wanted), _of_all)
        return function

    return decorate


def handlers_of(event_name: str) -> list[Handler]:
    """Return who is told of an event, in the order of registration."""
    choosy = [handler for handler in _of_all if handler.wanted is not None and handler.wanted(event_name)]
    return [*_of_event.get(event_name, ()), *choosy]


def _add(made: Handler, listeners: list[Handler]) -> None:
    known = _handlers.get(made.name)
    if known is not None and _origin(known) != _origin(made):
        raise ValueError(f"handler {made.name} is registered twice")
    listeners[:] = [other for other in listeners if other.name != made.name] + [made]
    _handlers[made.name] = made


def _origin(handler: Handler) -> tuple[str, str]:
    return handler.function.__module__, handler.function.__qualname__


def find_handler(name: str) -> Handler | None:
    """Return the handler of that name, None when the code no longer has it."""
    return _handlers.get(name)


def handlers() -> Iterator[Handler]:
    """Yield every handler in the order of names."""
    yield from (_handlers[name] for name in sorted(_handlers))
