"""Who may open the ledger's pages, and what they may do on them."""

from django.http import HttpRequest
from django.utils import timezone

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import OWNER
from storecrew.kernel.pages.access import actor_of, permitted
from storecrew.shop.ledger.seats import BOOKKEEPERS, READERS

reader = permitted("ledger.accounts", READERS)
"""Lets in finance and the director. What they may change is decided by the actions."""


def may_book(request: HttpRequest) -> bool:
    """Tell whether the page offers changes."""
    return allows(actor_of(request), name="ledger.post", seats=BOOKKEEPERS, at=timezone.now())


def may_unlock(request: HttpRequest) -> bool:
    """Tell whether the page offers to open a closed month."""
    return allows(actor_of(request), name="ledger.unlock_period", seats=frozenset({OWNER}), at=timezone.now())
