"""What happened to an object, and what somebody did: rows for pages and exports, newest first.

Plain functions: who may see them is decided by whoever shows them (`pages.activity`), for this room lies below the door.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from storecrew.kernel.audit.models import Entry, Mention


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One attempt, as pages show it; `at` is UTC. `changes` are rows of subject, field, old, new."""

    id: int
    uid: str
    parent: str
    cause: str
    at: datetime
    action: str
    outcome: str
    actor: str
    person_id: int | None
    seat: str
    tenure_id: int | None
    surface: str
    address: str
    reason: str
    approval: str
    subject: str
    message: str
    changes: tuple[dict[str, Any], ...]


def of_subject(subject: str, *, before: int | None = None, limit: int = 50) -> list[EntryRow]:
    """Return attempts about `subject` or mentioning it; `before` is the id of the last row already seen.

    Two indexed questions, each bounded by `limit`, however long the history is.
    """
    own = _page(Entry.objects.filter(subject=subject), before, limit).values_list("pk", flat=True)
    mentions = Mention.objects.filter(subject=subject)
    if before is not None:
        mentions = mentions.filter(entry__lt=before)
    others = mentions.order_by("-entry").values_list("entry_id", flat=True)[:limit]
    ids = sorted({*own, *others}, reverse=True)[:limit]
    return _rows(Entry.objects.filter(pk__in=ids).order_by("-pk"))


def of_person(person_id: int, *, before: int | None = None, limit: int = 50) -> list[EntryRow]:
    """Return what a human did, or agents did on the human's behalf."""
    return _rows(_page(Entry.objects.filter(person_id=person_id), before, limit))


def of_actor(actor: str, *, before: int | None = None, limit: int = 50) -> list[EntryRow]:
    """Return what one actor (`agent:3`, `system:catalogue.schedule`) did."""
    return _rows(_page(Entry.objects.filter(actor=actor), before, limit))


def nested_in(uids: Iterable[str]) -> dict[str, list[EntryRow]]:
    """Return the actions that ran inside the given ones, by the uid of the outer one, in the order they ran."""
    found: dict[str, list[EntryRow]] = {}
    for row in _rows(Entry.objects.filter(parent__in=list(uids)).order_by("pk")):
        found.setdefault(row.parent, []).append(row)
    return found


def _page(rows: QuerySet[Entry], before: int | None, limit: int) -> QuerySet[Entry]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return rows.order_by("-pk")[:limit]


def _rows(entries: Iterable[Entry]) -> list[EntryRow]:
    return [
        EntryRow(
            id=entry.pk,
            uid=entry.uid,
            parent=entry.parent,
            cause=entry.cause,
            at=entry.at,
            action=entry.action,
            outcome=entry.outcome,
            actor=entry.actor,
            person_id=entry.person_id,
            seat=entry.seat,
            tenure_id=entry.tenure_id,
            surface=entry.surface,
            address=entry.address,
            reason=entry.reason,
            approval=entry.approval,
            subject=entry.subject,
            message=entry.message,
            changes=tuple(entry.changes),
        )
        for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class Trace:
    """That something was attempted: the row's number and uid, the action's name."""

    id: int
    uid: str
    action: str


def latest(count: int, *, after: int = 0) -> list[Trace]:
    """Return the last attempts at anything beyond entry `after`, newest first.

    Who remembers them knows whether something has happened since.
    """
    with (
        connection.cursor() as cursor
    ):  # by hand: it is asked on every visit, and the query set costs more than the answer
        cursor.execute(
            "SELECT id, uid, action FROM audit_entry WHERE id > %s ORDER BY id DESC LIMIT %s", [after, count]
        )
        return [Trace(id_, uid, action) for id_, uid, action in cursor.fetchall()]
