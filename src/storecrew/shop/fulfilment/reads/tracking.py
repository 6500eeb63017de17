"""Where an order is, as its buyer may see it: what was promised, and what is expected now."""

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input, Private
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar
from storecrew.shop.fulfilment.models import GONE, ON_THE_WAY, Content, Parcel, ParcelState, TrackingEvent
from storecrew.shop.fulfilment.reads.parcels import in_parcel, spoken
from storecrew.shop.fulfilment.types import InParcel, Tracked, TrackedParcel
from storecrew.shop.fulfilment.wording import word_of
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.shipping import carriers
from storecrew.shop.shipping import reads as shipping


class TrackQuery(Input):
    """The token of a buyer's link."""

    token: Annotated[str, Private, Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


@read("fulfilment.track", label=_("Where an order is"), seats={PUBLIC}, surfaces={"web", "rest"})
def track(ask: Ask, data: TrackQuery) -> Tracked:
    """Tell a buyer where the order is that a link opens: promised then, expected now, parcel by parcel."""
    order = orders.by_token(ask.actor, orders.ByToken(token=data.token), now=ask.now)
    return tracked(order, ask.now)


def tracked(order: OrderView, now: datetime) -> Tracked:
    """Return where an order is, for fronts that have proved who asks."""
    rows = list(Parcel.objects.filter(order=order.order_id, state__in=GONE).order_by("ordinal"))
    lines = {line.line_id: line for line in order.lines}
    contents: dict[int, list[InParcel]] = {}
    for content in Content.objects.filter(parcel__in=rows).order_by("parcel_id", "pk"):
        contents.setdefault(content.parcel_id, []).append(in_parcel(content, lines.get(content.line_id)))
    events: dict[int, list[TrackingEvent]] = {}
    for event in TrackingEvent.objects.filter(parcel__in=rows).order_by("parcel_id", "-at", "-pk"):
        events.setdefault(event.parcel_id, []).append(event)
    waiting = tuple(
        InParcel(
            line_id=line.line_id,
            sku=line.sku,
            title=line.title,
            options=tuple(one.value for one in line.options),
            quantity=line.open,
        )
        for line in order.lines
        if line.open and line.requires_shipping
    )
    expected = _expected(order, rows, now, waiting=bool(waiting))
    until = order.promised_until
    late = bool(until and expected and expected > until)
    return Tracked(
        order=order.number,
        state=_state(order, rows, late=late, waiting=bool(waiting)),
        promised_from=order.promised_from,
        promised_until=until,
        expected_until=expected,
        late=late,
        parcels=tuple(
            TrackedParcel(
                number=row.number,
                state=row.state,
                word=word_of(row.state),
                carrier_name=carriers.name_of(row.carrier, get_language() or order.language),
                tracking_number=row.tracking_number,
                tracking_url=carriers.tracking_url(row.carrier, row.tracking_number),
                contents=tuple(contents.get(row.pk, ())),
                events=tuple(spoken(event) for event in events.get(row.pk, ())),
                shipped_at=row.shipped_at,
                delivered_at=row.delivered_at,
            )
            for row in rows
        ),
        waiting=waiting,
    )


def _state(order: OrderView, rows: list[Parcel], *, late: bool, waiting: bool) -> str:
    states = {row.state for row in rows}
    if order.state == "cancelled":
        return "cancelled"
    if states & {ParcelState.EXCEPTION, ParcelState.RETURNED}:
        return "trouble"
    if not waiting and states == {ParcelState.DELIVERED}:
        return "delivered"
    if late:
        return "late"
    if rows:
        return "part_shipped" if waiting else "shipped"
    return "preparing"


def _expected(order: OrderView, rows: list[Parcel], now: datetime, *, waiting: bool) -> date | None:
    """Return when the last of it should be there by what is known now: handed over plus the days that the method takes.

    A parcel that is still on its way after that is expected on the next working day, from day to day; nothing is expected
    while a parcel is in trouble.
    """
    if any(row.state in {ParcelState.EXCEPTION, ParcelState.RETURNED} for row in rows):
        return None
    calendar = work_calendar()
    today = calendar.local_date(now)
    dates: list[date] = []
    try:
        for row in rows:
            if row.state not in ON_THE_WAY or row.shipped_at is None:
                continue
            method = shipping.method_view(row.method_id) if row.method_id else None
            planned = row.promised_until
            if method is not None:
                planned = engine.add_working_days(calendar, calendar.local_date(row.shipped_at), method.transit[1])
            if planned is not None:
                dates.append(max(planned, today))
        if waiting and order.promised_until is not None:
            behind = order.ship_by is not None and now > order.ship_by
            # every working day after the day on which it had to leave moves the arrival by one
            late_by = (
                engine.working_days_between(calendar, calendar.local_date(order.ship_by), today)
                if behind and order.ship_by
                else 0
            )
            dates.append(
                engine.add_working_days(calendar, order.promised_until, late_by) if late_by else order.promised_until
            )
    except engine.NeverOpen:
        return None
    return max(dates, default=None)
