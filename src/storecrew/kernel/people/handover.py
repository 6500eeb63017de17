"""What passes on with a seat: every room adds a section, and a handover refuses while anything would be orphaned.

A section is a function `look(tenure, now) -> Section | None`, registered once:

    @section("orders.open")
    def open_orders(tenure: Tenure, now: datetime) -> Section | None: ...

It is asked inside the transaction of the handover, in both languages for the receipt. What belongs to the seat passes
by itself; what is written down under the person's name is moved by `Section.move`; what nobody can own afterwards is
marked `Owner.NOBODY` and stops the handover with its reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import translation

from storecrew.kernel.actions.run import Run
from storecrew.kernel.people.models import Person, Tenure

__all__ = ["Item", "Look", "Owner", "Person", "Section", "Tenure", "orphans", "section", "sections", "written"]


class Owner(StrEnum):
    """Who has an item after the handover."""

    SEAT = "seat"
    """The seat, hence the successor."""
    PERSON = "person"
    """The one who hands over keeps it, e.g. a device to be given back."""
    ENDS = "ends"
    """It ends with the handover, e.g. a cover."""
    NOBODY = "nobody"
    """Nobody: the handover is refused until this is settled."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that passes on. `text` is a sentence in the active language; a `subject` like `order:7` is linked."""

    text: str
    subject: str = ""
    then: Owner = Owner.SEAT
    mark: str = ""
    """A short figure beside it, such as a due date; already formatted."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one room hands over. `move(run, successor)` reassigns what is written under the person's name."""

    title: str
    items: tuple[Item, ...]
    move: Callable[[Run, Person], None] | None = field(default=None, compare=False)


type Look = Callable[[Tenure, datetime], Section | None]

_sections: dict[str, Look] = {}


def section(name: str) -> Callable[[Look], Look]:
    """Add a section to every handover; `name` is `room.what` and gives the order."""

    def register(look: Look) -> Look:
        if _sections.get(name, look) is not look:
            raise ValueError(f"handover section {name} is registered twice")
        _sections[name] = look
        return look

    return register


def sections(tenure: Tenure, now: datetime) -> dict[str, Section]:
    """Return what would pass on with this tenure now, in the active language; empty sections are left out."""
    found = ((name, _sections[name](tenure, now)) for name in sorted(_sections))
    return {name: part for name, part in found if part is not None and part.items}


def orphans(parts: Iterable[Section]) -> list[Item]:
    """Return what nobody would own."""
    return [item for part in parts for item in part.items if item.then == Owner.NOBODY]


def written(tenure: Tenure, successor: Person | None, now: datetime) -> dict[str, Any]:
    """Return the receipt of one seat as JSON, in every language of the console."""
    texts = {}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = [
                {
                    "name": name,
                    "title": part.title,
                    "items": [
                        {"text": item.text, "subject": item.subject, "then": item.then, "mark": item.mark}
                        for item in part.items
                    ],
                }
                for name, part in sections(tenure, now).items()
            ]
    return {
        "seat": tenure.seat,
        "kind": tenure.kind,
        "tenure": tenure.pk,
        "to": successor.pk if successor else None,
        "sections": texts,
    }
