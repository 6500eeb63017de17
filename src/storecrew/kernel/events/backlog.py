"""What the outbox still holds, in a few counts: for the operators' page, the doctor and the metrics."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q

from storecrew.kernel.events.models import ActState, Delivery, DeliveryState, OutwardAct


@dataclass(frozen=True, slots=True)
class Backlog:
    """The state of the outbox at one moment."""

    waiting: int
    """Deliveries that are due or will be, those in work included."""
    oldest_at: datetime | None
    """When the event of the oldest open delivery happened that is not dead; None when all are told."""
    dead: int
    held_back: int
    """Deliveries that wait behind a dead one."""
    planned: int
    """Outward acts that are still to be done, those in work included."""
    oldest_act_at: datetime | None
    unknown: int
    failed: int


def outbox() -> Backlog:
    """Count what is open; four bounded queries."""
    moving = Q(state__in=[DeliveryState.WAITING, DeliveryState.CLAIMED])
    open_ = Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.CLAIMED, DeliveryState.DEAD])
    told = open_.aggregate(
        waiting=Count("pk", filter=moving),
        oldest_at=Min("event__at", filter=moving),
        dead=Count("pk", filter=Q(state=DeliveryState.DEAD)),
    )
    in_work = Q(state__in=[ActState.PLANNED, ActState.CLAIMED, ActState.HANDED_OVER])
    acts = OutwardAct.objects.filter(in_work | Q(state__in=[ActState.UNKNOWN, ActState.FAILED])).aggregate(
        planned=Count("pk", filter=in_work),
        oldest_act_at=Min("planned_at", filter=in_work),
        unknown=Count("pk", filter=Q(state=ActState.UNKNOWN)),
        failed=Count("pk", filter=Q(state=ActState.FAILED)),
    )
    return Backlog(held_back=_held_back() if told["dead"] else 0, **told, **acts)


def _held_back() -> int:
    in_front = Delivery.objects.filter(
        handler=OuterRef("handler"),
        subject=OuterRef("subject"),
        state=DeliveryState.DEAD,
        event_id__lt=OuterRef("event_id"),
    )
    return Delivery.objects.filter(Exists(in_front), state=DeliveryState.WAITING).count()
