"""Many observations of the past at once, as the rooms above would have told them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from storecrew.shop.promise.actions import Observe
from storecrew.shop.promise.asking import Setting, grounds_of, setting, window_of
from storecrew.shop.promise.models import Observation
from storecrew.shop.promise.types import Ask, Window

BATCH = 1000


class ByWord:
    """Promises of a time in which nothing had been learned: by the carriers' words, with their grounds."""

    def __init__(self) -> None:
        self._shared: Setting = setting()

    def windows(self, asks: Sequence[Ask], at: datetime) -> tuple[Window, ...]:
        """Answer as `reads.windows` would have answered then; asks the database nothing."""
        return tuple(window_of(grounds_of(ask, at, self._shared, None)) for ask in asks)


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
