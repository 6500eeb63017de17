"""Who works at suppliers, for other rooms."""

from collections.abc import Iterable

from storecrew.shop.supply.models import Contact
from storecrew.shop.supply.reads.views import contact_view
from storecrew.shop.supply.types import ContactView


def contacts_of(supplier_ids: Iterable[int]) -> dict[int, tuple[ContactView, ...]]:
    """Return who works at suppliers, whoever is asked first in front; those without anybody are missing. Two questions."""
    rows = Contact.objects.filter(supplier__in=set(supplier_ids), left_at=None).select_related("supplier")
    found: dict[int, list[ContactView]] = {}
    for row in rows.prefetch_related("channels").order_by("supplier_id", "-primary", "pk"):
        found.setdefault(row.supplier_id, []).append(contact_view(row))
    return {supplier_id: tuple(some) for supplier_id, some in found.items()}
