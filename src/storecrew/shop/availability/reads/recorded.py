"""What orders found at suppliers, one by one, and what the store dares with them: for scorecards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storecrew.shop.availability.models import Outcome, Threshold
from storecrew.shop.availability.rule import USUAL

FIELDS = ("risk", "confirm_after", "stop_after", "cap")


@dataclass(frozen=True, slots=True)
class Asked:
    """An order that asked a supplier for pieces they had reported. `document`: e.g. dropship:9, may be empty."""

    supplier_id: int
    offer_id: int
    document: str
    at: datetime
    said: int
    wanted: int
    had: int


def asked(supplier_ids: Collection[int] | None, *, since: datetime, until: datetime) -> tuple[Asked, ...]:
    """Return what orders found where a report had said something, oldest first; None: of all suppliers. One question."""
    rows = Outcome.objects.filter(at__gte=since, at__lt=until, said__isnull=False)
    rows = rows if supplier_ids is None else rows.filter(site__supplier__in=supplier_ids)
    columns = ("site__supplier_id", "offer_id", "document", "at", "said", "wanted", "had")
    return tuple(Asked(*row) for row in rows.order_by("at", "pk").values_list(*columns))


def thresholds_of(supplier_id: int) -> dict[str, Any] | None:
    """Return a supplier's own thresholds as `SetThresholds` takes them; None: those of everybody hold for them."""
    row = Threshold.objects.filter(supplier=supplier_id).first()
    return None if row is None else {name: getattr(row, name) for name in FIELDS}


def usual_thresholds() -> dict[str, Any]:
    """Return the thresholds of everybody who has none of their own."""
    row = Threshold.objects.filter(supplier=None).first()
    return {name: getattr(row or USUAL, name) for name in FIELDS}
