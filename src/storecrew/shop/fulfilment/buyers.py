"""What this room keeps of a person, and how it is erased."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.shop.customers import privacy
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.fulfilment.writing import forget


def export(customer_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return the parcels that went to these customers."""
    rows = Parcel.objects.filter(order__customer__in=list(customer_ids)).order_by("pk")
    return [{"number": row.number, "tracking": row.tracking_number, "to": row.ship_to} for row in rows]


privacy.section("fulfilment", label=_("Parcels"), export=export, forget=forget)
