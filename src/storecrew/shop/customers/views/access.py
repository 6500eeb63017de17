"""Who may open the room's pages, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.customers.finding import alive
from storecrew.shop.customers.models import Customer
from storecrew.shop.customers.seats import INSIDERS, KEEPERS, READERS, TAGGERS

reader = permitted("customers.customer", READERS)
"""Lets in whoever may look at customers. What they may change is decided by the actions."""


keeper = permitted("customers.edit", KEEPERS)
"""Lets in whoever keeps customers' records: imports, duplicates, requests about data."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_keep": bool(seats & KEEPERS),
        "may_tag": bool(seats & TAGGERS),
        "may_read_private": bool(seats & INSIDERS),
    }


def customer_of(customer_id: int) -> Customer:
    """Return the living record of a customer for a page; raises Missing."""
    row = Customer.objects.filter(pk=customer_id).first()
    if row is None:
        raise Missing
    return alive(row)
