"""Who may open the pages of stock, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.stock.seats import COST_READERS, KEEPERS, PLANNERS, READERS

reader = permitted("stock.levels", READERS)
"""Lets in whoever holds a seat. What they may change is decided by the actions."""


cost_reader = permitted("stock.value", COST_READERS)
"""Lets in who may see what stock is worth."""


keeper = permitted("stock.adjust", KEEPERS)
"""Lets in who moves and counts goods."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer: moving goods, policy, costs."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_keep": bool(seats & KEEPERS),
        "may_plan": bool(seats & PLANNERS),
        "may_see_cost": bool(seats & COST_READERS),
    }
