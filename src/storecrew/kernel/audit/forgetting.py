"""Erase what the audit keeps about a person, and keep that something happened."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from storecrew.kernel.audit.models import Entry, Mention

FORGOTTEN = "forgotten"


def forget(subject: str, *, person_id: int | None = None, name: str = "") -> int:
    """Blank every personal field of entries about `subject`, and the addresses it or `person_id` came from.

    Sentences of refusals that say `name` are blanked as well; empty looks for none. Call it inside the action that
    forgets the person. Returns the number of entries changed; a second call returns 0.
    """
    changed = 0
    mentioned = Mention.objects.filter(subject=subject).values("entry_id")
    about = Entry.objects.filter(Q(subject=subject) | Q(pk__in=mentioned)).exclude(personal=[])
    for entry in about.order_by("pk").iterator(chunk_size=500):
        _blank(entry.input, _paths(entry.personal, "input"))
        for index, change in enumerate(entry.changes):
            if [index] in _paths(entry.personal, "changes"):
                change["old"] = change["new"] = FORGOTTEN
        entry.personal = []
        entry.message = ""
        entry.result = None
        entry.save(update_fields=["input", "changes", "personal", "message", "result"])
        changed += 1
    # who acts from outside of the crew acts under the name of what they are: customer:5
    changed += Entry.objects.filter(actor=subject).exclude(address="").update(address="")
    if person_id is not None:
        changed += Entry.objects.filter(person_id=person_id).exclude(address="").update(address="")
    if name:
        changed += Entry.objects.filter(message__contains=name).update(message="")
    return changed


def _paths(personal: Iterable[list[Any]], root: str) -> list[list[Any]]:
    return [path[1:] for path in personal if path[0] == root]


def _blank(tree: Any, paths: Iterable[list[Any]]) -> None:
    for path in paths:
        node = tree
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = FORGOTTEN
