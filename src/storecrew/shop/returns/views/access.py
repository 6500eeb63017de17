"""Who may open the pages of returns, what they may do on them, and which return an address means."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages.access import signed_in
from storecrew.shop.returns.models import Return
from storecrew.shop.returns.seats import DECIDERS, READERS, RECEIVERS, REFUNDERS, RULERS
from storecrew.shop.stock import reads as stock


def reader[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever may read returns. What they may change is decided by the actions."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name="returns.returns", seats=READERS, at=timezone.now())
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
        "may_decide": bool(seats & DECIDERS),
        "may_receive": bool(seats & RECEIVERS),
        "may_refund": bool(seats & REFUNDERS),
        "may_rule": bool(seats & RULERS),
    }


def return_at(return_id: int) -> Return:
    """Return a return; raises Missing."""
    row = Return.objects.select_related("order").filter(pk=return_id).first()
    if row is None:
        raise Missing(_("There is no such return."))
    return row


def places(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the warehouses to choose from, the first being the usual one."""
    rows = stock.warehouses(actor_of(request), stock.WarehousesQuery(), now=timezone.now()).items
    return [(str(row.warehouse_id), row.name) for row in rows]
