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


_handlers: dict[str, Handler] = {}
_of_event: dict[str, list[Handler]] = {}


def on[E: Event](
    event: type[E], *, name: str, retry: Retry = STANDARD
) -> Callable[[Callable[[E, Meta], None]], Callable[[E, Meta], None]]:
    """Register a handler under a stable `name` of the form room.purpose.

    It runs in one transaction together with the mark "done", at least once, in order per subject. It must be idempotent
    and touch nothing but the database: what goes outside is planned as an outward act.
    """

    def decorate(function: Callable[[E, Meta], None]) -> Callable[[E, Meta], None]:
        made = Handler(name, event, function, retry)
        known = _handlers.get(name)
        if known is not None and (known.function.__module__, known.function.__qualname__) != (
            function.__module__,
            function.__qualname__,
        ):
            raise ValueError(f"handler {name} is registered twice")
        listeners = _of_event.setdefault(event.name(), [])
        listeners[:] = [other for other in listeners if other.name != name] + [made]
        _handlers[name] = made
        return function

    return decorate


def handlers_of(event_name: str) -> list[Handler]:
    """Return who is told of an event, in the order of registration."""
    return list(_of_event.get(event_name, ()))


def find_handler(name: str) -> Handler | None:
    """Return the handler of that name, None when the code no longer has it."""
    return _handlers.get(name)


def handlers() -> Iterator[Handler]:
    """Yield every handler in the order of names."""
    yield from (_handlers[name] for name in sorted(_handlers))
