"""What rooms hand to the console: entries of the menu, jobs of the queue, hits of a search, panels of a seat's home."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from storecrew.kernel.money.types import Money

type Text = str | Promise


class Tone(StrEnum):
    """The four tones of every status in the house; a word goes with it, never colour alone."""

    NEUTRAL = "neutral"
    HALF = "half"
    """On its way: neutral, drawn as a half-filled dot."""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A page of a room in the sidebar, shown under each seat in `seats` that the reader holds.

    `seats` may hold `OWNER` (shown to the owner) or `ANYONE` (shown to everybody), both under "The house".
    `tab` puts it into the five tabs of the phone.
    """

    room: str
    label: Text
    icon: str
    url_name: str
    seats: frozenset[str] | set[str]
    order: int = 100
    tab: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The one next step of a job: a verb with its object and count, never "handle" or "see details".

    Without `action` it is a link to `url`. With `action` (the name of a registered action) it is a button that runs it
    with `values` and comes back; `url` is then where to look at what was done.
    """

    label: Text
    url: str = ""
    action: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One thing a seat should do now; computed by the room that knows, never stored.

    `key` names the same job on every computation (`catalogue.unpriced`, `events.dead:17`); putting off and handing on
    refer to it. `cost` is what one day of waiting costs; None means it cannot be priced. `minutes` is the usual effort,
    None when not known. `calm` marks what may wait for a quiet hour. `due_at` is when it stops being useful to do.
    """

    key: str
    seat: str
    title: Text
    why: Text
    step: Step
    url: str = ""
    cost: Money | None = None
    due_at: datetime | None = None
    minutes: int | None = None
    calm: bool = False
    subject: str = ""
    """The object it is about, e.g. `product:7`; empty when it is about many."""
    version: str = ""
    """Changes when the job becomes another one (a count, a date): what was dropped then comes back."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the ruler of a day: a point, or a span when `until` is given."""

    at: datetime
    label: Text
    until: datetime | None = None
    done: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding of a search.

    `score` orders hits of several rooms: 1 is an exact number or name, 0 a faint likeness.
    """

    title: str
    url: str
    icon: str
    detail: str = ""
    score: float = 0.5
    kind: Text = ""
    act: bool = False
    """True for something to do rather than a page to go to."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a seat's home, rendered by the room's own template; `wide` ones stand in the main column."""

    title: Text
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    url: str = ""
    link: Text = ""
    note: Text = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An object's name and page; `url` is empty when it has none, or not for this reader."""

    name: str
    url: str = ""
    icon: str = ""
