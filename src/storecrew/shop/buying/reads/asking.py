"""The permitted questions about purchases."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.buying.models import PurchaseOrder, State
from storecrew.shop.buying.reads import plain
from storecrew.shop.buying.reads.sums import owed
from storecrew.shop.buying.seats import EVERYWHERE, READERS
from storecrew.shop.buying.types import Owed, PurchaseView


class OrdersQuery(Input):
    """Which orders. `state` None: all; `before` is the last number of the answer before."""

    supplier_id: int | None = None
    state: State | None = None
    before: int | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Orders(Output):
    """The newest first."""

    items: tuple[PurchaseView, ...]


@read("buying.orders", label=gettext_lazy("Purchase orders"), seats=READERS, surfaces=EVERYWHERE)
def orders(ask: Ask, data: OrdersQuery) -> Orders:
    """List purchase orders with their lines: what was ordered, answered, promised, received and billed."""
    rows = PurchaseOrder.objects.order_by("-pk")
    rows = rows.filter(supplier_id=data.supplier_id) if data.supplier_id else rows
    rows = rows.filter(state=data.state) if data.state else rows
    rows = rows.filter(pk__lt=data.before) if data.before else rows
    return Orders(items=plain.views_of(rows[: data.limit]))


class OneOrder(Input):
    """Names an order."""

    po_id: int


@read("buying.order", label=gettext_lazy("Purchase order"), seats=READERS, surfaces=EVERYWHERE)
def order(ask: Ask, data: OneOrder) -> PurchaseView:
    """Tell everything about a purchase order."""
    found = plain.find(data.po_id)
    if found is None:
        raise Missing(_("There is no such purchase order."))
    return found


class OwedQuery(Input):
    """To whom."""

    supplier_id: int


class OwedAnswer(Output):
    """By currency."""

    items: tuple[Owed, ...]


@read("buying.owed", label=gettext_lazy("What a supplier gets of us"), seats=READERS, surfaces=EVERYWHERE)
def owed_to(ask: Ask, data: OwedQuery) -> OwedAnswer:
    """Tell what is owed to a supplier: deposits that are due, goods that are here without a bill, bills, and what is late."""
    return OwedAnswer(items=owed(data.supplier_id, ask.now))
