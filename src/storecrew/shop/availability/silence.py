"""Which suppliers have stopped speaking. Days on which a site rests do not count: nobody is expected to speak then."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from storecrew.shop.availability.models import Said, Stream
from storecrew.shop.availability.weighing import Scales

REGULAR = ("feed:", "push:", "portal:")
"""Streams of which one expects more; what a person or an order once said is no stream that falls silent."""
HELD = ".held"
"""What lies in quarantine is confirmed by nobody, on purpose (`feeds`)."""
SILENT_DAYS, DEAD_DAYS = 1.5, 3.0
"""Who speaks once a day has then left a day out; a file that comes an hour late is no news."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A stream that has not spoken for `worked` working days of its site."""

    stream_id: int
    name: str
    site_id: int
    site: str
    supplier_id: int
    supplier: str
    heard_at: datetime
    worked: float

    @property
    def dead(self) -> bool:
        """Tell whether it has been silent for so long that its orders need looking after."""
        return self.worked >= DEAD_DAYS


def regular() -> Q:
    """Name the streams of which one expects more."""
    found = Q()
    for prefix in REGULAR:
        found |= Q(name__startswith=prefix)
    return found & ~Q(name__endswith=HELD)


def silent_streams(now: datetime) -> list[Silent]:
    """Return the streams on which something rests and that have left a working day out, the longest silent first."""
    rests_on = Said.objects.filter(stream=OuterRef("pk"), quantity__gt=0)
    rows = Stream.objects.filter(regular(), Exists(rests_on), heard_at__lte=now - timedelta(days=1))
    streams = list(rows.order_by("heard_at", "pk"))
    scales = Scales({row.site_id for row in streams}, now)
    found = [
        Silent(
            stream_id=row.pk,
            name=row.name,
            site_id=row.site_id,
            site=scales.sites[row.site_id].name,
            supplier_id=scales.sites[row.site_id].supplier_id,
            supplier=scales.supplier(row.site_id).name,
            heard_at=row.heard_at,
            worked=scales.span(row.site_id, row.heard_at, now).worked,
        )
        for row in streams
        if not scales.sites[row.site_id].closed and scales.supplier(row.site_id).state == "active"
    ]
    return sorted((one for one in found if one.worked >= SILENT_DAYS), key=lambda one: (-one.worked, one.stream_id))
