"""Rows as others may hold them: a handful of questions, however many rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from storecrew.kernel.money.types import Money
from storecrew.shop.dropships.models import (
    ASKED,
    OPEN,
    Answer,
    DropLine,
    DropParcel,
    DropShipment,
    Kind,
    Means,
    Settlement,
    State,
)
from storecrew.shop.dropships.types import AnswerView, DropLineView, DropParcelView, DropView
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.supply import reads as supply


def views_of(rows: Iterable[DropShipment], now: datetime, *, costs: bool = True) -> tuple[DropView, ...]:
    """Return drop shipments in the order given; `costs`: with what the supplier is paid."""
    found = list(rows)
    if not found:
        return ()
    ids = [row.pk for row in found]
    lines = _grouped(DropLine.objects.filter(dropship__in=ids).order_by("pk"))
    parcels = _grouped(DropParcel.objects.filter(dropship__in=ids).prefetch_related("pieces").order_by("pk"))
    suppliers = supply.suppliers_by_id({row.supplier_id for row in found})
    sites = supply.sites_by_id({row.site_id for row in found})
    agreed = orders.find_many({row.order_id for row in found}, crew=False)
    return tuple(
        _view(
            row,
            lines.get(row.pk, []),
            parcels.get(row.pk, []),
            agreed[row.order_id],
            names=(suppliers[row.supplier_id].name, sites[row.site_id].name),
            now=now,
            costs=costs,
        )
        for row in found
    )


def answer_view(row: Answer) -> AnswerView:
    """Return something that was said."""
    return AnswerView(
        kind=row.kind,
        word=str(Kind(row.kind).label),
        at=row.at,
        actor=row.actor,
        means=row.means,
        means_word=str(Means(row.means).label),
        contact_id=row.contact_id,
        text=row.text,
    )


def is_late(row: DropShipment, now: datetime) -> bool:
    """Tell whether an answer or a parcel is overdue, or a day that the supplier named is over."""
    if row.state not in OPEN:
        return False
    unanswered = row.state == State.SENT and row.ack_by is not None and row.ack_by < now
    unsent = row.ship_by is not None and row.ship_by < now
    return unanswered or unsent


def step_of(row: DropShipment, lines: Sequence[DropLine], parcels: Sequence[DropParcel], now: datetime) -> str:
    """Say what is to be done next about a drop shipment."""
    if any(parcel.settlement == Settlement.OPEN for parcel in parcels):
        return "settle"
    if any(line.pending for line in lines):
        return "choose"
    if row.state == State.NEW:
        return "send"
    if row.cancel_asked_at is not None and row.cancel_agreed_at is None and row.state in {State.CANCELLED, State.MOVED}:
        return "hear"
    if row.state in ASKED and is_late(row, now):
        return "remind" if row.ack_at is None else "chase"
    return "wait" if row.state in ASKED else "none"


def _grouped[R: (DropLine, DropParcel)](rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in rows:
        found.setdefault(row.dropship_id, []).append(row)
    return found


def _view(
    row: DropShipment,
    lines: Sequence[DropLine],
    parcels: Sequence[DropParcel],
    order: OrderView,
    *,
    names: tuple[str, str],
    now: datetime,
    costs: bool,
) -> DropView:
    options = {line.line_id: tuple(option.value for option in line.options) for line in order.lines}
    return DropView(
        dropship_id=row.pk,
        number=row.number,
        order_id=row.order_id,
        order=order.number,
        supplier_id=row.supplier_id,
        supplier=names[0],
        site_id=row.site_id,
        warehouse_id=row.warehouse_id,
        warehouse=names[1],
        state=row.state,
        word=str(State(row.state).label),
        step=step_of(row, lines, parcels, now),
        late=is_late(row, now),
        held=order.held,
        way=row.way,
        country=order.ship_to.country if order.ship_to else "",
        lines=tuple(_line(row, line, options, costs=costs) for line in lines),
        parcels=tuple(_parcel(row, parcel, costs=costs) for parcel in parcels),
        made_at=row.made_at,
        sent_at=row.sent_at,
        ack_by=row.ack_by,
        ack_at=row.ack_at,
        ship_by=row.ship_by,
        ships_on=row.ships_on,
        packed_at=row.packed_at,
        shipped_at=row.shipped_at,
        closed_at=row.closed_at,
        cancel_asked_at=row.cancel_asked_at,
        cancel_agreed_at=row.cancel_agreed_at,
        promised_until=order.promised_until,
        reference=row.reference,
        trouble=row.trouble,
        version=row.version,
    )


def _line(row: DropShipment, line: DropLine, options: Mapping[int, tuple[str, ...]], *, costs: bool) -> DropLineView:
    return DropLineView(
        line_id=line.pk,
        order_line_id=line.line_id,
        variant_id=line.variant_id,
        sku=line.sku,
        title=line.title,
        options=options.get(line.line_id, ()),
        wanted=line.wanted,
        confirmed=line.confirmed,
        shipped=line.shipped,
        refused=line.refused,
        cancelled=line.cancelled,
        open=line.open,
        stuck=line.pending,
        reason=line.reason,
        cost=None if line.unit_minor is None or not costs else Money(line.unit_minor, row.currency),
    )


def _parcel(row: DropShipment, parcel: DropParcel, *, costs: bool) -> DropParcelView:
    pieces = list(parcel.pieces.all())
    known = costs and all(piece.unit_minor is not None for piece in pieces)
    total = sum((piece.unit_minor or 0) * piece.quantity for piece in pieces)
    claim = None if parcel.claim_minor is None or not costs else Money(parcel.claim_minor, row.currency)
    return DropParcelView(
        drop_parcel_id=parcel.pk,
        parcel_id=parcel.parcel_id,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        at=parcel.at,
        surprise=parcel.surprise,
        settlement=parcel.settlement,
        owed=parcel.owed,
        amount=Money(total, row.currency) if known else None,
        claim=claim,
        booked=parcel.entry is not None,
    )
