"""Who may open the pages of stock, and what they may do on them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.actions.types import Actor
from storecrew.shop.stock.seats import COST_READERS, KEEPERS, PLANNERS, READERS


def reader[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever holds a seat. What they may change is decided by the actions."""
    return _guarded(view, READERS, "stock.levels")


def cost_reader[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who may see what stock is worth."""
    return _guarded(view, COST_READERS, "stock.value")


def keeper[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who moves and counts goods."""
    return _guarded(view, KEEPERS, "stock.adjust")


def _guarded[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase], seats: frozenset[str], name: str
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name=name, seats=seats, at=timezone.now())
        return view(request, *args, **kwargs)

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return actor


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer: moving goods, policy, costs."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_keep": bool(seats & KEEPERS),
        "may_plan": bool(seats & PLANNERS),
        "may_see_cost": bool(seats & COST_READERS),
    }
