"""Write thousands of orders that happened elsewhere or in the past: imports, the demo's trade.

The same rows and the same rules as single orders, eight statements a batch. Nothing is reserved, counted or announced:
what is told here is history. Whoever writes orders that are still open reserves their stock afterwards (`open_wants`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from storecrew.kernel.money.types import Money
from storecrew.shop.addresses.types import Address
from storecrew.shop.orders import rules
from storecrew.shop.orders.models import Handling, HandlingKind, Line, Note, Order, OrderTag, Ordinal, State, Tag
from storecrew.shop.orders.promising import Promise
from storecrew.shop.orders.rules import Received
from storecrew.shop.orders.sums import add_up
from storecrew.shop.orders.writing.agreed import FreeLine, rows_of, save_rows
from storecrew.shop.orders.writing.foreign import ForeignCharge, ForeignLine, add_foreign
from storecrew.shop.orders.writing.loading import Sheet
from storecrew.shop.orders.writing.numbering import number_at, rulebook
from storecrew.shop.orders.writing.shrinking import empty_charge, shrink_line
from storecrew.shop.pricing.types import Quote
from storecrew.shop.stock.types import Wanted

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """Pieces that left or came back: line key → pieces, with which document, when."""

    document: str
    at: datetime
    pieces: dict[str, int]


@dataclass(frozen=True, slots=True)
class Past:
    """An order as it was agreed, and what became of it. `checkout` is unique for ever: the same again is passed over.

    `number` empty: the next of ours. `cancelled`: line key → pieces; when that is all of it, charges fall away too.
    `money`: what its payments come to. Times that are not known are left out and taken from `placed_at`.
    `lines` and `charges`: what was agreed in another system, beside what the quote holds. `costs`: line key → what one
    piece had cost when it left, where that is known better than when it was agreed. `by`: who wrote it, where not all alike.
    """

    checkout: str
    placed_at: datetime
    quote: Quote
    language: str
    channel: str
    free: tuple[FreeLine, ...] = ()
    lines: tuple[ForeignLine, ...] = ()
    charges: tuple[ForeignCharge, ...] = ()
    tags: tuple[str, ...] = ()
    staff_note: str = ""
    number: str = ""
    source_number: str = ""
    external_id: str = ""
    customer_id: int | None = None
    email: str = ""
    phone: str = ""
    ship_to: Address | None = None
    bill_to: Address | None = None
    provider: str = ""
    ships_unpaid: bool = False
    pay_by: datetime | None = None
    promise: Promise = field(default_factory=Promise)
    note: str = ""
    money: Received = field(default_factory=Received)
    paid_at: datetime | None = None
    cancelled: dict[str, int] = field(default_factory=dict)
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    shipped: tuple[Moved, ...] = ()
    returned: tuple[Moved, ...] = ()
    costs: dict[str, Money] = field(default_factory=dict)
    by: str = ""


def write_many(pasts: Sequence[Past], *, by: str) -> dict[str, int]:
    """Write orders that are not there yet; returns the ids of those that are new, by checkout."""
    written: dict[str, int] = {}
    for part in batched(pasts, AT_ONCE):
        known = set(
            Order.objects.filter(checkout__in=[past.checkout for past in part]).values_list("checkout", flat=True)
        )
        fresh = [past for past in part if past.checkout not in known]
        written |= _write(fresh, by=by)
    return written


def open_wants(order_ids: Sequence[int]) -> Iterator[tuple[str, tuple[Wanted, ...]]]:
    """Yield what open orders want kept for them: owner and lines, as `stock.reserve` takes them."""
    orders = Order.objects.filter(pk__in=order_ids, state=State.OPEN).order_by("pk").prefetch_related("lines")
    for order in orders:
        lines = tuple(
            Wanted(variant_id=line.variant_id, quantity=line.open, line=line.key)
            for line in order.lines.all()
            if line.variant_id is not None and line.open
        )
        if lines:
            yield order.subject, lines


@dataclass(frozen=True, slots=True)
class Written:
    """What orders that were written are called. `lines`: (order, key) → line."""

    numbers: dict[int, str]
    lines: dict[tuple[int, str], int]


def written(order_ids: Sequence[int]) -> Written:
    """Return the numbers of orders, and the ids of their lines, for rooms that write what belongs to them."""
    numbers: dict[int, str] = {}
    lines: dict[tuple[int, str], int] = {}
    for part in batched(order_ids, AT_ONCE):
        numbers |= dict(Order.objects.filter(pk__in=part).values_list("pk", "number"))
        rows = Line.objects.filter(order__in=part).values_list("order_id", "key", "pk")
        lines |= {(order_id, key): pk for order_id, key, pk in rows}
    return Written(numbers, lines)


def _write(pasts: Sequence[Past], *, by: str) -> dict[str, int]:
    habits = rulebook()
    unnumbered = [past for past in pasts if not past.number]
    ordinals = Ordinal.objects.bulk_create(Ordinal(at=past.placed_at) for past in unnumbered)
    numbers = {past.checkout: number_at(one.pk, habits) for past, one in zip(unnumbered, ordinals, strict=True)}
    sheets = [sheet_of_past(past, past.number or numbers[past.checkout], by) for past in pasts]
    Order.objects.bulk_create([sheet.order for sheet in sheets])
    whole = Sheet(Order(), [], [])
    for sheet in sheets:
        whole.lines += sheet.lines
        whole.charges += sheet.charges
        whole.discounts += sheet.discounts
        whole.taxes += sheet.taxes
    save_rows(whole)
    Handling.objects.bulk_create(
        [one for past, sheet in zip(pasts, sheets, strict=True) for one in handlings_of(past, sheet)]
    )
    words_of([(past, sheet.order) for past, sheet in zip(pasts, sheets, strict=True)], by=by)
    return {sheet.order.checkout: sheet.order.pk for sheet in sheets}


def sheet_of_past(past: Past, number: str, by: str) -> Sheet:
    """Return the unsaved rows of one order, led through the rules step by step as if it happened now."""
    shown = past.ship_to or past.bill_to
    order = Order(
        checkout=past.checkout,
        number=number,
        state=State.OPEN,
        channel=past.channel,
        source_number=past.source_number,
        external_id=past.external_id,
        language=past.language,
        currency=past.quote.currency,
        inclusive=past.quote.inclusive,
        customer_id=past.customer_id,
        name=shown.name if shown else "",
        email=past.email,
        phone=past.phone,
        country=shown.country if shown else past.quote.country,
        ship_to=past.ship_to.model_dump() if past.ship_to else None,
        bill_to=past.bill_to.model_dump() if past.bill_to else None,
        buyer_note=past.note,
        quote=past.quote.model_dump(mode="json"),
        promise=past.promise.model_dump(mode="json"),
        promised_from=past.promise.first,
        promised_until=past.promise.last,
        ship_by=past.promise.ship_by,
        provider=past.provider,
        ships_unpaid=past.ships_unpaid,
        pay_by=past.pay_by,
        by=past.by or by,
        created_at=past.placed_at,
        placed_at=past.placed_at,
        changed_at=past.placed_at,
    )
    sheet = rows_of(order, past.quote, past.free)
    if past.lines or past.charges:
        add_foreign(sheet, past.lines, past.charges)
        add_up(order, sheet.lines, sheet.charges)
    order.placed_total_minor = order.total_minor
    at = past.paid_at or past.placed_at
    rules.take_in(order, Received(past.money.authorised, past.money.captured))
    rules.settle(order, sheet.lines, at)
    if past.cancelled:
        at = _cancel(past, sheet, at)
    lines = {line.key: line for line in sheet.lines}
    for key, cost in past.costs.items():
        lines[key].cost_minor, lines[key].cost_currency = cost.minor, cost.currency
    for moved in past.shipped:
        for key, pieces in moved.pieces.items():
            lines[key].shipped += pieces
        at = moved.at
        rules.settle(order, sheet.lines, at)
    for moved in past.returned:
        for key, pieces in moved.pieces.items():
            lines[key].returned += pieces
        at = moved.at
    rules.take_in(order, past.money)
    rules.settle(order, sheet.lines, at)
    order.changed_at = at
    return sheet


def _cancel(past: Past, sheet: Sheet, at: datetime) -> datetime:
    order = sheet.order
    for line in sheet.lines:
        if past.cancelled.get(line.key):
            shrink_line(sheet, line, past.cancelled[line.key])
    when = past.cancelled_at or at
    if all(line.wanted == 0 for line in sheet.lines):
        for charge in sheet.charges:
            empty_charge(sheet, charge)
        rules.to_state(order, State.CANCELLED)
        order.cancelled_at, order.cancel_reason, order.pay_by = when, past.cancel_reason, None
    add_up(order, sheet.lines, sheet.charges)
    return when


def words_of(pairs: Sequence[tuple[Past, Order]], *, by: str) -> None:
    """Write the tags and notes of orders that are there; those that they have already are not written again."""
    words = {word.strip().casefold()[:60]: word.strip()[:60] for past, _order in pairs for word in past.tags}
    words.pop("", None)
    if words:
        Tag.objects.bulk_create([Tag(key=key, name=name) for key, name in words.items()], ignore_conflicts=True)
        tags = {tag.key: tag for tag in Tag.objects.filter(key__in=words).order_by("key")}
        rows = [
            OrderTag(order=order, tag=tags[key])
            for past, order in pairs
            for key in dict.fromkeys(word.strip().casefold()[:60] for word in past.tags)
            if key
        ]
        OrderTag.objects.bulk_create(rows, ignore_conflicts=True)
    noted = [(past, order) for past, order in pairs if past.staff_note]
    known = set(Note.objects.filter(order__in=[order.pk for _past, order in noted]).values_list("order_id", "text"))
    Note.objects.bulk_create(
        Note(order=order, at=past.placed_at, by=by, text=past.staff_note)
        for past, order in noted
        if (order.pk, past.staff_note) not in known
    )


def handlings_of(past: Past, sheet: Sheet) -> Iterator[Handling]:
    """Yield the unsaved rows of what left and came back."""
    lines = {line.key: line for line in sheet.lines}
    for kind, moves in ((HandlingKind.SHIPPED, past.shipped), (HandlingKind.RETURNED, past.returned)):
        for moved in moves:
            for key, pieces in moved.pieces.items():
                yield Handling(
                    order=sheet.order,
                    line=lines[key],
                    kind=kind,
                    document=moved.document,
                    quantity=pieces,
                    at=moved.at,
                )
