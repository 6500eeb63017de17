"""Who may open the pages of coupons, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.discounts.seats import KEEPERS, READERS

reader = permitted("discounts.usage", READERS)
"""Lets in whoever holds a seat. What they may change is decided by the actions."""


def may_edit(request: HttpRequest) -> bool:
    """Tell whether the page offers changes."""
    return allows(actor_of(request), name="discounts.create", seats=KEEPERS, at=timezone.now())
