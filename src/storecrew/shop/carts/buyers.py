"""What this room keeps of a person, how it is erased, and how it follows when two records become one."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.shop.carts.models import Cart
from storecrew.shop.carts.writing import forget, give_back, give_over
from storecrew.shop.customers import merging, privacy


def export(customer_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return what these customers have in their bags."""
    rows = Cart.objects.filter(customer__in=list(customer_ids)).prefetch_related("lines").order_by("pk")
    return [
        {
            "opened": row.opened_at.isoformat(),
            "state": row.state,
            "email": row.email,
            "phone": row.phone,
            "ship_to": row.ship_to,
            "note": row.note,
            "lines": [{"variant": line.variant_id, "quantity": line.quantity} for line in row.lines.all()],
        }
        for row in rows
    ]


privacy.section("carts", label=_("Bags"), export=export, forget=forget)
merging.mover("carts", move=give_over, move_back=give_back)
