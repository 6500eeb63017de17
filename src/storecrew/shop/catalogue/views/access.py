"""Who may open the catalogue's pages, and what they may do on them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.actions.types import Actor
from storecrew.shop.catalogue.seats import COST_READERS, EDITORS, PRICERS, READERS


def reader[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever holds a seat. What they may change is decided by the actions."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name="catalogue.products", seats=READERS, at=timezone.now())
        return view(request, *args, **kwargs)

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return actor


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer: editing, prices, costs."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_edit": bool(seats & EDITORS),
        "may_price": bool(seats & PRICERS),
        "may_see_cost": bool(seats & COST_READERS),
    }
