"""Questions of the crew, with seats: orders whose promise is in danger, and one of them."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.shop.delays.models import LIVE, OVER, Delay
from storecrew.shop.delays.reads.plain import view, views
from storecrew.shop.delays.seats import EVERYWHERE, READERS
from storecrew.shop.delays.types import DelayView


class DelayList(Input):
    """`view`: live ones by what they are likely to cost, or those that are over, the newest first."""

    view: Literal["live", "over"] = "live"
    supplier_id: int | None = None
    reason: Annotated[str, Field(max_length=12)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    cursor: Annotated[str, Field(max_length=12)] | None = None


class OneDelay(Input):
    """A delay."""

    delay_id: int


@read("delays.delays", label=_("Orders at risk"), seats=READERS, surfaces=EVERYWHERE)
def delays(ask: Ask, data: DelayList) -> Page[DelayView]:
    """List orders whose promise is not likely to hold, with the chance, the reason, and what it is likely to cost."""
    rows = Delay.objects.filter(state__in=LIVE if data.view == "live" else OVER).select_related("order")
    if data.supplier_id is not None:
        rows = rows.filter(supplier=data.supplier_id)
    if data.reason:
        rows = rows.filter(reason=data.reason)
    ordered = rows.order_by("-cost_minor", "-pk") if data.view == "live" else rows.order_by("-settled_at", "-pk")
    start = int(data.cursor) if data.cursor and data.cursor.isdecimal() else 0
    found = list(ordered[start : start + data.limit + 1])
    more = str(start + data.limit) if len(found) > data.limit else None
    return Page(items=views(found[: data.limit]), cursor=more)


@read("delays.delay", label=_("An order at risk"), seats=READERS, surfaces=EVERYWHERE)
def delay(ask: Ask, data: OneDelay) -> DelayView:
    """Tell how it stands with one order's promise."""
    row = Delay.objects.filter(pk=data.delay_id).select_related("order").first()
    if row is None:
        raise Missing
    return view(row)
