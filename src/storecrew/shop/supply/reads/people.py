"""Who is bought from, and who works there, for other rooms."""

from collections.abc import Iterable
from datetime import datetime

from storecrew.shop.supply.models import Contact, Offer, State, Supplier
from storecrew.shop.supply.reads.views import contact_view, supplier_view
from storecrew.shop.supply.types import ContactView, SupplierView


def contacts_of(supplier_ids: Iterable[int]) -> dict[int, tuple[ContactView, ...]]:
    """Return who works at suppliers, whoever is asked first in front; those without anybody are missing. Two questions."""
    rows = Contact.objects.filter(supplier__in=set(supplier_ids), left_at=None).select_related("supplier")
    found: dict[int, list[ContactView]] = {}
    for row in rows.prefetch_related("channels").order_by("supplier_id", "-primary", "pk"):
        found.setdefault(row.supplier_id, []).append(contact_view(row))
    return {supplier_id: tuple(some) for supplier_id, some in found.items()}


def active_suppliers() -> tuple[SupplierView, ...]:
    """Return everybody one buys from now, by name. One question."""
    return tuple(supplier_view(row) for row in Supplier.objects.filter(state=State.ACTIVE).order_by("name", "pk"))


def partners() -> tuple[SupplierView, ...]:
    """Return everybody one buys from or has paused, by name; those that were ended are left out. One question."""
    rows = Supplier.objects.exclude(state=State.ENDED).order_by("name", "pk")
    return tuple(supplier_view(row) for row in rows)


def added_at(supplier_ids: Iterable[int]) -> dict[int, datetime]:
    """Return since when they are suppliers of ours. One question."""
    return dict(Supplier.objects.filter(pk__in=set(supplier_ids)).values_list("pk", "added_at"))


def offered_by(supplier_id: int, *, at_most: int = 2000) -> tuple[int, ...]:
    """Return the variants that a supplier offers now. One question."""
    rows = Offer.objects.filter(supplier=supplier_id, ended_at=None).order_by("pk")
    return tuple(rows.values_list("variant_id", flat=True)[:at_most])
