"""An event for tests, and short ways to announce it."""

from datetime import datetime

from storecrew.kernel.events import outbox
from storecrew.kernel.events.models import Delivery
from storecrew.kernel.events.types import Event


class Happened(Event):
    """Something happened, and it had a number."""

    room = "tests"
    number: int


def happen(number: int, *, now: datetime, subject: str = "thing:1") -> int:
    return outbox.record(Happened(number=number), subject=subject, cause="c" * 32, at=now, actor_ref="person:1")


def states(**filters: object) -> list[str]:
    return list(Delivery.objects.filter(**filters).order_by("event_id", "handler").values_list("state", flat=True))
