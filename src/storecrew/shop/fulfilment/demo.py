"""Many parcels of the past at once, as the packing table and the carriers would have left them. Nothing is announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from storecrew.shop.addresses.types import Address
from storecrew.shop.fulfilment import weighing
from storecrew.shop.fulfilment.models import (
    Content,
    Parcel,
    ParcelState,
    Piece,
    Progress,
    Source,
    TrackingEvent,
)

BATCH = 500


@dataclass(frozen=True, slots=True)
class Packed:
    """So many pieces of an order's line, all of one variant, and what one weighs."""

    line_id: int
    key: str
    variant_id: int
    quantity: int
    weight_g: int | None
    bin_id: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What the carrier said."""

    state: ParcelState
    at: datetime
    text: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class PastParcel:
    """A parcel that has left. `parcel_id` was drawn by `numbers`; `words` are oldest first and end in how it stands now."""

    parcel_id: int
    order_id: int
    order: str
    ordinal: int
    warehouse_id: int
    ship_to: Address
    language: str
    contents: tuple[Packed, ...]
    package_kind_id: int | None
    tare_g: int | None
    method_id: int | None
    carrier: str
    tracking_number: str
    due_at: datetime | None
    promised_from: date | None
    promised_until: date | None
    packed_at: datetime
    shipped_at: datetime
    words: tuple[Word, ...]
    late_told_at: datetime | None = None
    settled_at: datetime | None = None


def numbers(count: int) -> list[int]:
    """Draw numbers for parcels that are written in this transaction: orders and stock name them before they are there."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
                [Parcel._meta.db_table, count],
            )
            return [number for (number,) in cursor.fetchall()]
    last = Parcel.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return list(range(last + 1, last + 1 + count))


def write_many(pasts: Sequence[PastParcel], *, by: str) -> None:
    """Write parcels with what is in them and what carriers said."""
    for start in range(0, len(pasts), BATCH):
        part = pasts[start : start + BATCH]
        Parcel.objects.bulk_create([_parcel(past, by) for past in part])
        packed = [(past, one) for past in part for one in past.contents]
        contents = Content.objects.bulk_create(
            [
                Content(parcel_id=past.parcel_id, line_id=one.line_id, key=one.key, quantity=one.quantity)
                for past, one in packed
            ]
        )
        Piece.objects.bulk_create(
            [
                Piece(content=content, variant_id=one.variant_id, quantity=one.quantity, bin_id=one.bin_id)
                for content, (_past, one) in zip(contents, packed, strict=True)
            ]
        )
        Progress.objects.bulk_create([Progress(line_id=one.line_id) for _past, one in packed], ignore_conflicts=True)
        TrackingEvent.objects.bulk_create([event for past in part for event in _events(past)])


def _parcel(past: PastParcel, by: str) -> Parcel:
    last = past.words[-1]
    expected = weighing.expected([(one.quantity, one.weight_g) for one in past.contents], past.tare_g)
    return Parcel(
        pk=past.parcel_id,
        order_id=past.order_id,
        number=f"{past.order}-{past.ordinal}",
        ordinal=past.ordinal,
        warehouse_id=past.warehouse_id,
        state=last.state,
        package_kind_id=past.package_kind_id,
        expected_g=expected,
        method_id=past.method_id,
        carrier=past.carrier,
        tracking_number=past.tracking_number,
        ship_to=past.ship_to.model_dump(),
        language=past.language,
        due_at=past.due_at,
        promised_from=past.promised_from,
        promised_until=past.promised_until,
        trouble=last.text if last.state == ParcelState.EXCEPTION else "",
        settled_at=past.settled_at,
        packed_at=past.packed_at,
        packed_by=by,
        shipped_at=past.shipped_at,
        shipped_by=by,
        delivered_at=last.at if last.state == ParcelState.DELIVERED else None,
        heard_at=last.at if len(past.words) > 1 else None,
        late_told_at=past.late_told_at,
        version=2 + len(past.words),
    )


def _events(past: PastParcel) -> list[TrackingEvent]:
    rows = []
    for number, word in enumerate(past.words):
        row = TrackingEvent(
            parcel_id=past.parcel_id,
            state=word.state,
            at=word.at,
            text=word.text,
            where=word.where,
            source=Source.CARRIER if number else Source.HOUSE,
            key=f"{word.at:%Y%m%d%H%M%S}:{word.state}" if number else "shipped",
            recorded_at=word.at,
        )
        rows.append(row)
    return rows
