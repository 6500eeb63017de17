"""The first things to do in a store that is not one yet: without them Today would call an empty store finished."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.kernel.people import reads as people
from storecrew.kernel.people.seats import Seat
from storecrew.shop.catalogue import reads as catalogue


@queue.source("desks.beginnings")
def beginnings(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name what a new store lacks: something to sell, something on sale, somebody in every seat."""
    seats = set(grants_of(actor, now).seats)
    if Seat.WEB in seats:
        yield from _shelves(actor, now)
    if Seat.DIRECTOR in seats:
        yield from _vacancies(actor, now)


def _shelves(actor: Actor, now: datetime) -> Iterator[QueueItem]:
    if not catalogue.products(actor, catalogue.ProductsQuery(limit=1), now=now).items:
        yield QueueItem(
            key="desks.no_products",
            seat=Seat.WEB,
            title=_("The shelves are empty"),
            why=_("A file from another shop system is read in minutes, with its pictures; by hand works as well."),
            step=Step(label=_("Bring products in"), url=reverse("catalogue_transfer:imports")),
            url=reverse("catalogue:new"),
            minutes=10,
        )
    elif not catalogue.products(actor, catalogue.ProductsQuery(status="active", limit=1), now=now).items:
        yield QueueItem(
            key="desks.nothing_on_sale",
            seat=Seat.WEB,
            title=_("Products are there, and none is on sale"),
            why=_("Visitors find an empty store until the first one is put on sale."),
            step=Step(label=_("Choose what goes on sale"), url=reverse("catalogue:products")),
            minutes=5,
        )


def _vacancies(actor: Actor, now: datetime) -> Iterator[QueueItem]:
    vacant = [Seat(row.seat) for row in people.board(actor, people.BoardQuery(), now=now).seats if row.holder is None]
    if vacant:
        names = ", ".join(str(seat.label) for seat in vacant)
        yield QueueItem(
            key="desks.vacant",
            seat=Seat.DIRECTOR,
            title=ngettext("%(n)d seat has nobody in it", "%(n)d seats have nobody in them", len(vacant))
            % {"n": len(vacant)},
            why=_("Nobody sees what falls due there: %(seats)s. One person can sit in several.") % {"seats": names},
            step=Step(label=_("Find somebody"), url=reverse("reception:seats")),
            minutes=5,
            version=",".join(vacant),
        )
