"""What rooms above count complaints against: pieces sent by variant, and what the crew noted on orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from storecrew.shop.orders.models import Line, Note


def pieces_sent_by_variant(*, since: datetime, until: datetime) -> dict[int, int]:
    """Return how many pieces of each variant have left, of orders placed in that time. One question."""
    rows = Line.objects.filter(shipped__gt=0, variant__isnull=False)
    rows = rows.filter(order__placed_at__gte=since, order__placed_at__lt=until).order_by()
    return dict(rows.values("variant_id").annotate(sum=Sum("shipped")).values_list("variant_id", "sum"))


@dataclass(frozen=True, slots=True)
class NoteOfOrder:
    """What the crew wrote to an order, with its lines that have left: (line, variant, SKU)."""

    note_id: int
    order_id: int
    number: str
    at: datetime
    text: str
    lines: tuple[tuple[int, int, str], ...]


def notes_of_orders(
    *, since: datetime | None = None, until: datetime | None = None, order_ids: Iterable[int] | None = None
) -> tuple[NoteOfOrder, ...]:
    """Return the crew's notes on orders placed in that time, or on these, oldest first. Two questions."""
    rows = Note.objects.select_related("order")
    if since is not None:
        rows = rows.filter(order__placed_at__gte=since)
    if until is not None:
        rows = rows.filter(order__placed_at__lt=until)
    if order_ids is not None:
        rows = rows.filter(order__in=list(order_ids))
    lines: dict[int, list[tuple[int, int, str]]] = {}
    sent = Line.objects.filter(order__in=rows.order_by().values("order_id"), shipped__gt=0, variant__isnull=False)
    for order_id, pk, variant_id, sku in sent.order_by("pk").values_list("order_id", "pk", "variant_id", "sku"):
        lines.setdefault(order_id, []).append((pk, variant_id, sku))
    return tuple(
        NoteOfOrder(row.pk, row.order_id, row.order.number, row.at, row.text, tuple(lines.get(row.order_id, ())))
        for row in rows.order_by("at", "pk")
    )
