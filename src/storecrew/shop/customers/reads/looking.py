"""Customers by what somebody remembers of them: for rooms whose pages ask who it is about."""

from storecrew.shop.customers.models import Customer
from storecrew.shop.customers.reads.people import views
from storecrew.shop.customers.tables import matching
from storecrew.shop.customers.types import CustomerView


def find_customers(text: str, *, at_most: int = 8) -> tuple[CustomerView, ...]:
    """Return customers whose name, e-mail or telephone fits, those seen last first; five questions."""
    if not text.strip():
        return ()
    rows = matching(Customer.objects.present(), text).order_by("-seen_at", "-pk")
    ids = list(rows.values_list("pk", flat=True)[:at_most])
    found = views(ids)
    return tuple(found[pk] for pk in ids if pk in found)
