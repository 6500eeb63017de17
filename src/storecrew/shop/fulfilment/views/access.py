"""Who may open fulfilment's pages, and what they may do on them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from storecrew.kernel.actions.grants import allows, permit
from storecrew.kernel.actions.types import Actor
from storecrew.shop.fulfilment.seats import FOLLOWERS, PACKERS, READERS, SETTERS


def reader[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever holds a seat. What they may change is decided by the actions."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name="fulfilment.ready", seats=READERS, at=timezone.now())
        return view(request, *args, **kwargs)

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return actor


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    actor, now = actor_of(request), timezone.now()
    return {
        "may_pack": allows(actor, name="fulfilment.pack", seats=PACKERS, at=now),
        "may_follow": allows(actor, name="fulfilment.record_tracking", seats=FOLLOWERS, at=now),
        "may_set": allows(actor, name="fulfilment.set_habits", seats=SETTERS, at=now),
    }
