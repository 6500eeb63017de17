"""Who may open the pages of availability, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.availability.seats import DARERS, READERS

reader = permitted("availability.said", READERS)
"""Lets in who may see what suppliers said."""

darer = permitted("availability.set_thresholds", DARERS)
"""Lets in who says how much is dared with a supplier."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    return {"may_dare": bool(set(grants_of(actor_of(request), timezone.now()).seats) & DARERS)}
