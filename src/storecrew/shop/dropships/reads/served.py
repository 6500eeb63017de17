"""What suppliers really sent to buyers, and what it cost: for whoever looks at a supplier as a whole."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Sum

from storecrew.kernel.money.types import Money
from storecrew.shop.dropships.models import DropLine, DropPiece


def lines_served(since: datetime, until: datetime) -> Iterator[tuple[int, int, int, int]]:
    """Yield (supplier, order, variant, pieces that left) of drop shipments made in that time. One question, in pieces."""
    rows = DropLine.objects.filter(shipped__gt=0, dropship__made_at__gte=since, dropship__made_at__lt=until)
    columns = ("dropship__supplier_id", "dropship__order_id", "variant_id", "shipped")
    yield from rows.order_by("pk").values_list(*columns).iterator(chunk_size=5000)


def spent(since: datetime, until: datetime) -> dict[int, tuple[Money, ...]]:
    """Return what left of each supplier in that time and has to be paid, by currency. One question."""
    rows = DropPiece.objects.filter(parcel__owed=True, parcel__at__gte=since, parcel__at__lt=until)
    sums = rows.filter(unit_minor__isnull=False).order_by()
    columns = ("parcel__dropship__supplier_id", "parcel__dropship__currency")
    found: dict[int, list[Money]] = defaultdict(list)
    for supplier_id, currency, minor in sums.values_list(*columns).annotate(sum=Sum(F("quantity") * F("unit_minor"))):
        found[supplier_id].append(Money(minor, currency))
    return {supplier_id: tuple(some) for supplier_id, some in found.items()}
