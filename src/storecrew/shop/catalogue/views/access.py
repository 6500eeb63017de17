"""Who may open the catalogue's pages, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.catalogue.seats import COST_READERS, EDITORS, PRICERS, READERS

reader = permitted("catalogue.products", READERS)
"""Lets in whoever holds a seat. What they may change is decided by the actions."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer: editing, prices, costs."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_edit": bool(seats & EDITORS),
        "may_price": bool(seats & PRICERS),
        "may_see_cost": bool(seats & COST_READERS),
    }
