"""What this room keeps of a person, how it is erased, and how it follows when two records become one."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import pgettext_lazy

from storecrew.shop.customers import merging, privacy
from storecrew.shop.returns.models import Return
from storecrew.shop.returns.writing.people import forget, give_back, give_over


def export(customer_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return what these customers sent back, and what they said of it."""
    rows = Return.objects.filter(customer__in=list(customer_ids)).prefetch_related("lines__line").order_by("pk")
    return [
        {
            "number": row.number,
            "kind": row.kind,
            "state": row.state,
            "words": row.words,
            "requested": row.requested_at.isoformat(),
            "tracking": row.tracking_number,
            "lines": [
                {"title": line.line.title, "quantity": line.quantity, "reason": line.reason} for line in row.lines.all()
            ],
        }
        for row in rows
    ]


privacy.section("returns", label=pgettext_lazy("returns", "Returns"), export=export, forget=forget)
merging.mover("returns", move=give_over, move_back=give_back)
