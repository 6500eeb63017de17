"""Take pieces out of a line, or a whole charge off: every part of it shrinks alike, and what remains still adds up."""

from storecrew.shop.orders.models import Charge, Discount, Line, Tax
from storecrew.shop.orders.sums import complete, share
from storecrew.shop.orders.writing.loading import Sheet


def take_out(sheet: Sheet, line: Line, pieces: int) -> int:
    """Cancel pieces of a line; returns by how much its total fell. Saves the rows that stand on it, not the line."""
    before = line.total_minor
    shrink_line(sheet, line, pieces)
    _save_parts(sheet, line)
    return before - line.total_minor


def take_off(sheet: Sheet, charge: Charge) -> int:
    """Set a charge to nothing; returns what it came to. Saves the rows that stand on it, not the charge."""
    before = charge.total_minor
    empty_charge(sheet, charge)
    _save_parts(sheet, charge)
    return before - charge.total_minor


def shrink_line(sheet: Sheet, line: Line, pieces: int) -> None:
    """Cancel pieces of a line in memory."""
    left, in_all = line.wanted - pieces, line.wanted
    line.cancelled += pieces
    line.gross_minor = line.unit_minor * left
    _scale(sheet, line, left, in_all)


def empty_charge(sheet: Sheet, charge: Charge) -> None:
    """Set a charge to nothing in memory."""
    charge.amount_minor = 0
    _scale(sheet, charge, 0, 1)


def _scale(sheet: Sheet, row: Line | Charge, left: int, in_all: int) -> None:
    discounts, taxes = sheet.parts_of(row)
    for off in discounts:
        off.amount_minor = share(off.amount_minor, left, in_all)
    for levy in taxes:
        levy.amount_minor = share(levy.amount_minor, left, in_all)
        levy.base_minor = share(levy.base_minor, left, in_all)
    complete(row, discounts, taxes, inclusive=sheet.order.inclusive)


def _save_parts(sheet: Sheet, row: Line | Charge) -> None:
    discounts, taxes = sheet.parts_of(row)
    if discounts:
        Discount.objects.bulk_update(discounts, ["amount_minor"])
    if taxes:
        Tax.objects.bulk_update(taxes, ["amount_minor", "base_minor"])
