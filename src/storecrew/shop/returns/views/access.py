"""Who may open the pages of returns, what they may do on them, and which return an address means."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.returns.models import Return
from storecrew.shop.returns.seats import DECIDERS, READERS, RECEIVERS, REFUNDERS, RULERS
from storecrew.shop.stock import reads as stock

reader = permitted("returns.returns", READERS)
"""Lets in whoever may read returns. What they may change is decided by the actions."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_decide": bool(seats & DECIDERS),
        "may_receive": bool(seats & RECEIVERS),
        "may_refund": bool(seats & REFUNDERS),
        "may_rule": bool(seats & RULERS),
    }


def return_at(return_id: int) -> Return:
    """Return a return; raises Missing."""
    row = Return.objects.select_related("order").filter(pk=return_id).first()
    if row is None:
        raise Missing(_("There is no such return."))
    return row


def places(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the warehouses to choose from, the first being the usual one."""
    rows = stock.warehouses(actor_of(request), stock.WarehousesQuery(), now=timezone.now()).items
    return [(str(row.warehouse_id), row.name) for row in rows]
