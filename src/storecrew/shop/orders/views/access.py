"""Who may open the pages of orders, what they may do there, and which order an address means."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.actions.types import Actor
from storecrew.shop.orders.models import Order
from storecrew.shop.orders.seats import BOOKKEEPERS, COST_READERS, HOLDERS, READERS, SELLERS


def reader[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever may read orders. What they may change is decided by the actions."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name="orders.orders", seats=READERS, at=timezone.now())
        return view(request, *args, **kwargs)

    return guarded


def seller[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever may write orders: pages that are nothing but a form for it."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name="orders.edit", seats=SELLERS, at=timezone.now())
        return view(request, *args, **kwargs)

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the people room's middleware
    return actor


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the page may offer."""
    seats = set(grants_of(actor_of(request), timezone.now()).seats)
    return {
        "may_sell": bool(seats & SELLERS),
        "may_hold": bool(seats & HOLDERS),
        "may_bill": bool(seats & BOOKKEEPERS),
        "may_see_cost": bool(seats & COST_READERS),
    }


def order_at(ref: str) -> Order:
    """Return the order an address means: its number, whatever its case, or `D12` for a draft; raises Missing."""
    rows = Order.objects.select_related("customer", "split_from")
    if ref[:1] in {"D", "d"} and ref[1:].isdecimal() and len(ref) < 19:
        found = rows.filter(pk=int(ref[1:]), number="").first()
    else:
        found = rows.filter(number__iexact=ref).exclude(number="").first()
    if found is None:
        raise Missing(_("There is no such order."))
    return found
