"""Lists of returns: for programs, and for those who count."""

from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import pgettext_lazy
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Page
from storecrew.shop.returns.models import OPEN, Return
from storecrew.shop.returns.seats import EVERYWHERE, READERS


class ReturnList(Input):
    """Which returns, newest first. `state` one of the states, or `open` for all that are not over."""

    state: Annotated[str, Field(max_length=14)] = ""
    kind: Literal["", "return", "exchange", "claim"] = ""
    order_id: int | None = None
    customer_id: int | None = None
    requested_from: datetime | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=20)] | None = None


class ReturnRow(Output):
    """A return in a list."""

    return_id: int
    number: str
    order_id: int
    customer_id: int | None
    kind: str
    state: str
    wish: str
    requested_at: datetime
    closed_at: datetime | None


@read("returns.returns", label=pgettext_lazy("returns", "Returns"), seats=READERS, surfaces=EVERYWHERE)
def returns(ask: Ask, data: ReturnList) -> Page[ReturnRow]:
    """List returns, newest first."""
    rows = Return.objects.all()
    if data.state:
        rows = rows.filter(state__in=OPEN) if data.state == "open" else rows.filter(state=data.state)
    if data.kind:
        rows = rows.filter(kind=data.kind)
    if data.order_id is not None:
        rows = rows.filter(order=data.order_id)
    if data.customer_id is not None:
        rows = rows.filter(customer=data.customer_id)
    if data.requested_from is not None:
        rows = rows.filter(requested_at__gte=data.requested_from)
    if data.cursor and data.cursor.isdecimal():
        rows = rows.filter(pk__lt=int(data.cursor))
    found = list(rows.order_by("-pk")[: data.limit + 1])
    more = str(found[data.limit - 1].pk) if len(found) > data.limit else None
    return Page(
        items=tuple(
            ReturnRow(
                return_id=row.pk,
                number=row.number,
                order_id=row.order_id,
                customer_id=row.customer_id,
                kind=row.kind,
                state=row.state,
                wish=row.wish,
                requested_at=row.requested_at,
                closed_at=row.closed_at,
            )
            for row in found[: data.limit]
        ),
        cursor=more,
    )
