"""Who may open the pages of suppliers, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.supply.seats import BUYERS, READERS

reader = permitted("supply.suppliers", READERS)
"""Lets in who may see suppliers and what things cost there."""

buyer = permitted("supply.edit_supplier", BUYERS)
"""Lets in who buys."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {"may_buy": bool(seats & BUYERS)}
