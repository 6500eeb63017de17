"""Who may open the pages of orders, what they may do there, and which order an address means."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.seats import BOOKKEEPERS, COST_READERS, HOLDERS, READERS, SELLERS

reader = permitted("orders.orders", READERS)
"""Lets in whoever may read orders. What they may change is decided by the actions."""


seller = permitted("orders.edit", SELLERS)
"""Lets in whoever may write orders: pages that are nothing but a form for it."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_sell": bool(seats & SELLERS),
        "may_hold": bool(seats & HOLDERS),
        "may_bill": bool(seats & BOOKKEEPERS),
        "may_see_cost": bool(seats & COST_READERS),
    }


def order_at(ref: str) -> Order:
    """Return the order an address means: its number, whatever its case, or `D12` for a draft; raises Missing."""
    rows = Order.objects.select_related("customer", "split_from")
    if ref[:1] in {"D", "d"} and ref[1:].isdecimal() and len(ref) < 19:
        found = rows.filter(pk=int(ref[1:]), number="").first()
    else:
        found = rows.filter(number__iexact=ref).exclude(number="").first()
    if found is None:
        raise Missing(_("There is no such order."))
    return found
