"""What rooms above count complaints against: what left, and what the crew noted on orders."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from storecrew.shop.orders.models import Line, Note


def lines_sent(*, since: datetime, until: datetime) -> Iterator[tuple[int, int, int]]:
    """Yield (order, variant, pieces that left) of every line of orders placed in that time. One question, read in pieces."""
    rows = Line.objects.filter(shipped__gt=0, variant__isnull=False)
    rows = rows.filter(order__placed_at__gte=since, order__placed_at__lt=until).order_by("pk")
    yield from rows.values_list("order_id", "variant_id", "shipped").iterator(chunk_size=5000)


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
