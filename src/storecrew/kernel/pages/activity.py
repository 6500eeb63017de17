"""Who did what to an object, from where, on whose behalf: the audit in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import OWNER, Ask, Input, Output, Page
from storecrew.kernel.audit import reads as audit
from storecrew.kernel.audit.reads import EntryRow
from storecrew.kernel.pages import links
from storecrew.kernel.pages.wording import Wording
from storecrew.kernel.people import reads as people
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind

CREW = frozenset({*(seat.value for seat in Seat), OWNER})
PRIVATE_KINDS = frozenset({"person", "agent", "invite", "handover", "token", "session"})
"""What was done to people and their access: for the owner, the IT seat, and the person themselves."""


class ActivityQuery(Input):
    """Of which object, e.g. `product:7`. `cursor` is that of the page before."""

    subject: Annotated[str, Field(min_length=3, max_length=80, pattern=r"^[a-z_]+:.+$")]
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ChangeRow(Output):
    """One field that was changed; `label`, `old` and `new` are as they are shown, in words, empty for nothing."""

    field: str
    label: str
    old: str
    new: str


class ActivityRow(Output):
    """One attempt. `agent` acted for `who`; `system` acted by itself; `cover_for` was away."""

    entry_id: int
    at: AwareDatetime
    action: str
    label: str
    outcome: str
    who: str
    agent: str
    system: str
    cover_for: str
    seat: str
    surface: str
    address: str
    reason: str
    message: str
    cause: str
    changes: tuple[ChangeRow, ...]
    also: tuple[str, ...]
    """Labels of the actions that ran inside this one."""


@read("pages.activity", label=_("Activity"), seats=CREW, surfaces={"web", "rest", "mcp", "cli"})
def activity(ask: Ask, data: ActivityQuery) -> Page[ActivityRow]:
    """Tell who did what to an object, newest first: from where, in which seat, on whose behalf."""
    if not _may_see(ask, data.subject):
        raise Missing
    before = int(data.cursor) if data.cursor and data.cursor.isdigit() else None
    found = audit.of_subject(data.subject, before=before, limit=data.limit + 1)
    shown = found[: data.limit]
    names = _names(ask)
    changes = [(data.subject, *change) for entry in shown for change in _changes(entry, data.subject)]
    wording = Wording(changes)
    inside = audit.nested_in(entry.uid for entry in shown)
    full = ask.owner or Seat.IT in ask.seats
    return Page(
        items=tuple(
            _row(entry, names, wording, inside.get(entry.uid, []), subject=data.subject, full=full) for entry in shown
        ),
        cursor=str(shown[-1].id) if len(found) > data.limit else None,
    )


@dataclass(frozen=True, slots=True)
class _Names:
    people: dict[int, str] = field(default_factory=dict)
    agents: dict[str, str] = field(default_factory=dict)
    covers: dict[int, str] = field(default_factory=dict)


def _may_see(ask: Ask, subject: str) -> bool:
    kind = subject.partition(":")[0]
    if ask.owner or Seat.IT in ask.seats or subject == f"person:{ask.actor.person_id}":
        return True
    if kind in PRIVATE_KINDS:
        return False
    audience = links.audience(kind)
    return audience is None or bool(audience & ask.seats)


def _names(ask: Ask) -> _Names:
    everybody = people.people(ask.actor, people.PeopleQuery(gone=True), now=ask.now).items
    programs = people.agents(ask.actor, people.AgentQuery(), now=ask.now).items
    tenures = people.history(ask.actor, people.HistoryQuery(), now=ask.now).items
    return _Names(
        people={one.person_id: one.name for one in everybody},
        agents={f"agent:{one.agent_id}": one.name for one in programs},
        covers={one.tenure_id: one.covers for one in tenures if one.kind == TenureKind.COVER},
    )


def _changes(entry: EntryRow, subject: str) -> list[tuple[str, Any, Any]]:
    """Return field, old and new of what an entry changed of an object."""
    return [(str(one["field"]), one["old"], one["new"]) for one in entry.changes if one.get("subject") == subject]


def _row(
    entry: EntryRow, names: _Names, wording: Wording, inside: Iterable[EntryRow], *, subject: str, full: bool
) -> ActivityRow:
    agent = entry.actor.startswith("agent:")
    return ActivityRow(
        entry_id=entry.id,
        at=entry.at,
        action=entry.action,
        label=_label(entry.action),
        outcome=entry.outcome,
        who=names.people.get(entry.person_id or 0) or _outsider(entry.actor),
        agent=names.agents.get(entry.actor, entry.actor) if agent else "",
        system=entry.actor.removeprefix("system:") if entry.actor.startswith("system:") else "",
        cover_for=names.covers.get(entry.tenure_id or 0, ""),
        seat=entry.seat,
        surface=entry.surface,
        address=entry.address if full else "",
        reason=entry.reason,
        message=entry.message,
        cause=entry.cause,
        changes=tuple(
            ChangeRow(
                field=name,
                label=wording.field(subject, name),
                old=wording.value(subject, name, old),
                new=wording.value(subject, name, new),
            )
            for name, old, new in _changes(entry, subject)
        ),
        also=tuple(_label(one.action) for one in inside),
    )


def _outsider(actor: str) -> str:
    crew = actor == "nobody" or actor.startswith(("person:", "agent:", "system:"))
    return "" if crew else links.link(actor).name


def _label(name: str) -> str:
    action = registry.find_action(name)
    return str(action.label) if action else name
