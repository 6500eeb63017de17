"""Put requests into words and values that templates can show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storecrew.kernel.approvals.execution import rehearsal
from storecrew.kernel.approvals.types import RequestDetail, RequestRow, State
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import links
from storecrew.kernel.pages.types import Link, Text, Tone
from storecrew.kernel.pages.wording import Wording

TONES = {
    State.WAITING: Tone.HALF,
    State.APPROVED: Tone.HALF,
    State.EXECUTED: Tone.GOOD,
    State.REJECTED: Tone.NEUTRAL,
    State.WITHDRAWN: Tone.NEUTRAL,
    State.EXPIRED: Tone.WARN,
    State.VOID: Tone.WARN,
    State.FAILED: Tone.BAD,
}


@dataclass(frozen=True, slots=True)
class Slip:
    """A request as a voucher shows it."""

    row: RequestRow
    amount: Money | None
    about: Link | None
    asker: Link
    state: Text
    tone: Tone


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that would change."""

    about: Link
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A request with what exactly would be done."""

    slip: Slip
    effects: tuple[Effect, ...]
    obstacle: str
    """Why it could not be done as things stand; empty when it could."""
    fields: tuple[tuple[str, str], ...]
    decider: Link | None
    decided_at: datetime | None
    note: str
    decides: bool
    looked_at: datetime | None


def slips_of(rows: Iterable[RequestRow]) -> list[Slip]:
    """Return vouchers, naming people and objects with one query a kind."""
    found = list(rows)
    named = links.link_many(subject for row in found for subject in (row.subject, _person(row.asked_by)) if subject)
    return [_slip(row, named) for row in found]


def detail_of(found: RequestDetail, now: datetime) -> Detail:
    """Return one request ready to be shown; what waits is tried out and rolled back, to say what it would change."""
    waits = found.row.state in {State.WAITING, State.APPROVED}
    changes, obstacle = rehearsal(found.row.request, now) if waits else ((), "")
    named = links.link_many(change.subject for change in changes)
    wording = Wording((change.subject, change.field, change.old, change.new) for change in changes)
    return Detail(
        slip=slips_of([found.row])[0],
        effects=tuple(
            Effect(
                named[change.subject],
                wording.field(change.subject, change.field),
                wording.value(change.subject, change.field, change.old),
                wording.value(change.subject, change.field, change.new),
            )
            for change in changes
        ),
        obstacle=obstacle,
        fields=tuple(
            (_words(name), _plain(value)) for name, value in found.shown.items() if value not in ("", None, [], {})
        ),
        decider=links.link(_person(found.decided_by)) if found.decided_by else None,
        decided_at=found.decided_at,
        note=found.note,
        decides=found.decides,
        looked_at=found.looked_at,
    )


def _slip(row: RequestRow, named: dict[str, Link]) -> Slip:
    state = State(row.state)
    return Slip(
        row=row,
        amount=None if row.amount_minor is None or not row.currency else Money(row.amount_minor, row.currency),
        about=named.get(row.subject),
        asker=named.get(_person(row.asked_by), Link("Storecrew")),
        state=state.label,
        tone=TONES[state],
    )


def _person(person_id: int | None) -> str:
    return f"person:{person_id}" if person_id else ""


def _words(name: str) -> str:
    return name.replace("_", " ")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{_words(key)}: {_plain(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(inner) for inner in value)
    return str(value)
