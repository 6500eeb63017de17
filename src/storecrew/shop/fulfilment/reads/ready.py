"""What is to leave, from where, until when: the warehouse's morning question."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.clock import engine
from storecrew.shop.fulfilment import supply
from storecrew.shop.fulfilment.dueness import Clockwork, clockwork_of, due_at
from storecrew.shop.fulfilment.models import Shortage, Tote
from storecrew.shop.fulfilment.seats import EVERYWHERE, READERS
from storecrew.shop.fulfilment.supply import Share
from storecrew.shop.fulfilment.types import ReadyOrder
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OpenLine
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.stock import reads as stock
from storecrew.shop.stock.types import WarehouseView

ORDER = ("overdue", "today", "next", "later", "waiting")
PAGE = 500
MOST = 2000


class ReadyQuery(Input):
    """From which warehouse (None: all); at most so many orders, the most urgent first."""

    warehouse_id: int | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = PAGE


class Ready(Output):
    """What is to leave: overdue first, then by when it has to. `more`: there are further orders beyond the limit."""

    items: tuple[ReadyOrder, ...]
    more: bool


@read("fulfilment.ready", label=_("Orders to send"), seats=READERS, surfaces=EVERYWHERE)
def ready(ask: Ask, data: ReadyQuery) -> Ready:
    """List what may leave now, by warehouse and order: how much lies there, how much is packed, until when it has to go."""
    lines, more = _lines(ask, data.limit)
    places = {
        place.warehouse_id: place
        for place in stock.warehouses(ask.actor, stock.WarehousesQuery(closed=True), now=ask.now).items
    }
    clocks = {number: clockwork_of(place) for number, place in places.items()}
    shares: dict[tuple[int, int | None], list[Share]] = defaultdict(list)
    for share in supply.shares_of(lines, ask.actor, ask.now):
        if data.warehouse_id is None or share.warehouse_id == data.warehouse_id:
            shares[share.line.order_id, share.warehouse_id].append(share)
    context = _Context(ask.now, places, clocks, {order_id for order_id, _place in shares})
    rows = [context.row(rows) for rows in shares.values()]
    rows.sort(key=lambda row: (ORDER.index(row.group), row.due_at or row.placed_at, row.order_id))
    return Ready(items=tuple(rows), more=more)


def _lines(ask: Ask, limit: int) -> tuple[list[OpenLine], bool]:
    lines: list[OpenLine] = []
    cursor: str | None = None
    left = limit
    while left > 0:
        page = orders.to_ship(ask.actor, orders.OpenQuery(limit=min(left, 500), cursor=cursor), now=ask.now)
        lines += page.items
        left -= min(left, 500)
        cursor = page.cursor
        if cursor is None:
            break
    return lines, cursor is not None


class _Context:
    """What all rows need, asked once."""

    def __init__(
        self, now: datetime, places: dict[int, WarehouseView], clocks: dict[int, Clockwork], order_ids: set[int]
    ) -> None:
        self._now = now
        self._places = places
        self._clocks = clocks
        self._store = clockwork_of(None)
        self._handling = shipping.handling_days()
        self._methods = shipping.methods_in_short()
        totes = Tote.objects.filter(order__in=order_ids, open=True)
        self._waves = {(row[0], row[1]): row[2] for row in totes.values_list("order_id", "warehouse_id", "wave_id")}
        missing = Shortage.objects.filter(order__in=order_ids, settled_at=None)
        self._short = set(missing.values_list("order_id", flat=True))

    def row(self, shares: Sequence[Share]) -> ReadyOrder:
        """Return what of one order leaves one warehouse."""
        line, place = shares[0].line, shares[0].warehouse_id
        clock = self._clocks.get(place, self._store) if place is not None else self._store
        due = due_at(clock, line.placed_at, self._handling, line.method_id, line.ship_by)
        there = sum(share.there for share in shares)
        name, carrier = self._methods.get(line.method_id or 0, ("", ""))
        warehouse = self._places.get(place) if place is not None else None
        return ReadyOrder(
            order_id=line.order_id,
            number=line.number,
            warehouse_id=place,
            warehouse=warehouse.name if warehouse else "",
            country=line.country,
            lines=len(shares),
            pieces=sum(share.quantity for share in shares),
            there=there,
            packed=sum(share.packed for share in shares),
            method=name,
            carrier=carrier,
            placed_at=line.placed_at,
            due_at=due,
            group=self._group(due, clock, waiting=not there and any(share.open for share in shares)),
            wave_id=self._waves.get((line.order_id, place or 0)),
            short=line.order_id in self._short,
        )

    def _group(self, due: datetime | None, clock: Clockwork, *, waiting: bool) -> str:
        if waiting:
            return "waiting"
        if due is None:
            return "later"
        if due < self._now:
            return "overdue"
        try:
            first = clock.next_cut_off(self._now)
            day = engine.add_working_days(clock.calendar, clock.calendar.local_date(first), 1)
            second = clock.cut_off_on(day)
        except engine.NeverOpen:
            return "later"
        if due <= first:
            return "today"
        return "next" if due <= second else "later"
