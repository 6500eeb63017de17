"""Write events into the outbox, inside the transaction that made them true."""

from collections.abc import Sequence
from datetime import datetime

from storecrew.kernel import many
from storecrew.kernel.events.models import Delivery, DeliveryState
from storecrew.kernel.events.models import Event as EventRow
from storecrew.kernel.events.registry import handlers_of
from storecrew.kernel.events.types import Event


def record(event: Event, *, subject: str, cause: str, at: datetime, actor_ref: str) -> int:
    """Store `event` and one delivery for each of its handlers; returns the event's id.

    Must be called inside the transaction of the change. Two transactions that do not lock each other may be told in
    either order; where one waited for the other, the order of the facts is the order of delivery.
    """
    name = type(event).name()
    row = EventRow.objects.create(
        name=name, subject=subject, payload=event.model_dump(mode="json"), cause=cause, actor=actor_ref, at=at
    )
    Delivery.objects.bulk_create(
        Delivery(event=row, handler=handler.name, subject=subject, due_at=at) for handler in handlers_of(name)
    )
    return row.pk


MANY = 50
"""From so many facts on they are written together: a supplier's report may change what can be bought of thousands."""


def record_all(facts: Sequence[tuple[Event, str]], *, cause: str, at: datetime, actor_ref: str) -> None:
    """Store facts with their subjects, in this order; very many of them by a fixed number of statements."""
    if len(facts) < MANY:
        for event, subject in facts:
            record(event, subject=subject, cause=cause, at=at, actor_ref=actor_ref)
        return
    rows = [(type(event).name(), subject, event.model_dump(mode="json")) for event, subject in facts]
    before = EventRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    same = {"cause": cause, "actor": actor_ref, "at": at}
    many.insert(EventRow, ("name", "subject", "payload"), rows, same=same)
    mine = EventRow.objects.filter(pk__gt=before, cause=cause).order_by("pk").values_list("pk", "name", "subject")
    listening = {name: [handler.name for handler in handlers_of(name)] for name in {row[0] for row in rows}}
    many.insert(
        Delivery,
        ("event_id", "handler", "subject"),
        [(pk, handler, subject) for pk, name, subject in mine for handler in listening[name]],
        same={
            "state": DeliveryState.WAITING.value,
            "due_at": at,
            "attempts": 0,
            "abandoned": 0,
            "claim": "",
            "leased_until": None,
            "error": "",
            "settled_at": None,
        },
    )
