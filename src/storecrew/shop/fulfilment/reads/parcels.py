"""Parcels: one with its story, and lists of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.money.types import Money
from storecrew.shop.fulfilment import weighing
from storecrew.shop.fulfilment.models import (
    HERE,
    ON_THE_WAY,
    Content,
    Label,
    LabelState,
    Parcel,
    Progress,
    TrackingEvent,
)
from storecrew.shop.fulfilment.seats import EVERYWHERE, READERS
from storecrew.shop.fulfilment.types import InParcel, ParcelView, TrackingView
from storecrew.shop.fulfilment.wording import word_of
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import LineView
from storecrew.shop.shipping import carriers


class OneParcel(Input):
    """Which parcel."""

    parcel_id: int


class ParcelQuery(Input):
    """Parcels, newest first: of an order, in a state, with a tracking number."""

    order_id: int | None = None
    state: Annotated[str, Field(max_length=16)] = ""
    tracking_number: Annotated[str, Field(max_length=60)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=20)] | None = None


@read("fulfilment.parcel", label=_("Parcel"), seats=READERS, surfaces=EVERYWHERE)
def parcel(ask: Ask, data: OneParcel) -> ParcelView:
    """Tell everything about a parcel: contents, weight, carrier, and each word of the carrier."""
    row = Parcel.objects.filter(pk=data.parcel_id).select_related("order", "package_kind").first()
    if row is None:
        raise Missing
    return views_of([row], ask.now)[0]


@read("fulfilment.parcels", label=_("Parcels"), seats=READERS, surfaces=EVERYWHERE)
def parcels(ask: Ask, data: ParcelQuery) -> Page[ParcelView]:
    """List parcels, newest first."""
    rows = Parcel.objects.select_related("order", "package_kind")
    if data.order_id is not None:
        rows = rows.filter(order=data.order_id)
    if data.state:
        rows = rows.filter(state=data.state)
    if data.tracking_number:
        rows = rows.filter(tracking_number=carriers.normal(data.tracking_number))
    if data.cursor and data.cursor.isdecimal():
        rows = rows.filter(pk__lt=int(data.cursor))
    found = list(rows.order_by("-pk")[: data.limit + 1])
    more = str(found[data.limit - 1].pk) if len(found) > data.limit else None
    return Page(items=tuple(views_of(found[: data.limit], ask.now)), cursor=more)


def parcels_of_orders(order_ids: Iterable[int], now: datetime) -> dict[int, list[ParcelView]]:
    """Return the parcels of many orders for another room, by order; unpacked ones are left out."""
    rows = (
        Parcel.objects.filter(order__in=list(order_ids)).exclude(state="undone").select_related("order", "package_kind")
    )
    found: dict[int, list[ParcelView]] = {}
    for view in views_of(list(rows.order_by("order", "ordinal")), now):
        found.setdefault(view.order_id, []).append(view)
    return found


def parcels_of_order(order_id: int, now: datetime) -> tuple[ParcelView, ...]:
    """Return an order's parcels for another room, the first one first; unpacked ones are left out."""
    rows = Parcel.objects.filter(order=order_id).exclude(state="undone").select_related("order", "package_kind")
    return tuple(views_of(list(rows.order_by("ordinal")), now))


def views_of(rows: Sequence[Parcel], now: datetime) -> list[ParcelView]:
    """Return parcels as others may hold them; the number of questions does not grow with them."""
    ids = [row.pk for row in rows]
    contents: dict[int, list[Content]] = defaultdict(list)
    for content in Content.objects.filter(parcel__in=ids).order_by("parcel_id", "pk"):
        contents[content.parcel_id].append(content)
    events: dict[int, list[TrackingEvent]] = defaultdict(list)
    for event in TrackingEvent.objects.filter(parcel__in=ids).order_by("parcel_id", "-at", "-pk"):
        events[event.parcel_id].append(event)
    costs = {
        label.parcel_id: Money(label.cost_minor, label.cost_currency)
        for label in Label.objects.filter(parcel__in=ids, state=LabelState.MADE).order_by("pk")
        if label.cost_minor is not None
    }
    known = orders.find_many({row.order_id for row in rows})
    lines = {line.line_id: line for order in known.values() for line in order.lines}
    names = {code: carriers.name_of(code, get_language() or "en") for code in {row.carrier for row in rows} if code}
    habits = weighing.current_habits()
    today = work_calendar().local_date(now)
    return [
        ParcelView(
            parcel_id=row.pk,
            number=row.number,
            order_id=row.order_id,
            order=row.order.number,
            state=row.state,
            word=word_of(row.state),
            warehouse_id=row.warehouse_id,
            carrier=row.carrier,
            carrier_name=names.get(row.carrier, ""),
            tracking_number=row.tracking_number,
            tracking_url=carriers.tracking_url(row.carrier, row.tracking_number),
            box=row.package_kind.name if row.package_kind else "",
            expected_g=row.expected_g,
            weight_g=row.weight_g,
            weight_off=weighing.is_off(row.expected_g, row.weight_g, habits),
            contents=tuple(in_parcel(content, lines.get(content.line_id)) for content in contents[row.pk]),
            events=tuple(spoken(event) for event in events[row.pk]),
            due_at=row.due_at,
            promised_from=row.promised_from,
            promised_until=row.promised_until,
            packed_at=row.packed_at,
            shipped_at=row.shipped_at,
            delivered_at=row.delivered_at,
            late=_late(row, now, today_after=bool(row.promised_until and row.promised_until < today)),
            trouble=row.trouble,
            label_cost=costs.get(row.pk),
            version=row.version,
        )
        for row in rows
    ]


def in_parcel(content: Content, line: LineView | None) -> InParcel:
    """Return what is in a parcel in the buyer's words."""
    return InParcel(
        line_id=content.line_id,
        sku=line.sku if line else "",
        title=line.title if line else "",
        options=tuple(one.value for one in line.options) if line else (),
        quantity=content.quantity,
    )


def spoken(event: TrackingEvent) -> TrackingView:
    """Return a word of a carrier, with the state in the reader's language."""
    return TrackingView(
        state=event.state,
        word=word_of(event.state),
        at=event.at,
        text=event.text,
        where=event.where,
        source=event.source,
    )


def _late(row: Parcel, now: datetime, *, today_after: bool) -> bool:
    if row.state in HERE:
        return row.due_at is not None and row.due_at < now
    return row.state in ON_THE_WAY and today_after


def packed_of(line_ids: Iterable[int]) -> dict[int, int]:
    """Return how many pieces of orders' lines lie packed and have not left; lines without any are not in the answer."""
    rows = Progress.objects.filter(line_id__in=set(line_ids), waiting__gt=0)
    return dict(rows.values_list("line_id", "waiting"))
