"""What has not left yet: for those who plan waves, pick and pack."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.shop.orders.models import Charge, ChargeKind, Line, Order
from storecrew.shop.orders.reads.assembly import options_of
from storecrew.shop.orders.seats import EVERYWHERE, READERS
from storecrew.shop.orders.types import OpenLine


class OpenQuery(Input):
    """`until`: only orders that have to leave by then; None: all. `country`: only there; empty: everywhere."""

    until: datetime | None = None
    country: Annotated[str, Field(max_length=2)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 200
    cursor: str | None = None


@read("orders.to_ship", label=gettext_lazy("What is to be sent"), seats=READERS, surfaces=EVERYWHERE)
def to_ship(ask: Ask, data: OpenQuery) -> Page[OpenLine]:
    """List what may leave now, the most urgent order first: open, not held, paid or on delivery."""
    rows = Order.objects.ready()
    if data.until is not None:
        rows = rows.filter(ship_by__lte=data.until)
    if data.country:
        rows = rows.filter(country=data.country)
    start = int(data.cursor) if data.cursor and data.cursor.isdecimal() else 0
    ids = list(
        rows.order_by(F("ship_by").asc(nulls_last=True), "pk").values_list("pk", flat=True)[
            start : start + data.limit + 1
        ]
    )
    more = str(start + data.limit) if len(ids) > data.limit else None
    return Page(items=open_lines(ids[: data.limit]), cursor=more)


def open_lines(order_ids: Iterable[int]) -> tuple[OpenLine, ...]:
    """Return the pieces of these orders that have not left, order by order as given; two questions."""
    ids = list(order_ids)
    place = {order_id: number for number, order_id in enumerate(ids)}
    lines = (
        Line.objects.filter(order__in=ids, requires_shipping=True)
        .filter(quantity__gt=F("cancelled") + F("shipped"))
        .select_related("order")
        .order_by("order_id", "position", "pk")
    )
    ways = {
        (order_id, key): (source, method_id)
        for order_id, key, source, method_id in Charge.objects.filter(
            order__in=ids, kind=ChargeKind.SHIPPING
        ).values_list("order_id", "key", "source", "method_id")
    }
    return tuple(
        sorted(
            (_open(line, *ways.get((line.order_id, line.package), ("", None))) for line in lines),
            key=lambda one: place[one.order_id],
        )
    )


def _open(line: Line, source: str, method_id: int | None) -> OpenLine:
    order = line.order
    assert order.placed_at is not None  # noqa: S101  the database holds it for whatever is no draft
    return OpenLine(
        order_id=order.pk,
        number=order.number,
        line_id=line.pk,
        key=line.key,
        variant_id=line.variant_id,
        sku=line.sku,
        title=line.title,
        options=options_of(line),
        quantity=line.open,
        package=line.package,
        source=source,
        method_id=method_id,
        weight_g=line.weight_g,
        country=order.country,
        language=order.language,
        ship_by=order.ship_by,
        placed_at=order.placed_at,
    )
