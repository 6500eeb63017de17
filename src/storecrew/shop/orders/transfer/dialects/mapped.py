"""Any table of orders by a mapping of its columns: one row for each order, or one for each line of it.

Rows with less than nothing in them are credits (cancellations, returns): the stage finds the earlier order of the same
customer that they take back. What nobody bought (postings of a bank, of bad debt) is no order and stays out, and is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.types import Text
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header
from storecrew.shop.orders.transfer.dialects.base import Cells, Credit, LeftOut, left_out
from storecrew.shop.orders.transfer.dialects.columned import (
    cells_of,
    column_of,
    first_of,
    minor_of,
    moment_of,
    place_of,
    text_of,
)
from storecrew.shop.orders.transfer.draft import (
    ChargeDraft,
    LevyDraft,
    LineDraft,
    OffDraft,
    OrderDraft,
    PersonDraft,
    Said,
    Went,
    balanced,
    cancelled,
    priced,
    spread_levy,
    take_off,
)
from storecrew.shop.orders.transfer.reading import (
    NEVER_PAID_AFTER,
    Reading,
    Unclear,
    count_of,
    currency_of,
    whole,
)

GOODS: Final = "goods"
"""Title of the one line of an order whose file does not say what was bought; translated where it is written."""
CANCELLED: Final = ("cancel", "closed", "void", "交易关闭", "已取消", "取消", "已关闭")
UNPAID: Final = ("unpaid", "pending payment", "awaiting payment", "等待买家付款", "待付款", "未付款")
TO_SEND: Final = ("processing", "unfulfilled", "to ship", "买家已付款,等待卖家发货", "待发货", "等待卖家发货")


class Weighed(NamedTuple):
    """What one row comes to, as the stage sees it: without rounding."""

    customer: str
    code: str
    pieces: int
    unit: Decimal
    minor: Decimal
    at: str


class Mapped:
    """A table that somebody said how to read."""

    name = "table"
    label: Text = _("a table of your own")

    def recognises(self, header: Header) -> bool:
        """Take whatever no other dialect knows."""
        return True

    def key(self, cells: Sequence[str], header: Header, reading: Reading) -> str:
        """Return the order number; a row without one is an order by itself, which is told later."""
        place = place_of(header, reading.mapping, "number")
        return cells[place].strip() if place is not None else ""

    def file_minor(self, rows: Sequence[Row], header: Header, reading: Reading) -> tuple[str, Decimal]:
        """Return what the rows come to without rounding: the total of the order, else that of all lines."""
        cells = cells_of(rows, header, reading)
        try:
            currency = currency_of(first_of(cells, "currency"), reading.currency)
            if by_order(reading.mapping):
                return currency, reading.exact(first_of(cells, "total"), currency)
        except Unclear:
            return reading.currency, Decimal(0)
        found = (weigh(row.cells, header, reading) for row in rows)
        return currency, sum((one.minor for one in found if one is not None), Decimal(0))

    def draft(
        self, rows: Sequence[Row], header: Header, reading: Reading, credits: Sequence[Credit] = ()
    ) -> OrderDraft:
        """Return the order of these rows. Raises LeftOut."""
        cells = cells_of(rows, header, reading)
        line, number = rows[0].line, first_of(cells, "number")
        cells.number = number
        currency, exact = self.file_minor(rows, header, reading)
        cells.currency = currency
        if not number:
            raise left_out("no_number", line=line, currency=currency, effect=exact)
        placed_at = moment_of(cells, "placed_at")
        if placed_at is None:
            raise left_out("no_time", line=line, number=number, currency=currency, effect=exact)
        draft = OrderDraft(
            line=line,
            number=number,
            placed_at=placed_at,
            currency=currency,
            inclusive=True,
            total_minor=0,
            person=_person(cells, reading),
            ship_to=_address(cells, reading),
            method=first_of(cells, "method"),
            tags=tuple(word.strip() for word in first_of(cells, "tags").replace("，", ",").split(",") if word.strip()),
            note=first_of(cells, "note"),
        )
        draft = _one_row(draft, cells) if by_order(reading.mapping) else _many_rows(draft, cells, reading, exact)
        draft = _with_money(draft, cells, reading)
        draft = _with_credits(draft, credits, cells)
        return balanced(replace(draft, said=(*cells.said, *draft.said)))


def by_order(mapping: Mapping[str, str]) -> bool:
    """Tell whether a mapping describes one row for each order: it has no prices of lines."""
    fields = set(mapping.values())
    return "total" in fields and not fields & {"line_total", "unit_price"}


def weigh(cells: Sequence[str], header: Header, reading: Reading) -> Weighed | None:
    """Return what a row comes to; None where that cannot be read."""
    mapping = reading.mapping

    def cell(field: str) -> str:
        place = place_of(header, mapping, field)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    try:
        currency = currency_of(cell("currency"), reading.currency)
        if by_order(mapping):
            return Weighed("", "", 1, Decimal(0), reading.exact(cell("total"), currency), "")
        pieces = count_of(cell("quantity") or "1", reading.decimal)
        if cell("line_total"):
            minor = reading.exact(cell("line_total"), currency)
            unit = minor / pieces if pieces else Decimal(0)
        else:
            unit = reading.exact(cell("unit_price"), currency)
            minor = unit * pieces
        at = reading.moment(cell("placed_at")).isoformat()
    except Unclear:
        return None
    return Weighed(number_text(cell("customer_id")), cell("sku"), pieces, unit, minor, at)


def number_text(text: str) -> str:
    """Return `17850.0` as `17850`: spreadsheets make numbers of names."""
    return text.removesuffix(".0") if text.removesuffix(".0").isdigit() else text


def _one_row(draft: OrderDraft, cells: Cells) -> OrderDraft:
    try:
        total = cells.reading.minor(first_of(cells, "total"), draft.currency)
    except Unclear as error:
        raise left_out(error.code, line=draft.line, number=draft.number, value=error.value) from error
    if total < 0:
        raise left_out(
            "negative_total", line=draft.line, number=draft.number, currency=draft.currency, effect=Decimal(total)
        )
    if len(cells.rows) > 1:
        for row in cells.rows[1:]:
            cells.tell("number_twice", cells.header.names[0], draft.number, cells.rows.index(row))
    shipping = min(max(0, minor_of(cells, "shipping")), total)
    discount = max(0, minor_of(cells, "discount"))
    try:
        pieces = max(1, count_of(first_of(cells, "quantity") or "1", cells.reading.decimal))
    except Unclear:
        pieces = 1
    unit, offs = priced(total - shipping + discount, pieces)
    line = LineDraft(
        draft.line,
        "l1",
        first_of(cells, "title") or GOODS,
        pieces,
        unit,
        sku=first_of(cells, "sku"),
        barcode=first_of(cells, "barcode"),
        offs=offs,
    )
    charges = (ChargeDraft("shipping", "Shipping", shipping),) if shipping else ()
    draft = replace(draft, lines=(line,), charges=charges, total_minor=total)
    return _with_tax(take_off(draft, OffDraft("Discount", discount)), cells)


def _many_rows(draft: OrderDraft, cells: Cells, reading: Reading, exact: Decimal) -> OrderDraft:
    lines: list[LineDraft] = []
    charges: list[ChargeDraft] = []
    offs: list[OffDraft] = []
    rounding = booked = Decimal(0)
    for place, row in enumerate(cells.rows):
        found = weigh(row.cells, cells.header, reading)
        if found is None:
            cells.tell("unreadable_row", "", text_of(cells, "sku", place) or text_of(cells, "title", place), place)
            continue
        code, title = found.code.upper(), text_of(cells, "title", place)
        minor = whole(found.minor)
        if code in reading.book_codes:
            booked += found.minor
            cells.said.append(_booked(row, draft, found, title))
            continue
        rounding += found.minor - minor
        if minor < 0 or found.pieces < 0:
            if minor:
                offs.append(OffDraft(title or found.code or "Discount", -minor))
            continue
        if code in reading.shipping_codes:
            charges.append(ChargeDraft("shipping", title or found.code, minor))
        elif found.pieces == 0:
            cells.tell("no_pieces", column_of(cells, "quantity"), "0", place)
        else:
            unit, rounded = priced(minor, found.pieces)
            lines.append(
                LineDraft(
                    row.line,
                    f"l{place + 1}",
                    title or found.code or GOODS,
                    found.pieces,
                    unit,
                    sku=found.code,
                    barcode=text_of(cells, "barcode", place),
                    offs=rounded,
                )
            )
    if not lines and not charges:
        code = "no_sale" if exact == 0 else "only_bookings" if booked else "no_lines"
        told = [one for one in cells.said if one.code == "booking"]
        if told and booked == exact:
            raise LeftOut(*told)
        raise left_out(code, line=draft.line, number=draft.number, currency=draft.currency, effect=exact)
    if exact == 0 and not draft.person.outside_id and not any(line.unit_minor for line in lines):
        raise left_out("no_sale", line=draft.line, number=draft.number, value=lines[0].title if lines else "")
    if not lines:
        lines = [
            LineDraft(draft.line, f"s{n}", one.name, 1, one.minor, requires_shipping=False)
            for n, one in enumerate(charges, 1)
        ]
        charges = []
    if rounding:
        cells.said.append(Said(draft.line, "rounded", number=draft.number, effect=rounding, currency=draft.currency))
    draft = replace(draft, lines=tuple(lines), charges=tuple(charges))
    for off in offs:
        draft = take_off(draft, off)
    shipping, discount = max(0, minor_of(cells, "shipping")), max(0, minor_of(cells, "discount"))
    if shipping:
        draft = replace(draft, charges=(*draft.charges, ChargeDraft("shipping", "Shipping", shipping)))
    draft = _with_tax(take_off(draft, OffDraft("Discount", discount)), cells)
    said = first_of(cells, "total")
    return replace(draft, total_minor=max(0, minor_of(cells, "total")) if said else draft.rows_minor)


def _booked(row: Row, draft: OrderDraft, found: Weighed, title: str) -> Said:
    return Said(
        row.line,
        "booking",
        value=title or found.code,
        number=draft.number,
        effect=found.minor,
        currency=draft.currency,
    )


def _with_tax(draft: OrderDraft, cells: Cells) -> OrderDraft:
    tax = minor_of(cells, "tax")
    room = sum(max(0, line.net_minor) for line in draft.lines)
    if 0 < tax <= room:
        return replace(draft, lines=spread_levy(draft.lines, LevyDraft("Tax", Decimal(0), tax)))
    return draft


def _with_money(draft: OrderDraft, cells: Cells, reading: Reading) -> OrderDraft:
    """Say what was paid, given back and sent; a file that says nothing of payment or sending tells of finished sales."""
    fields, status = set(reading.mapping.values()), first_of(cells, "status").casefold()
    paid_at, refunded = moment_of(cells, "paid_at"), max(0, minor_of(cells, "refunded"))
    total = draft.total_minor
    captured = total
    if "paid" in fields:
        captured = _paid(max(0, minor_of(cells, "paid")), refunded, total, reading.paid_is)
        if "paid_at" in fields and paid_at is None:
            captured = 0
    elif "paid_at" in fields and paid_at is None:
        captured = 0
    if any(word in status for word in UNPAID):
        captured = 0
    if refunded > captured:
        cells.tell("refunded_beyond_paid", column_of(cells, "refunded"), first_of(cells, "refunded"), 0)
        captured = max(captured, refunded)
    sent_at, cancelled_at = moment_of(cells, "sent_at"), moment_of(cells, "cancelled_at")
    waits = "sent_at" in fields and sent_at is None or any(word in status for word in TO_SEND)
    called_off = cancelled_at is not None or any(word in status for word in CANCELLED)
    sent = captured > 0 or total == 0
    sent = sent and not called_off and not waits and (reading.silent_sent or sent_at is not None)
    at = max(sent_at or paid_at or draft.placed_at, draft.placed_at)
    pieces = {line.key: line.quantity for line in draft.lines}
    draft = replace(
        draft,
        captured_minor=captured,
        refunded_minor=refunded,
        paid_at=paid_at or (draft.placed_at if captured else None),
        refunded_at=at if refunded else None,
        shipped=(Went("outside:sent", at, pieces),) if sent and pieces else (),
    )
    if called_off:
        return cancelled(draft, cancelled_at or at, "elsewhere")
    if not captured and total and reading.now - draft.placed_at > NEVER_PAID_AFTER:
        cells.tell("never_paid", column_of(cells, "paid_at") or column_of(cells, "status"), "", 0)
        return cancelled(draft, draft.placed_at, "unpaid")
    return draft


def _paid(paid: int, refunded: int, total: int, paid_is: str) -> int:
    """Return what was paid before refunds. Tmall's own column is what the buyer has paid in the end: net of them."""
    if paid_is == "net":
        return paid + refunded
    if paid_is == "guess" and refunded and paid + refunded <= total:
        return paid + refunded
    return paid


def _with_credits(draft: OrderDraft, credits: Sequence[Credit], cells: Cells) -> OrderDraft:
    """Take back what later documents of the file took back: pieces that came home, and their money."""
    if not credits:
        return draft
    by_line = {line.line: line for line in draft.lines}
    back: dict[tuple[str, datetime], dict[str, int]] = {}
    minor = 0
    for credit in credits:
        line = by_line.get(cells.rows[credit.row].line)
        if line is None:
            continue
        pieces = back.setdefault((f"outside:{credit.number}"[:60], credit.at), {})
        pieces[line.key] = pieces.get(line.key, 0) + credit.pieces
        minor += credit.minor
    returned = tuple(Went(document, at, pieces) for (document, at), pieces in back.items())
    last = max((went.at for went in returned), default=None)
    refunded = min(draft.captured_minor, draft.refunded_minor + minor)
    return replace(draft, returned=returned, refunded_minor=refunded, refunded_at=last)


def _person(cells: Cells, reading: Reading) -> PersonDraft:
    return PersonDraft(
        outside_id=number_text(first_of(cells, "customer_id")),
        email=first_of(cells, "email"),
        phone=first_of(cells, "phone"),
        name=first_of(cells, "name"),
        country=first_of(cells, "country") or reading.country,
    )


def _address(cells: Cells, reading: Reading) -> dict[str, str] | None:
    names = {"country": "country", "region": "region", "city": "city", "district": "district", "line1": "address"}
    found = {key: first_of(cells, field) for key, field in names.items()}
    if not any(found.values()):
        return None
    return {
        **found,
        "country": found["country"] or reading.country,
        "name": first_of(cells, "name"),
        "postal_code": first_of(cells, "postal_code"),
        "phone": first_of(cells, "phone"),
    }
