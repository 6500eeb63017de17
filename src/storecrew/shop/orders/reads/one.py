"""One order: for the crew by its id or number, for its buyer by the token of a link."""

from collections.abc import Iterable
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.reads.assembly import views_of
from storecrew.shop.orders.seats import EVERYWHERE, READERS
from storecrew.shop.orders.tokens import Token, order_of, token_of
from storecrew.shop.orders.types import OrderView


class OneOrder(Input):
    """Which order."""

    order_id: int


class ByNumber(Input):
    """An order as people call it."""

    number: Annotated[str, Field(min_length=1, max_length=40)]


class ByToken(Input):
    """The token of a buyer's link."""

    token: Token


@read("orders.order", label=pgettext_lazy("orders", "Order"), seats=READERS, surfaces=EVERYWHERE)
def order(ask: Ask, data: OneOrder) -> OrderView:
    """Tell everything about an order."""
    found = find(data.order_id)
    if found is None:
        raise Missing(_("There is no such order."))
    return found


@read("orders.by_number", label=gettext_lazy("Order by its number"), seats=READERS, surfaces=EVERYWHERE)
def by_number(ask: Ask, data: ByNumber) -> OrderView:
    """Tell everything about the order with this number, ours or that of the system it came from."""
    number = id_of_number(data.number)
    found = find(number) if number is not None else None
    if found is None:
        raise Missing(_("There is no order with this number."))
    return found


@read("orders.by_token", label=gettext_lazy("A buyer's own order"), seats={PUBLIC}, surfaces={"web", "rest"})
def by_token(ask: Ask, data: ByToken) -> OrderView:
    """Tell a buyer about the order that a link opens, without what is for the crew's eyes only."""
    row = order_of(data.token)
    if row is None or row.state == State.DRAFT:
        raise Missing(_("This link opens no order (any more). Ask the store for a new one."))
    return views_of([row], crew=False)[0]


def find(order_id: int, *, crew: bool = True) -> OrderView | None:
    """Return an order for another room, None when there is none."""
    row = Order.objects.filter(pk=order_id).first()
    return views_of([row], crew=crew)[0] if row else None


def find_many(order_ids: Iterable[int], *, crew: bool = True) -> dict[int, OrderView]:
    """Return orders for another room, by id: six questions, however many."""
    rows = list(Order.objects.filter(pk__in=list(order_ids)).order_by("pk"))
    return {view.order_id: view for view in views_of(rows, crew=crew)}


def id_of_number(number: str) -> int | None:
    """Return the id behind a number, whatever its case; None when nobody has it."""
    text = number.strip().lstrip("#")
    rows = Order.objects.placed().order_by("-pk")
    found = rows.filter(number__iexact=text).first() or rows.filter(source_number=text).first()
    return found.pk if found else None


def token_for(order_id: int) -> str:
    """Return the token by which an order's buyer opens it: for letters and pages of those who have proved who they are."""
    return token_of(Order.objects.get(pk=order_id))


def language_of(token: str) -> str:
    """Return the language of the order that a token opens; raises Missing for one that opens nothing."""
    row = order_of(token)
    if row is None or row.state == State.DRAFT:
        raise Missing(_("This link opens no order (any more). Ask the store for a new one."))
    return row.language


def tokens_for(order_ids: Iterable[int]) -> dict[int, str]:
    """Return the tokens of many orders at once, by order."""
    return {row.pk: token_of(row) for row in Order.objects.filter(pk__in=list(order_ids)).order_by("pk")}
