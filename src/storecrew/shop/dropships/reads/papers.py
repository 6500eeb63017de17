"""What goes with a drop shipment on paper: for the front that shows it to its supplier, and has checked who asks."""

from collections.abc import Iterable

from storecrew.shop.dropships.models import DropShipment
from storecrew.shop.dropships.ways.slips import Slip, address_lines, slips

__all__ = ["Slip", "address_lines", "slips_of"]


def slips_of(dropship_ids: Iterable[int]) -> dict[int, Slip]:
    """Return where drop shipments go and what is still in them, by number; three questions, however many."""
    rows = list(DropShipment.objects.filter(pk__in=set(dropship_ids)).order_by("pk"))
    return {row.pk: slip for row, slip in zip(rows, slips(rows), strict=True)}
