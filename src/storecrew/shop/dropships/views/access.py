"""Who may open the pages of drop shipments, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.dropships.seats import COST_READERS, READERS, SENDERS, SETTERS, STOPPERS

reader = permitted("dropships.dropships", READERS)
"""Lets in who may see drop shipments; what they may change is decided by the actions."""
sender = permitted("dropships.send", SENDERS)
setter = permitted("dropships.arrange", SETTERS)


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_send": bool(seats & SENDERS),
        "may_stop": bool(seats & STOPPERS),
        "may_set": bool(seats & SETTERS),
        "sees_costs": bool(seats & COST_READERS),
    }
