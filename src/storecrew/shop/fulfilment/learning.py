"""What promises learn from: that something was ordered, left, arrived, or will never arrive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.fulfilment.events import ParcelCameBack, ParcelDelivered, ParcelShipped
from storecrew.shop.fulfilment.models import Parcel
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.events import OrderCancelled, OrderPlaced
from storecrew.shop.orders.types import OrderView
from storecrew.shop.promise import actions as promise
from storecrew.shop.promise.types import Way
from storecrew.shop.shipping import reads as shipping


@on(OrderPlaced, name="fulfilment.observe_placed")
def placed(event: OrderPlaced, meta: Meta) -> None:
    """Begin to wait for an order."""
    order = orders.find(event.order_id)
    if order is None or order.placed_at is None or order.promised_until is None:
        return
    grounds = _grounds(order)
    way = _way_of(grounds, None, "")
    if way is not None:
        _observe(order, order.order_id, "order", promise.What.PLACED, order.placed_at, way, meta, grounds=grounds)


@on(OrderCancelled, name="fulfilment.observe_cancelled")
def cancelled(event: OrderCancelled, meta: Meta) -> None:
    """Stop waiting for an order that was called off."""
    order = orders.find(event.order_id)
    way = _way_of(_grounds(order), None, "") if order else None
    if order is not None and order.promised_until is not None and way is not None:
        at = order.cancelled_at or meta.at
        _observe(order, order.order_id, "order", promise.What.ENDED, at, way, meta)


@on(ParcelShipped, name="fulfilment.observe_shipped")
def shipped(event: ParcelShipped, meta: Meta) -> None:
    """Note when a parcel left."""
    _of_parcel(event.parcel_id, promise.What.HANDED_OVER, meta)


@on(ParcelDelivered, name="fulfilment.observe_delivered")
def delivered(event: ParcelDelivered, meta: Meta) -> None:
    """Note when a parcel arrived."""
    _of_parcel(event.parcel_id, promise.What.DELIVERED, meta)


@on(ParcelCameBack, name="fulfilment.observe_returned")
def came_back(event: ParcelCameBack, meta: Meta) -> None:
    """Stop waiting for a parcel that came back."""
    _of_parcel(event.parcel_id, promise.What.ENDED, meta)


def _of_parcel(parcel_id: int, what: promise.What, meta: Meta) -> None:
    row = Parcel.objects.filter(pk=parcel_id).first()
    order = orders.find(row.order_id) if row else None
    if row is None or order is None or order.placed_at is None:
        return
    way = _way_of(_grounds(order), row.method_id, row.carrier)
    at = {promise.What.HANDED_OVER: row.shipped_at, promise.What.DELIVERED: row.delivered_at}.get(what, meta.at)
    if way is None or at is None:
        return
    source = f"warehouse:{row.warehouse_id}" if row.warehouse_id else ""
    _observe(order, row.pk, "parcel", what, at, way, meta, source=source)


def _grounds(order: OrderView) -> dict[str, Any]:
    grounds = order.promise.get("grounds")
    return grounds if isinstance(grounds, dict) else {}


def _way_of(promised: Mapping[str, Any], method_id: int | None, carrier: str) -> Way | None:
    """Return how it was promised to be sent; else how the method says it is; None where neither is known."""
    packages = promised.get("packages") or ()
    for package in packages:
        way = Way.model_validate(package["way"])
        if method_id is None or way.method_id == method_id:
            return way
    method = shipping.method_view(method_id) if method_id is not None else None
    if method is None:
        return None
    return Way(
        method_id=method.method_id,
        carrier=carrier or method.carrier,
        handling=method.handling,
        transit=method.transit,
    )


def _observe(
    order: OrderView,
    number: int,
    kind: str,
    what: promise.What,
    at: datetime,
    way: Way,
    meta: Meta,
    *,
    source: str = "",
    grounds: Mapping[str, Any] | None = None,
) -> None:
    assert order.placed_at is not None  # noqa: S101  asked before
    where = order.ship_to
    if where is None:
        return
    data = promise.Observe(
        shipment=f"{kind}:{number}",
        order=f"order:{order.order_id}",
        what=what,
        at=max(at, order.placed_at),
        placed_at=order.placed_at,
        way=way,
        source=source,
        country=where.country,
        region=where.region,
        promised_first=order.promised_from,
        promised_last=order.promised_until,
        grounds=dict(grounds) if grounds else None,
    )
    promise.observe(
        Actor("system", name=promise.OBSERVER, reason=what.value, surface=Surface.WORKER), data, now=meta.now
    )
