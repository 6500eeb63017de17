"""Hand parcels to the carrier: stock leaves, the order is told, in one transaction."""

from fractions import Fraction
from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money, Rounding
from storecrew.shop.fulfilment.actions.loading import parcel_of
from storecrew.shop.fulfilment.events import ParcelShipped
from storecrew.shop.fulfilment.models import (
    GONE,
    HERE,
    Content,
    Parcel,
    ParcelState,
    Piece,
    Progress,
    Source,
    TrackingEvent,
)
from storecrew.shop.fulfilment.numbers import checked_number
from storecrew.shop.fulfilment.seats import EVERYWHERE, PACKERS
from storecrew.shop.orders import actions as orders
from storecrew.shop.orders import reads as order_reads
from storecrew.shop.shipping import carriers
from storecrew.shop.stock import actions as stock
from storecrew.shop.stock.types import Leaving


class SetTracking(Input):
    """The carrier and its number for a parcel. `sure`: take it although it does not look like one of that carrier."""

    parcel_id: int
    carrier: Annotated[str, Field(max_length=32)] = ""
    tracking_number: Annotated[str, Field(max_length=60)]
    sure: bool = False


class Tracking(Output):
    """The number as it is kept. `state`: checked, plausible, unknown, wrong (taken because somebody was sure)."""

    parcel_id: int
    carrier: str
    tracking_number: str
    tracking_url: str
    state: str


@action(
    "fulfilment.set_tracking",
    label=gettext_lazy("Give a parcel its tracking number"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def set_tracking(run: Run, data: SetTracking) -> Tracking:
    """Note a parcel's carrier and tracking number; the carrier is recognised by the number where none is given.

    A number whose check digit or form is wrong is refused unless `sure`. It can be put right after the parcel has left.
    """
    row = parcel_of(run, data.parcel_id)
    if row.state == ParcelState.UNDONE:
        raise Refused(_("Parcel %(number)s was unpacked.") % {"number": row.number}, code="fulfilment.not_here")
    found = checked_number(data.carrier or row.carrier, data.tracking_number, named=bool(data.carrier), sure=data.sure)
    run.changed(row.subject, "carrier", old=row.carrier, new=found.carrier)
    run.changed(row.subject, "tracking_number", old=row.tracking_number, new=found.number)
    row.carrier, row.tracking_number = found.carrier, found.number
    if row.state == ParcelState.PACKED:
        run.changed(row.subject, "state", old=row.state, new=ParcelState.LABELLED.value)
        row.state = ParcelState.LABELLED
    row.version += 1
    row.save()
    return Tracking(
        parcel_id=row.pk,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=carriers.tracking_url(row.carrier, row.tracking_number),
        state=found.state.value,
    )


class MakeLabels(Input):
    """For which parcels our own label is printed."""

    parcel_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=200)]


class LabelsMade(Output):
    """For how many parcels there is a label now."""

    parcels: int


@action(
    "fulfilment.make_labels",
    label=gettext_lazy("Make labels"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
)
def make_labels(run: Run, data: MakeLabels) -> LabelsMade:
    """Note that our own labels of these parcels are printed: address, number and barcode. Printing again is no harm."""
    rows = Parcel.objects.select_for_update().filter(pk__in=data.parcel_ids, state__in=HERE).order_by("pk")
    count = 0
    for row in rows:
        run.changed(row.subject, "state", old=row.state, new=ParcelState.LABELLED.value)
        row.state, row.printed_at, row.version = ParcelState.LABELLED, run.now, row.version + 1
        row.save()
        count += 1
    if not count:
        raise Refused(_("These parcels have left already, or were unpacked."), code="fulfilment.not_here")
    return LabelsMade(parcels=count)


class Ship(Input):
    """Which parcel leaves; with carrier and number where they were not noted before."""

    parcel_id: int
    carrier: Annotated[str, Field(max_length=32)] = ""
    tracking_number: Annotated[str, Field(max_length=60)] = ""
    sure: bool = False


class Shipped(Output):
    """How parcel and order stand. `counted` is False when it had left before: nothing was done twice."""

    parcel_id: int
    number: str
    state: str
    order_id: int
    fulfilment: str
    counted: bool


@action(
    "fulfilment.ship",
    label=gettext_lazy("Hand a parcel to the carrier"),
    seats=PACKERS,
    surfaces=EVERYWHERE,
    emits=(ParcelShipped,),
    calls=(stock.dispatch, orders.record_shipped, set_tracking),
    previews=True,
)
def ship(run: Run, data: Ship) -> Shipped:
    """Let a parcel leave: its pieces leave the stock, the order counts them as shipped. Done twice, it happens once."""
    row = parcel_of(run, data.parcel_id)
    if row.state in GONE:
        order = order_reads.find(row.order_id)
        return _shipped(row, order.fulfilment if order else "", counted=False)
    if row.state not in HERE:
        raise Refused(_("Parcel %(number)s was unpacked.") % {"number": row.number}, code="fulfilment.not_here")
    if data.tracking_number:
        number = SetTracking(
            parcel_id=row.pk, carrier=data.carrier, tracking_number=data.tracking_number, sure=data.sure
        )
        run.call(set_tracking, number)
        row.refresh_from_db()
    return hand_over(run, row, _dispatch(run, row))


def hand_over(run: Run, row: Parcel, costs: dict[int, Money | None], *, sent_by: str = "") -> Shipped:
    """Let a parcel count as left: the order, the progress of its lines, its first event. Its pieces left the stock before.

    `costs`: what those of each content had cost; `sent_by`: who sent it, where that was not us.
    """
    contents = list(row.contents.order_by("line_id"))
    moved = tuple(
        orders.Moved(line_id=content.line_id, quantity=content.quantity, cost=_each(costs.get(content.pk), content))
        for content in contents
    )
    handled = run.call(
        orders.record_shipped, orders.RecordShipped(order_id=row.order_id, parcel=row.subject, lines=moved)
    )
    for content in contents:
        gone = content.quantity
        Progress.objects.filter(line_id=content.line_id).update(waiting=F("waiting") - gone, open=F("open") - gone)
    run.changed(row.subject, "state", old=row.state, new=ParcelState.SHIPPED.value)
    row.state, row.shipped_at, row.shipped_by = ParcelState.SHIPPED, run.now, run.actor.ref
    row.version += 1
    row.save()
    TrackingEvent.objects.create(
        parcel=row, state=ParcelState.SHIPPED, at=run.now, source=Source.HOUSE, key="shipped", recorded_at=run.now
    )
    _announce(run, row, contents, costs, sent_by)
    return _shipped(row, handled.fulfilment, counted=True)


def _dispatch(run: Run, row: Parcel) -> dict[int, Money | None]:
    """Let the pieces leave the stock; returns what those of each content had cost, None where nobody knows."""
    pieces = list(Piece.objects.filter(content__parcel=row).select_related("content").order_by("content_id", "pk"))
    if not pieces or row.warehouse_id is None:
        return {}
    lines = tuple(
        Leaving(
            variant_id=piece.variant_id,
            quantity=piece.quantity,
            warehouse_id=row.warehouse_id,
            line=piece.content.key,
            bin_id=piece.bin_id,
            lot=piece.lot or None,
            serials=tuple(piece.serials),
        )
        for piece in pieces
    )
    answer = run.call(stock.dispatch, stock.Dispatch(owner=f"order:{row.order_id}", document=row.subject, lines=lines))
    costs: dict[int, Money | None] = {}
    for piece, told in zip(pieces, answer.costs, strict=True):
        known = costs.get(piece.content_id, Money.zero(told.cost.currency) if told.cost else None)
        same = told.cost is not None and known is not None and told.cost.currency == known.currency
        costs[piece.content_id] = known + told.cost if same and told.cost and known is not None else None
    return costs


def _each(cost: Money | None, content: Content) -> Money | None:
    """Return what one piece of the line had cost."""
    if cost is None:
        return None
    return cost.times(Fraction(1, content.quantity), rounding=Rounding.HALF_UP)


def _announce(run: Run, row: Parcel, contents: list[Content], costs: dict[int, Money | None], sent_by: str) -> None:
    known = [costs.get(content.pk) for content in contents]
    told = [cost for cost in known if cost is not None]
    whole = len(told) == len(known) and len({cost.currency for cost in told}) == 1
    run.emit(
        ParcelShipped(
            parcel_id=row.pk,
            parcel=row.number,
            order_id=row.order_id,
            order=row.order.number,
            language=row.language,
            carrier=row.carrier,
            tracking_number=row.tracking_number,
            tracking_url=carriers.tracking_url(row.carrier, row.tracking_number),
            lines={content.line_id: content.quantity for content in contents},
            promised_until=row.promised_until,
            cost_minor=sum(cost.minor for cost in told) if whole else None,
            cost_currency=told[0].currency if whole else "",
            sent_by=sent_by,
        ),
        subject=row.subject,
    )


def _shipped(row: Parcel, fulfilment: str, *, counted: bool) -> Shipped:
    return Shipped(
        parcel_id=row.pk,
        number=row.number,
        state=row.state,
        order_id=row.order_id,
        fulfilment=fulfilment,
        counted=counted,
    )
