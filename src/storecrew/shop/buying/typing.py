"""What people type into tables of lines: pieces, prices, and lines of SKU, pieces and price."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.shop.catalogue import reads as catalogue


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it was typed."""

    variant_id: int
    quantity: int
    cost: Money | None


def pieces(text: str) -> int | None:
    """Return a number of pieces; None: nothing was typed. Raises InvalidInput."""
    plain = text.strip().replace(",", "").replace(" ", "")
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal(-1)
    if value < 0 or value != value.to_integral_value() or value > 1_000_000:
        raise InvalidInput({"lines": _("“%(text)s” is no number of pieces.") % {"text": text}})
    return int(value)


def price(text: str, currency: str) -> Money | None:
    """Return an amount; None: nothing was typed. Raises InvalidInput."""
    if not text.strip():
        return None
    try:
        return parse_money(text, currency)
    except MoneyError as error:
        raise InvalidInput({"lines": str(error)}) from error


def lines(text: str, currency: str) -> list[Typed]:
    """Return lines of SKU or barcode, pieces and (or not) the price of one, as they are typed or pasted."""
    rows = [row.replace("\t", " ").replace(";", " ").split() for row in text.splitlines() if row.strip()]
    codes = [row[0] for row in rows]
    by_sku, by_barcode = catalogue.variants_by_code(codes, codes)
    found = []
    for row in rows:
        number = by_sku.get(row[0]) or by_barcode.get(row[0])
        if number is None:
            raise InvalidInput({"more": _("Nobody knows “%(code)s”: type a SKU or barcode.") % {"code": row[0]}})
        count = pieces(row[1]) if len(row) > 1 else 1
        found.append(Typed(number, count or 1, price(row[2], currency) if len(row) > 2 else None))
    return found


def as_lines(typed: list[Typed]) -> list[dict[str, Any]]:
    """Return them as an order takes them."""
    return [{"variant_id": one.variant_id, "quantity": one.quantity, "cost": one.cost} for one in typed]


def posted(data: Mapping[str, str], prefix: str) -> dict[int, str]:
    """Return what was posted under names such as `pieces-7`, by that number."""
    found = {}
    for name, value in data.items():
        head, _dash, number = name.rpartition("-")
        if head == prefix and number.isdecimal():
            found[int(number)] = value
    return found
