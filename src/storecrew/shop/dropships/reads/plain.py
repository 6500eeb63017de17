"""Plain functions for other rooms, which have checked who asks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from storecrew.shop.dropships.models import ASKED, OPEN, Answer, DropShipment, State
from storecrew.shop.dropships.reads.views import answer_view, views_of
from storecrew.shop.dropships.types import AnswerView, DropView

MOST = 500


def find(dropship_id: int, now: datetime | None = None) -> DropView | None:
    """Return one, None when there is none."""
    row = DropShipment.objects.filter(pk=dropship_id).first()
    return views_of([row], now or timezone.now())[0] if row else None


def of_supplier(
    supplier_id: int, open_only: bool = True, *, now: datetime | None = None, limit: int = 200
) -> tuple[DropView, ...]:
    """Return what a supplier was asked for, the most urgent first; `open_only`: what they still have to do about it.

    What was not sent yet is not theirs to see. Seven questions, however many.
    """
    rows = DropShipment.objects.filter(supplier=supplier_id, sent_at__isnull=False)
    if open_only:
        stopping = Q(cancel_asked_at__isnull=False, cancel_agreed_at=None, state__in=[State.CANCELLED, State.MOVED])
        rows = rows.filter(Q(state__in=ASKED) | stopping).order_by("ship_by", "pk")
    else:
        rows = rows.order_by("-pk")
    return views_of(rows[: min(limit, MOST)], now or timezone.now())


def of_order(order_id: int, now: datetime | None = None) -> tuple[DropView, ...]:
    """Return an order's drop shipments, oldest first."""
    return views_of(DropShipment.objects.filter(order=order_id).order_by("pk"), now or timezone.now())


def open_of_orders(order_ids: Iterable[int], now: datetime) -> dict[int, tuple[DropView, ...]]:
    """Return what suppliers still have to send, or somebody has to decide, by order; others are not in the answer."""
    undecided = Q(lines__pending__gt=0) | Q(parcels__settlement="open")
    rows = DropShipment.objects.filter(Q(state__in=OPEN) | undecided, order__in=list(order_ids)).distinct()
    found: dict[int, list[DropView]] = {}
    for view in views_of(rows.order_by("pk"), now):
        found.setdefault(view.order_id, []).append(view)
    return {order_id: tuple(views) for order_id, views in found.items()}


def late(now: datetime, *, limit: int = 200) -> tuple[DropView, ...]:
    """Return those whose answer or parcel is overdue, the longest first."""
    unanswered = Q(state=State.SENT, ack_by__lt=now)
    unsent = Q(state__in=OPEN, ship_by__lt=now)
    rows = DropShipment.objects.filter(unanswered | unsent).order_by("ship_by", "pk")
    return views_of(rows[: min(limit, MOST)], now)


def answers_of(dropship_id: int) -> tuple[AnswerView, ...]:
    """Return everything that was said of one, oldest first."""
    rows = Answer.objects.filter(dropship=dropship_id).order_by("at", "pk")
    return tuple(answer_view(row) for row in rows)
