"""Who works on which delivery: leases, taken by conditional update, in order per subject and handler.

Only the head of a lane (one handler, one subject) can be claimed: an earlier delivery that waits, is claimed or is dead
stands in front of all later ones. Once claimed, the worker follows the lane (`follow`), so a subject with many events
costs no more than many subjects.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, Model, OuterRef, QuerySet

from storecrew.kernel.events.models import OPEN, Delivery, DeliveryState

MOST_ABANDONED = 10
"""Workers that may vanish over one delivery before it is taken for the cause, and laid aside as dead."""


def claim(token: str, *, limit: int, now: datetime, lease: timedelta) -> list[Delivery]:
    """Take up to `limit` heads of lanes that are due, oldest events first, until `now + lease`."""
    if not _heads(now).exists():  # an idle poll takes no write lock
        return []
    with transaction.atomic():
        ids = list(locked(_heads(now)).values_list("pk", flat=True)[:limit])
        Delivery.objects.filter(pk__in=ids, state=DeliveryState.WAITING).update(
            state=DeliveryState.CLAIMED, claim=token, leased_until=now + lease
        )
    mine = Delivery.objects.filter(pk__in=ids, claim=token, state=DeliveryState.CLAIMED)
    return list(mine.select_related("event").order_by("event_id", "pk"))


def follow(delivery: Delivery, token: str, *, now: datetime, lease: timedelta) -> Delivery | None:
    """Take the next delivery of the lane that `delivery` has just left; None when there is none, or it is not due.

    Runs in the transaction that settles `delivery`, so that nobody else can have seen the head change.
    """
    behind = Delivery.objects.filter(
        handler=delivery.handler, subject=delivery.subject, state__in=OPEN, event_id__gt=delivery.event_id
    )
    head = behind.select_related("event").order_by("event_id").first()
    if head is None or head.state != DeliveryState.WAITING or head.due_at > now:
        return None
    taken = Delivery.objects.filter(pk=head.pk, state=DeliveryState.WAITING, claim="").update(
        state=DeliveryState.CLAIMED, claim=token, leased_until=now + lease
    )
    if not taken:
        return None
    head.state, head.claim, head.leased_until = DeliveryState.CLAIMED, token, now + lease
    return head


def release(token: str, ids: Iterable[int]) -> None:
    """Give back what was claimed and not begun."""
    Delivery.objects.filter(pk__in=list(ids), claim=token, state=DeliveryState.CLAIMED).update(
        state=DeliveryState.WAITING, claim="", leased_until=None
    )


def recover(now: datetime) -> int:
    """Give back what vanished workers held; returns how many.

    Nothing of theirs was done: the mark "done" and the handler's work are one transaction.
    """
    expired = Delivery.objects.filter(state=DeliveryState.CLAIMED, leased_until__lt=now)
    if not expired.exists():
        return 0
    with transaction.atomic():
        ids = list(locked(expired.order_by("pk")).values_list("pk", flat=True))
        rows = Delivery.objects.filter(pk__in=ids)
        freed = {"claim": "", "leased_until": None, "abandoned": F("abandoned") + 1}
        hopeless = f"{MOST_ABANDONED} workers vanished while they held this delivery."
        rows.filter(abandoned__gte=MOST_ABANDONED - 1).update(state=DeliveryState.DEAD, error=hopeless, **freed)
        rows.filter(state=DeliveryState.CLAIMED).update(state=DeliveryState.WAITING, **freed)
    return len(ids)


def locked[M: Model](rows: QuerySet[M]) -> QuerySet[M]:
    """Lock the rows that nobody else has locked, where the database can; SQLite has one writer at a time anyway."""
    return rows.select_for_update(skip_locked=True) if connection.features.has_select_for_update_skip_locked else rows


def _heads(now: datetime) -> QuerySet[Delivery]:
    in_front = Delivery.objects.filter(
        handler=OuterRef("handler"), subject=OuterRef("subject"), state__in=OPEN, event_id__lt=OuterRef("event_id")
    )
    due = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now)
    return due.filter(~Exists(in_front)).order_by("event_id", "pk")
