"""The form of an event, and what a handler is told besides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """A fact in the past tense. Subclasses name their `room` and carry ids, and what will not be readable later.

    Rows outlive the code: a new field needs a default, and a field that is gone is ignored when old rows are read.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    room: ClassVar[str] = ""
    history: ClassVar[bool] = False
    """True for facts that are kept without anyone acting on them; all others must have a handler."""

    @classmethod
    def name(cls) -> str:
        """Return the stable name, e.g. `catalogue.ProductPublished`."""
        return f"{cls.room}.{cls.__name__}"

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not cls.room:
            raise TypeError(f"event {cls.__name__} does not name its room")
        known = _types.setdefault(cls.name(), cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"event {cls.name()} is defined twice")
        _types[cls.name()] = cls


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known about an event besides the fact itself."""

    id: int
    """Grows with time; within one subject it is the order of the facts."""
    subject: str
    cause: str
    """The uid of the audit row of the action that announced it."""
    at: datetime
    """When it happened (aware, UTC)."""
    actor: str
    """Who did it, as audit rows name people and programs: `person:1`, `system:catalogue.schedule`."""
    now: datetime
    """The moment of this delivery (aware, UTC): handlers do not look at the clock themselves."""
    attempt: int
    """1 for the first try."""


_types: dict[str, type[Event]] = {}


def event_types() -> dict[str, type[Event]]:
    """Return every event type of the house by name; those that only others are made of are left out."""
    return {name: kind for name, kind in sorted(_types.items()) if not kind.__subclasses__()}


def find_type(name: str) -> type[Event] | None:
    """Return the event type of that name, None when the code no longer knows it."""
    return _types.get(name)
