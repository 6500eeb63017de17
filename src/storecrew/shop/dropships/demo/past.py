"""Many drop shipments of the past at once, as sending and answers would have left them. Nothing is announced."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from storecrew.kernel.actions.types import Actor, person
from storecrew.kernel.money.types import Money
from storecrew.kernel.people import reads as people
from storecrew.kernel.people.seats import Seat
from storecrew.shop.availability import demo as learned
from storecrew.shop.dropships.models import (
    Answer,
    DropLine,
    DropParcel,
    DropPiece,
    DropShipment,
    Kind,
    Means,
    Reason,
    State,
)
from storecrew.shop.feeds.demo import calendar_of, last_word
from storecrew.shop.ledger import actions as ledger
from storecrew.shop.ledger.actions.beginning import UsualAccounts
from storecrew.shop.ledger.actions.posting import Entries
from storecrew.shop.ledger.types import EntryDraft, credit, debit
from storecrew.shop.supply import demo as companies
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView, SiteView

BATCH: Final = 500
SPARE: Final = {
    companies.PUNCTUAL: 40,
    companies.LAGGING: 7,
    companies.LIES_ON_FRIDAYS: 30,
    companies.RESTS_LONG: 25,
}
"""So many pieces more than were ordered suppliers had told of at most; who lags runs short of what they told."""


@dataclass(frozen=True, slots=True)
class PastLine:
    """So many of an order's line, by the supplier's terms."""

    line_id: int
    offer: OfferView
    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PastDropship:
    """A drop shipment that is over. `moved_to`: the supplier had none of it, and it was taken from that warehouse."""

    order_id: int
    order: str
    ordinal: int
    site: SiteView
    lines: tuple[PastLine, ...]
    made_at: datetime
    sent_at: datetime
    ack_by: datetime | None
    ack_at: datetime
    ship_by: datetime | None
    ships_on: date | None
    by_mail: bool
    by: str
    moved_to: int | None = None
    shipped_at: datetime | None = None
    parcel_id: int | None = None
    carrier: str = ""
    tracking_number: str = ""


def write_many(pasts: Sequence[PastDropship]) -> None:
    """Write drop shipments with lines, parcels and what was said; and what orders found of what had been reported."""
    codes = {pk: code for code, pk in companies.supplier_ids().items()}
    found: list[learned.PastOutcome] = []
    for start in range(0, len(pasts), BATCH):
        part = pasts[start : start + BATCH]
        rows = DropShipment.objects.bulk_create([_row(past) for past in part])
        pairs = list(zip(rows, part, strict=True))
        lines = DropLine.objects.bulk_create([_line(row, past, one) for row, past in pairs for one in past.lines])
        by_row: dict[int, list[DropLine]] = {}
        for line in lines:
            by_row.setdefault(line.dropship_id, []).append(line)
        gone = [(row, past) for row, past in pairs if past.shipped_at is not None]
        parcels = DropParcel.objects.bulk_create([_parcel(row, past) for row, past in gone])
        DropPiece.objects.bulk_create(
            DropPiece(parcel=parcel, line=line, quantity=line.shipped, unit_minor=line.unit_minor)
            for parcel in parcels
            for line in by_row[parcel.dropship_id]
        )
        Answer.objects.bulk_create(answer for row, past in pairs for answer in _said(row, past))
        found += (outcome for row, past in pairs for outcome in _found(row, past, codes))
    learned.write_many(found)


def book(founder: Actor, now: datetime) -> None:
    """Book what suppliers are owed for parcels, as whoever keeps the books would have done parcel by parcel."""
    waiting = list(
        DropParcel.objects.filter(owed=True, entry=None)
        .select_related("dropship__supplier")
        .prefetch_related("pieces")
        .order_by("at", "pk")
    )
    holder = next(
        (row.holder for row in people.board(founder, people.BoardQuery(), now=now).seats if row.seat == Seat.FINANCE),
        None,
    )
    if not waiting or holder is None:
        return
    keeper = person(holder.person_id)
    ledger.open_usual_accounts(keeper, UsualAccounts(), now=now)
    drafts = {f"dropparcel:{parcel.pk}:cost": draft for parcel in waiting if (draft := _entry(parcel)) is not None}
    answer = ledger.post_many(keeper, Entries(entries=tuple(drafts.values())), now=now)
    numbers = dict(zip(drafts, range(answer.first, answer.last + 1), strict=True))
    for parcel in waiting:
        parcel.entry = numbers.get(f"dropparcel:{parcel.pk}:cost")
    DropParcel.objects.bulk_update(waiting, ["entry"], batch_size=BATCH)


def _row(past: PastDropship) -> DropShipment:
    digits = past.order.partition("-")[2] or past.order
    return DropShipment(
        order_id=past.order_id,
        site_id=past.site.site_id,
        supplier_id=past.site.supplier_id,
        warehouse_id=past.site.warehouse_id,
        number=f"DS-{digits}-{past.ordinal}",
        ordinal=past.ordinal,
        state=State.SHIPPED if past.shipped_at else State.MOVED,
        way="mail" if past.by_mail else "hand",
        revision=1,
        currency="CNY",
        made_at=past.made_at,
        sent_at=past.sent_at,
        ack_by=past.ack_by,
        ack_at=past.ack_at,
        ship_by=past.ship_by,
        ships_on=past.ships_on,
        shipped_at=past.shipped_at,
        closed_at=past.shipped_at or past.ack_at,
        version=4,
    )


def _line(row: DropShipment, past: PastDropship, one: PastLine) -> DropLine:
    gone = past.shipped_at is not None
    return DropLine(
        dropship=row,
        line_id=one.line_id,
        variant_id=one.offer.variant_id,
        offer_id=one.offer.offer_id,
        sku=one.offer.sku,
        title=one.offer.title or one.title,
        wanted=one.quantity,
        confirmed=one.quantity if gone else 0,
        shipped=one.quantity if gone else 0,
        refused=0 if gone else one.quantity,
        reason="" if gone else Reason.OUT_OF_STOCK,
        unit_minor=one.offer.cost.minor if one.offer.cost else None,
    )


def _parcel(row: DropShipment, past: PastDropship) -> DropParcel:
    assert past.shipped_at is not None  # noqa: S101  only what left has a parcel
    return DropParcel(
        dropship=row,
        parcel_id=past.parcel_id,
        carrier=past.carrier,
        tracking_number=past.tracking_number,
        at=past.shipped_at,
    )


def _said(row: DropShipment, past: PastDropship) -> Iterator[Answer]:
    theirs = f"supplier:{past.site.supplier_id}"
    way = Means.MAIL if past.by_mail else Means.PERSON
    first = "system:dropships.planner" if past.by_mail else past.by
    yield Answer(dropship=row, kind=Kind.SENT, at=past.sent_at, actor=first, means=way)
    if past.shipped_at is None:
        yield Answer(
            dropship=row,
            kind=Kind.REFUSED,
            at=past.ack_at,
            actor=past.by,
            means=Means.PERSON,
            text="库里没有了，表上的数没改",
        )
        yield Answer(dropship=row, kind=Kind.MOVED, at=past.ack_at, actor=past.by, means=Means.PERSON)
        return
    detail = {"ships_on": past.ships_on.isoformat() if past.ships_on else None}
    yield Answer(dropship=row, kind=Kind.ACKNOWLEDGED, at=past.ack_at, actor=theirs, means=Means.PORTAL, detail=detail)
    numbers = {"carrier": past.carrier, "tracking_number": past.tracking_number}
    yield Answer(dropship=row, kind=Kind.SHIPPED, at=past.shipped_at, actor=theirs, means=Means.PORTAL, detail=numbers)


def _found(row: DropShipment, past: PastDropship, codes: Mapping[int, str]) -> Iterator[learned.PastOutcome]:
    calendar, code = calendar_of(past.site), codes[past.site.supplier_id]
    for one in past.lines:
        yield learned.PastOutcome(
            offer_id=one.offer.offer_id,
            site_id=past.site.site_id,
            wanted=one.quantity,
            had=one.quantity if past.shipped_at else 0,
            at=past.made_at,
            document=row.subject,
            said=one.quantity + one.offer.offer_id % SPARE[code],
            seen_at=last_word(code, calendar, past.made_at),
        )


def _entry(parcel: DropParcel) -> EntryDraft | None:
    row = parcel.dropship
    total = sum((piece.unit_minor or 0) * piece.quantity for piece in parcel.pieces.all())
    if not total or any(piece.unit_minor is None for piece in parcel.pieces.all()):
        return None
    amount, name = Money(total, row.currency), row.supplier.name
    return EntryDraft(
        on=supply.store_day(parcel.at),
        text=f"{row.number} {name}",
        source=row.subject,
        key=f"dropparcel:{parcel.pk}:cost",
        lines=(debit("5010", amount), credit("2020", amount, note=name[:200])),
    )
