"""Many observations of the past at once, as the rooms above would have told them."""

from collections.abc import Iterable

from storecrew.shop.promise.actions import Observe
from storecrew.shop.promise.models import Observation

BATCH = 1000


def write_many(happened: Iterable[Observe]) -> int:
    """Write observations down; what is known already stays as it is. Returns how many were told."""
    rows = [
        Observation(
            shipment=one.shipment,
            order=one.order,
            what=one.what,
            at=one.at,
            placed_at=one.placed_at,
            source=one.source,
            country=one.country,
            region=one.region,
            way=one.way.model_dump(mode="json"),
            promised_first=one.promised_first,
            promised_last=one.promised_last,
            grounds=one.grounds,
            recorded_at=one.at,
        )
        for one in sorted(happened, key=lambda one: (one.at, one.shipment))
    ]
    Observation.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)
