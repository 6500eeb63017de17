"""Erase who parcels went to, once their buyer is forgotten; what was sent where in the books' sense stays."""

from collections.abc import Sequence
from datetime import datetime

from storecrew.kernel.audit import forgetting
from storecrew.shop.fulfilment.models import Parcel

KEPT = ("country", "region")
"""Of an address, what counts and taxes need."""


def forget(customer_ids: Sequence[int], now: datetime) -> int:
    """Erase names and streets from these customers' parcels; returns how many were changed."""
    rows = list(Parcel.objects.filter(order__customer__in=list(customer_ids)).order_by("pk"))
    for row in rows:
        row.ship_to = {name: value if name in KEPT else "" for name, value in row.ship_to.items()}
        forgetting.forget(row.subject)
    Parcel.objects.bulk_update(rows, ["ship_to"], batch_size=200)
    return len(rows)
