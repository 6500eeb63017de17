"""Who may open the tax pages, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.taxes.seats import KEEPERS, READERS

reader = permitted("taxes.try", READERS)
"""Lets in whoever holds a seat. What they may change is decided by the actions."""


def may_edit(request: HttpRequest) -> bool:
    """Tell whether the page offers changes."""
    return allows(actor_of(request), name="taxes.set", seats=KEEPERS, at=timezone.now())
