"""What a row of a list says, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext as _

from storecrew.kernel.money.currencies import is_currency, minor_digits
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import MoneyError, TooPrecise
from storecrew.shop.supply.lists.columns import BREAK
from storecrew.shop.supply.lists.likeness.words import fold
from storecrew.shop.supply.terms import wrong_breaks

MOST_PIECES: Final = 1_000_000
DEAREST: Final = 10**13
"""Minor units; beyond it a number is a slip, or a barcode in the wrong column."""
LONGEST_HANDLING: Final = 90
_DATE: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?:\D.*)?")
_WHOLE: Final = re.compile(r"(\d{1,9})(?:\.0+)?\s*[^\d.,]*")
_TIER: Final = re.compile(r"[≥>=\s]*(\d{1,7})\s*(?:\+|件|个|pcs|起|以上|\s)*\s*[:：=@]\s*(.+)")


class Wrong(Exception):
    """A cell that cannot be taken; the message is for whoever reads the report. Without a field the row is meant."""

    def __init__(self, message: str, field: str = "", value: str = "") -> None:
        super().__init__(message)
        self.field, self.value = field, value


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says. `values`: columns of the offer, only those that the file tells."""

    line: int
    sku: str
    title: str
    barcode: str
    our_sku: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what the row is known by in later lists: the supplier's SKU, else the title."""
        return f"sku:{self.sku}" if self.sku else f"title:{sha256(fold(self.title).encode()).hexdigest()[:40]}"


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that stays out: which field, what stands there, and why."""

    line: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows by the places of their fields. `places`: field → places of its columns."""

    places: Mapping[str, Sequence[int]]
    currency: str
    decimal: str

    def read(self, line: int, cells: Sequence[str]) -> Said | Bad:
        """Return what a row says, or what is wrong with it."""
        try:
            return self._read(line, cells)
        except Wrong as error:
            return Bad(line, error.field or "sku", error.value, str(error))

    def _read(self, line: int, cells: Sequence[str]) -> Said:
        sku, barcode, our_sku = (_code(self._text(name, cells)) for name in ("sku", "barcode", "our_sku"))
        title = " ".join(filter(None, (self._text("title", cells), self._text("options", cells))))
        if not (sku or title or barcode):
            raise Wrong(_("Neither a SKU nor a title nor a barcode: nothing to know it by."))
        values: dict[str, Any] = {"sku": sku[:100], "title": title[:300]}
        if "barcode" in self.places:
            values["barcode"] = barcode[:64]
        if "note" in self.places:
            values["note"] = self._text("note", cells)[:300]
        for name, reader in _READERS.items():
            if text := self._text(name, cells):
                values[name] = _taken(name, text, reader)
        values |= self._costs(cells)
        self._check(values)
        return Said(line, sku[:100], title[:300], barcode[:64], our_sku[:100], values)

    def _text(self, name: str, cells: Sequence[str]) -> str:
        found = (" ".join(cells[place].split()) for place in self.places.get(name, ()))
        return " ".join(text for text in found if text)

    def _costs(self, cells: Sequence[str]) -> dict[str, Any]:
        currency = _taken("currency", self._text("currency", cells), self._currency)
        said: dict[str, Any] = {}

        def minor(text: str) -> int:
            return _minor(text, currency, self.decimal)

        if cost := self._text("cost", cells):
            said |= {"cost_minor": _taken("cost", cost, minor), "currency": currency}
        columns = [name for name in self.places if name.startswith(BREAK)]
        breaks = [
            [int(name.removeprefix(BREAK)), _taken(name, text, minor)]
            for name in columns
            if (text := self._text(name, cells))
        ]
        told = self._text("breaks", cells)
        breaks += [
            _taken("breaks", part, lambda text: _tier(text, minor))
            for part in re.split(r"[;；|]", told)
            if part.strip()
        ]
        if breaks:
            said |= {"breaks": sorted(breaks), "currency": currency}
        elif columns or "breaks" in self.places:
            said["breaks"] = []
        return said

    def _currency(self, text: str) -> str:
        code = {"人民币": "CNY", "元": "CNY", "rmb": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR"}.get(
            text.casefold(), text.upper() or self.currency
        )
        if not is_currency(code):
            raise Wrong(_("There is no currency of this code."))
        return code

    @staticmethod
    def _check(values: Mapping[str, Any]) -> None:
        if problem := wrong_breaks(values.get("cost_minor"), values.get("breaks", [])):
            raise Wrong(problem, "breaks")
        first, last = values.get("valid_from"), values.get("valid_until")
        if first and last and last < first:
            raise Wrong(_("The last day lies before the first."), "valid_until", last)


def _taken[T](name: str, text: str, reader: Callable[[str], T]) -> T:
    """Return what a cell says; what is wrong with it carries its field and what stands there."""
    try:
        return reader(text)
    except (Wrong, MoneyError) as error:
        raise Wrong(str(error), name, text) from error


def _code(text: str) -> str:
    """Return a SKU or barcode: full-width signs made plain, the marks dropped by which spreadsheets keep digits."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1]
    return plain[1:] if plain[:1] == "'" else plain


def _minor(text: str, currency: str, decimal: str) -> int:
    """Return a cost in minor units, rounded half up: costs of a piece often have more decimals than the currency."""
    language = "de" if decimal == "," else "en"
    try:
        money = parse_money(text, currency, language=language)
    except TooPrecise:
        digits = re.sub(r"[^\d.,-]", "", text).replace("," if decimal == "." else ".", "").replace(",", ".")
        minor = Decimal(digits).scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_UP)
        return _positive(int(minor))
    return _positive(money.minor)


def _positive(minor: int) -> int:
    if minor < 0:
        raise Wrong(_("A cost cannot be negative."))
    if minor > DEAREST:
        raise Wrong(_("Nothing costs that much."))
    return minor


def _tier(text: str, minor: Callable[[str], int]) -> list[int]:
    found = _TIER.fullmatch(text.strip())
    if not found:
        raise Wrong(_("Write price breaks like 10:38.5; 100:35."))
    return [int(found[1]), minor(found[2])]


def _pieces(text: str) -> int:
    number = _whole(text)
    if not 1 <= number <= MOST_PIECES:
        raise Wrong(_("This number of pieces cannot be."))
    return number


def _days(text: str) -> int:
    number = _whole(text.split("-")[-1].split("~")[-1].split("到")[-1])  # of "3-5" the later one
    if number > LONGEST_HANDLING:
        raise Wrong(_("More than 90 days cannot be."))
    return number


def _whole(text: str) -> int:
    found = _WHOLE.fullmatch(unicodedata.normalize("NFKC", text).replace(",", "").lstrip("≥>= "))
    if not found:
        raise Wrong(_("This is not a whole number."))
    return int(found[1])


def _day(text: str) -> str:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).split("至")[-1].split("~")[-1].strip())
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        pass
    raise Wrong(_("This is not a date. Write it like 2026-11-25."))


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "minimum": _pieces,
    "pack_size": _pieces,
    "handling_days": _days,
    "valid_from": _day,
    "valid_until": _day,
}


def columns_from(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns of an offer from what was kept of a row: dates are text there."""
    days = {name: date.fromisoformat(values[name]) for name in ("valid_from", "valid_until") if values.get(name)}
    return {**values, **days}
