"""Who may open the ledger's pages, and what they may do on them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from storecrew.kernel.actions.grants import allows, permit
from storecrew.kernel.actions.types import OWNER, Actor
from storecrew.shop.ledger.seats import BOOKKEEPERS, READERS


def reader[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in finance and the director. What they may change is decided by the actions."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name="ledger.accounts", seats=READERS, at=timezone.now())
        return view(request, *args, **kwargs)

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return actor


def may_book(request: HttpRequest) -> bool:
    """Tell whether the page offers changes."""
    return allows(actor_of(request), name="ledger.post", seats=BOOKKEEPERS, at=timezone.now())


def may_unlock(request: HttpRequest) -> bool:
    """Tell whether the page offers to open a closed month."""
    return allows(actor_of(request), name="ledger.unlock_period", seats=frozenset({OWNER}), at=timezone.now())
