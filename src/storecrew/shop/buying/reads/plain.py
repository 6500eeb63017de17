"""Plain functions for other rooms, which have checked who asks: a fixed number of questions however much is asked for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from storecrew.kernel import many
from storecrew.shop.buying.models import OPEN, PurchaseLine, PurchaseOrder, State
from storecrew.shop.buying.reads.views import fact_of, order_view
from storecrew.shop.buying.types import Arrival, PurchaseFact, PurchaseView
from storecrew.shop.buying.writing.incoming import awaited
from storecrew.shop.supply import reads as supply


def find(po_id: int) -> PurchaseView | None:
    """Return an order, None where there is none."""
    return next(iter(views_of(PurchaseOrder.objects.filter(pk=po_id))), None)


def of_supplier(supplier_id: int, open_only: bool = False) -> tuple[PurchaseView, ...]:
    """Return the orders that a supplier was sent, the newest first; `open_only`: those of which something is awaited."""
    rows = PurchaseOrder.objects.filter(supplier_id=supplier_id, sent_at__isnull=False)
    rows = rows.filter(state__in=OPEN) if open_only else rows
    return views_of(rows.order_by("-pk")[:500])


def facts(supplier_id: int | None, since: datetime, until: datetime) -> tuple[PurchaseFact, ...]:
    """Return every line sent in a period, of one supplier or (None) of all, oldest first. One question."""
    rows = PurchaseLine.objects.filter(order__sent_at__gte=since, order__sent_at__lt=until)
    rows = rows.exclude(order__state=State.CANCELLED)
    rows = rows if supplier_id is None else rows.filter(order__supplier_id=supplier_id)
    return tuple(fact_of(row) for row in rows.select_related("order").order_by("order__sent_at", "pk"))


def of_variants(variant_ids: Iterable[int], *, limit: int = 20) -> tuple[PurchaseView, ...]:
    """Return the newest orders in which one of these variants stands, the newest first."""
    ids = list(variant_ids)
    rows = PurchaseOrder.objects.filter(lines__variant_id__in=ids).distinct().order_by("-pk")[:limit]
    return views_of(rows)


def on_order(variant_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return how many pieces were ordered and are not here, by (variant, warehouse), drafts too. One question."""
    rows = PurchaseLine.objects.filter(
        variant_id__in=many.among(variant_ids), order__state__in=[State.DRAFT, *OPEN]
    ).select_related("order")
    found: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows.order_by():
        found[row.variant_id, row.order.warehouse_id] += awaited(row)
    return dict(found)


def arrivals(now: datetime, *, until: date | None = None) -> tuple[Arrival, ...]:
    """Return what is awaited, by day: the named days first, what nobody named a day for last. Two questions."""
    today = supply.store_day(now)
    rows = list(PurchaseOrder.objects.filter(state__in=OPEN).order_by("pk"))
    found: list[Arrival] = []
    for row, lines in zip(rows, _lines(rows), strict=True):
        by_day: dict[date | None, list[PurchaseLine]] = defaultdict(list)
        for line in lines:
            if awaited(line):
                by_day[line.promised_on or row.wanted_on].append(line)
        found += [
            _arrival(row, day, some, today) for day, some in by_day.items() if not (day and until and day > until)
        ]
    return tuple(sorted(found, key=lambda one: (one.on is None, one.on or today, one.po_id)))


def _arrival(row: PurchaseOrder, day: date | None, lines: Sequence[PurchaseLine], today: date) -> Arrival:
    return Arrival(
        po_id=row.pk,
        number=row.number,
        supplier_id=row.supplier_id,
        warehouse_id=row.warehouse_id,
        on=day,
        pieces=sum(awaited(line) for line in lines),
        lines=len(lines),
        worth=row.money(sum(awaited(line) * line.cost_minor for line in lines)),
        late=day is not None and day < today,
    )


def views_of(rows: Iterable[PurchaseOrder]) -> tuple[PurchaseView, ...]:
    """Return orders with their lines. Two questions."""
    found = list(rows)
    return tuple(order_view(row, lines) for row, lines in zip(found, _lines(found), strict=True))


def _lines(orders: Sequence[PurchaseOrder]) -> list[list[PurchaseLine]]:
    by_order: dict[int, list[PurchaseLine]] = defaultdict(list)
    for line in PurchaseLine.objects.filter(order__in=[row.pk for row in orders]).order_by("position", "pk"):
        by_order[line.order_id].append(line)
    return [by_order[row.pk] for row in orders]
