"""What goes into and comes out of actions and reads, and who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, field_validator

FIRST_YEAR, LAST_YEAR = 1900, 9000

type Kind = Literal["person", "agent", "system", "outsider", "nobody"]

ANYONE: Final = "anyone"
"""Any signed-in person, whatever seats they hold."""
OWNER: Final = "owner"
"""The person who may hand out seats."""
PUBLIC: Final = "public"
"""Strangers too; such actions and reads are rate limited on every surface."""


class Surface(StrEnum):
    """Where people and programs come in; exposure of an action is opt-in for each."""

    WEB = "web"
    REST = "rest"
    MCP = "mcp"
    CLI = "cli"
    PORTAL = "portal"
    WORKER = "worker"


class _Marker:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


Private: Final = _Marker("Private")
"""`Annotated[str, Private]`: never written to the audit (passwords, tokens, free text of a confidential kind)."""
Personal: Final = _Marker("Personal")
"""`Annotated[str, Personal]`: in the audit, and erased there when the subject is forgotten."""


class Input(BaseModel):
    """What an action or read is asked with. Times arrive with their offset and are kept in UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    @field_validator("*", mode="after")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise ValueError(_("This number is too large."))
        # databases differ in which offsets and years they take; UTC within these years is common to all
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None:
            raise ValueError(_("Say which time zone is meant, like 2026-11-25T09:30:00+08:00."))
        if not FIRST_YEAR < value.year < LAST_YEAR:
            raise ValueError(_("This date is out of range."))
        return value.astimezone(UTC)


class Output(BaseModel):
    """What an action or read answers: the same on every surface, and again when a key is used twice."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Nothing(Output):
    """The answer of an action that has nothing to tell."""


class Page[T: Output](Output):
    """A part of a list.

    `cursor` asks for the next part; None means this was the last. `total` is None where counting would cost too much.
    """

    items: tuple[T, ...]
    cursor: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, from where. What they may do is not in here: see `grants.grants_of`."""

    kind: Kind
    person_id: int | None = None
    """The human responsible; for an agent the one it acts for; None for the system, outsiders and strangers."""
    agent_id: int | None = None
    name: str = ""
    """The system actor's name, e.g. `catalogue.schedule`; an outsider's subject, e.g. `customer:5`; empty for others."""
    reason: str = ""
    """Why the system acts; empty for all others."""
    surface: Surface = Surface.WEB
    address: str = ""
    """Network address the request came from; empty when there is none."""

    @property
    def ref(self) -> str:
        """Return the actor as audit rows name it: `person:1`, `agent:2`, `system:catalogue.schedule`, `nobody`."""
        match self.kind:
            case "person":
                return f"person:{self.person_id}"
            case "agent":
                return f"agent:{self.agent_id}"
            case "system":
                return f"system:{self.name}"
            case "outsider":
                return self.name
        return "nobody"

    @property
    def stranger(self) -> bool:
        """Tell whether this is nobody of the crew: an outsider or nobody we know."""
        return self.kind in {"outsider", "nobody"}


def person(person_id: int, *, surface: Surface = Surface.WEB, address: str = "") -> Actor:
    """Return a signed-in human as an actor."""
    return Actor("person", person_id=person_id, surface=surface, address=address)


def agent(agent_id: int, *, acting_for: int, surface: Surface, address: str = "") -> Actor:
    """Return a program that acts for a human."""
    return Actor("agent", person_id=acting_for, agent_id=agent_id, surface=surface, address=address)


def nobody(*, surface: Surface = Surface.WEB, address: str = "") -> Actor:
    """Return a stranger."""
    return Actor("nobody", surface=surface, address=address)


def outsider(subject: str, *, surface: Surface = Surface.WEB, address: str = "") -> Actor:
    """Return somebody known who is not of the crew, such as `customer:5`.

    They may do what strangers may; what is theirs the action itself decides by `run.actor.ref`. Whoever makes one has
    proved who it is.
    """
    return Actor("outsider", name=subject, surface=surface, address=address)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a run changed; `old` and `new` are JSON values."""

    subject: str
    field: str
    old: Any
    new: Any
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Preview[O: Output]:
    """What a dry run would have done."""

    result: O
    changes: tuple[Change, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """What approval rules look at: how much, of what kind, and which versions of what the decision rests on.

    `amount_minor` is in minor units of `currency`; None where the act has no amount. `versions` maps subjects such as
    `order:7` to their version; when one of them has moved on, the approval is void.
    """

    amount_minor: int | None = None
    currency: str = ""
    kind: str = ""
    versions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """One execution of a read."""

    actor: Actor
    now: datetime
    seats: frozenset[str]
    owner: bool
