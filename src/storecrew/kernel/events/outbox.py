"""Write events into the outbox, inside the transaction that made them true."""

from datetime import datetime

from storecrew.kernel.events.models import Delivery
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
