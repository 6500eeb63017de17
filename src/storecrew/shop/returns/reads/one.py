"""One return: for the crew by its id or by what was scanned, for other rooms by its order; and what it comes to."""

from datetime import datetime
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input
from storecrew.shop.orders import reads as orders
from storecrew.shop.returns import offering
from storecrew.shop.returns.models import COMING, Return
from storecrew.shop.returns.reads.assembly import views_of
from storecrew.shop.returns.reckoning import ShippingRule, Terms
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.seats import EVERYWHERE, READERS
from storecrew.shop.returns.types import ReturnView, Sum
from storecrew.shop.shipping import carriers


class OneReturn(Input):
    """Which return."""

    return_id: int


class ByCode(Input):
    """What was scanned or typed: the return's number, the order's, or the carrier's."""

    code: Annotated[str, Field(min_length=1, max_length=60)]


class SumQuery(Input):
    """What of a return would go back: all that is due, or so many pieces (line of the return → pieces)."""

    return_id: int
    pieces: dict[int, Annotated[int, Field(ge=0)]] | None = None
    shipping_rule: ShippingRule | None = None


@read("returns.return", label=pgettext_lazy("returns", "Return"), seats=READERS, surfaces=EVERYWHERE)
def one(ask: Ask, data: OneReturn) -> ReturnView:
    """Tell everything about a return."""
    found = find(data.return_id, ask.now)
    if found is None:
        raise Missing(_("There is no such return."))
    return found


@read("returns.by_code", label=gettext_lazy("Return by what was scanned"), seats=READERS, surfaces=EVERYWHERE)
def by_code(ask: Ask, data: ByCode) -> ReturnView:
    """Find the return behind a code: the slip's barcode, the tracking number, else the order's newest that is awaited."""
    code = data.code.strip().lstrip("#")
    exact = Q(number__iexact=code) | Q(tracking_number=carriers.normal(code))
    row = Return.objects.filter(exact).order_by("-pk").first()
    if row is None and (order_id := orders.id_of_number(code)) is not None:
        rows = Return.objects.filter(order=order_id)
        row = rows.filter(state__in=COMING).order_by("-pk").first() or rows.order_by("-pk").first()
    if row is None:
        raise Missing(_("No return has this code."))
    return views_of([row], ask.now)[0]


@read("returns.sum_due", label=gettext_lazy("What goes back for a return"), seats=READERS, surfaces=EVERYWHERE)
def sum_due(ask: Ask, data: SumQuery) -> Sum:
    """Reckon what would go back for a return now, line by line, without sending anything."""
    row = Return.objects.filter(pk=data.return_id).first()
    order = orders.find(row.order_id) if row else None
    if row is None or order is None:
        raise Missing(_("There is no such return."))
    lines = list(row.lines.order_by("pk"))
    due = offering.pieces_due(row, lines)
    pieces = due if data.pieces is None else {pk: min(data.pieces.get(pk, 0), most) for pk, most in due.items()}
    return offering.sum_of(row, order, lines, pieces, current_policy(), Terms(shipping_rule=data.shipping_rule))


def find(return_id: int, now: datetime) -> ReturnView | None:
    """Return a return for another room, None when there is none."""
    row = Return.objects.filter(pk=return_id).first()
    return views_of([row], now)[0] if row else None


def returns_of_order(order_id: int, now: datetime) -> tuple[ReturnView, ...]:
    """Return an order's returns for another room, the first one first."""
    return tuple(views_of(list(Return.objects.filter(order=order_id).order_by("ordinal")), now))
