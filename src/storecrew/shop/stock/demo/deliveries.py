"""The deliveries of the made-up year, for the room that says under which orders they came."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from storecrew.kernel.money.types import Money
from storecrew.shop.stock.models import Receipt, ReceiptLine, ReceiptState


@dataclass(frozen=True, slots=True)
class Line:
    """So many of a variant, announced and come, and what one costs."""

    variant_id: int
    expected: int
    received: int
    cost: Money


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as stock has it. `done_at` None: it has not come yet."""

    receipt_id: int
    warehouse_id: int
    supplier: str
    reference: str
    made_at: datetime
    expected_on: date
    done_at: datetime | None
    lines: tuple[Line, ...]


def of_suppliers(names: Collection[str]) -> tuple[Delivery, ...]:
    """Return deliveries of suppliers by their names, oldest first: those that are here, and those not begun yet. Two questions."""
    rows = Receipt.objects.filter(
        supplier__in=list(names), state__in=[ReceiptState.DONE, ReceiptState.EXPECTED], expected_on__isnull=False
    )
    lines: dict[int, list[Line]] = defaultdict(list)
    known = ReceiptLine.objects.filter(receipt__in=rows, cost_minor__isnull=False).order_by("pk")
    for receipt_id, item, expected, received, minor, currency in known.values_list(
        "receipt_id", "item_id", "expected", "received", "cost_minor", "currency"
    ):
        lines[receipt_id].append(Line(item, expected, received, Money(minor or 0, currency)))
    return tuple(
        Delivery(
            row.pk,
            row.warehouse_id,
            row.supplier,
            row.reference,
            row.made_at,
            row.expected_on,
            row.done_at,
            tuple(lines[row.pk]),
        )
        for row in rows.order_by("made_at", "pk")
        if lines[row.pk] and row.expected_on is not None
    )
