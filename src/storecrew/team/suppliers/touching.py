"""Events that mean that one spoke with a supplier: rooms at this height and above say which.

    @touching.from_event(MeetingHeld, name="meetings.met")
    def met(event: MeetingHeld, meta: Meta) -> Spoke | None: ...

What rooms below announce is heard in `handlers`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Event, Meta
from storecrew.team.suppliers.actions.contacts import TouchByEvent, note_touch_by_event
from storecrew.team.suppliers.models import Direction, Way
from storecrew.team.suppliers.seats import watcher

__all__ = ["Direction", "Spoke", "Way", "from_event"]


@dataclass(frozen=True, slots=True)
class Spoke:
    """One spoke with a supplier. `about`: the object it was about; several of a kind on one day are one contact."""

    supplier_id: int
    way: Way
    direction: Direction
    about: str = ""
    contact_id: int | None = None


def from_event[E: Event](
    event: type[E], *, name: str
) -> Callable[[Callable[[E, Meta], Spoke | None]], Callable[[E, Meta], Spoke | None]]:
    """Register that an event is a contact, `name` being `room.what`; the function may say that it is none."""

    def decorate(function: Callable[[E, Meta], Spoke | None]) -> Callable[[E, Meta], Spoke | None]:
        @on(event, name=f"suppliers.touch.{name}")
        @wraps(function)
        def hear(event: E, meta: Meta) -> None:
            spoke = function(event, meta)
            if spoke is not None:
                _keep(spoke, name, meta)

        return function

    return decorate


def _keep(spoke: Spoke, name: str, meta: Meta) -> None:
    """A supplier with a hundred parcels a day confirms a hundred times; once a day it is worth a line."""
    data = TouchByEvent(
        supplier_id=spoke.supplier_id,
        key=f"{name}:{spoke.supplier_id}:{meta.at:%Y-%m-%d}",
        at=meta.at,
        way=spoke.way,
        direction=spoke.direction,
        about=spoke.about,
        contact_id=spoke.contact_id,
    )
    note_touch_by_event(watcher(f"event {meta.id}"), data, now=meta.now)
