"""Who may open the room's pages, and what they may do on them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of, permit
from storecrew.kernel.actions.types import Actor
from storecrew.shop.customers.finding import alive
from storecrew.shop.customers.models import Customer
from storecrew.shop.customers.seats import INSIDERS, KEEPERS, READERS, TAGGERS


def reader[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever may look at customers. What they may change is decided by the actions."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name="customers.customer", seats=READERS, at=timezone.now())
        return view(request, *args, **kwargs)

    return guarded


def keeper[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever keeps customers' records: imports, duplicates, requests about data."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permit(actor_of(request), name="customers.edit", seats=KEEPERS, at=timezone.now())
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
        "may_keep": bool(seats & KEEPERS),
        "may_tag": bool(seats & TAGGERS),
        "may_read_private": bool(seats & INSIDERS),
    }


def customer_of(customer_id: int) -> Customer:
    """Return the living record of a customer for a page; raises Missing."""
    row = Customer.objects.filter(pk=customer_id).first()
    if row is None:
        raise Missing
    return alive(row)
