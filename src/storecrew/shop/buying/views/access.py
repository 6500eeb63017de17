"""Who may open the pages of buying, and what they may do on them."""

from django.http import Http404, HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.buying.models import PurchaseOrder
from storecrew.shop.buying.seats import BILLERS, BUYERS, READERS
from storecrew.shop.buying.tables import order_rows

reader = permitted("buying.orders", READERS)
"""Lets in who may see what is bought. What they may change is decided by the actions."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {"may_buy": bool(seats & BUYERS), "may_bill": bool(seats & BILLERS), "may_rule": "director" in seats}


def order_at(po_id: int) -> PurchaseOrder:
    """Return an order. Raises Http404."""
    row: PurchaseOrder | None = order_rows().filter(pk=po_id).first()
    if row is None:
        raise Http404
    return row
