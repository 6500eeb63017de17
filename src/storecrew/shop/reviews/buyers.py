"""What this room keeps of a person, how it is erased, and how it follows when two records become one."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.shop.customers import merging, privacy
from storecrew.shop.reviews.models import Review
from storecrew.shop.reviews.writing import forget, give_back, give_over


def export(customer_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return what these customers wrote."""
    rows = Review.objects.filter(customer__in=list(customer_ids)).select_related("product").order_by("pk")
    return [
        {
            "product": row.product.title,
            "stars": row.stars,
            "title": row.title,
            "text": row.text,
            "name": row.name,
            "written": row.written_at.isoformat(),
        }
        for row in rows
    ]


privacy.section("reviews", label=_("Reviews"), export=export, forget=forget)
merging.mover("reviews", move=give_over, move_back=give_back)
