"""What has left and what became of it, in short: for rooms that watch over promises."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storecrew.shop.fulfilment.models import GONE, ON_THE_WAY, Content, Parcel


@dataclass(frozen=True, slots=True)
class Moving:
    """A parcel that left. `pieces`: order line id → quantity."""

    parcel_id: int
    number: str
    order_id: int
    warehouse_id: int | None
    method_id: int | None
    carrier: str
    state: str
    shipped_at: datetime
    delivered_at: datetime | None
    heard_at: datetime | None
    pieces: dict[int, int]


def orders_under_way() -> list[int]:
    """Return the orders that have a parcel on its way, by id; one question."""
    rows = Parcel.objects.filter(state__in=ON_THE_WAY).order_by("order_id")
    return list(rows.values_list("order_id", flat=True).distinct())


def moving_of(order_ids: Iterable[int]) -> dict[int, list[Moving]]:
    """Return the parcels of orders that have left, arrived ones too, by order; two questions."""
    rows = list(Parcel.objects.filter(order__in=list(order_ids), state__in=GONE).order_by("order_id", "ordinal"))
    pieces: dict[int, dict[int, int]] = defaultdict(dict)
    inside = Content.objects.filter(parcel__in=rows).order_by("pk").values_list("parcel_id", "line_id", "quantity")
    for parcel_id, line_id, quantity in inside:
        pieces[parcel_id][line_id] = pieces[parcel_id].get(line_id, 0) + quantity
    found: dict[int, list[Moving]] = {}
    for row in rows:
        assert row.shipped_at is not None  # noqa: S101  the database holds it for whatever left
        found.setdefault(row.order_id, []).append(
            Moving(
                parcel_id=row.pk,
                number=row.number,
                order_id=row.order_id,
                warehouse_id=row.warehouse_id,
                method_id=row.method_id,
                carrier=row.carrier,
                state=row.state,
                shipped_at=row.shipped_at,
                delivered_at=row.delivered_at,
                heard_at=row.heard_at,
                pieces=pieces.get(row.pk, {}),
            )
        )
    return found
