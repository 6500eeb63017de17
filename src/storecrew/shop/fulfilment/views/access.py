"""Who may open fulfilment's pages, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.fulfilment.seats import FOLLOWERS, PACKERS, READERS, SETTERS

reader = permitted("fulfilment.ready", READERS)
"""Lets in whoever holds a seat. What they may change is decided by the actions."""


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    actor, now = actor_of(request), timezone.now()
    return {
        "may_pack": allows(actor, name="fulfilment.pack", seats=PACKERS, at=now),
        "may_follow": allows(actor, name="fulfilment.record_tracking", seats=FOLLOWERS, at=now),
        "may_set": allows(actor, name="fulfilment.set_habits", seats=SETTERS, at=now),
    }
