"""What a dialect reads with: the settings of one import, and a row whose cells are found by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.finding import Finding, Severity
from storecrew.shop.catalogue.transfer.cells import (
    BadCell,
    read_code,
    read_cost,
    read_count,
    read_flag,
    read_length,
    read_price,
    read_weight,
    tidy,
)
from storecrew.shop.catalogue.transfer.draft import PriceDraft

SHOWN: Final = 120
"""Characters of a value that a finding repeats."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one file are to be understood."""

    currency: str
    """ISO 4217 code of the prices, the store's."""
    decimal: str = "."
    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    """The moment that decides whether a sale price of the file is still running."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """For files of no known system: column name → field."""
    weight_unit: str = "kg"
    """What bare weights are in when neither cell nor column says."""
    length_unit: str = "cm"
    any_currency: bool = False
    """True to take prices as they stand although the file names another currency."""


class Sheet:
    """The columns of a file as its dialect names them."""

    def __init__(self, names: tuple[str, ...], places: Mapping[str, int], reading: Reading) -> None:
        self.names = names
        self.places = places
        self.reading = reading


class Cells:
    """One row, read by field. What cannot be understood becomes a finding, and the value None."""

    __slots__ = ("_cells", "_sheet", "findings", "line", "refused")

    def __init__(self, sheet: Sheet, row: Row) -> None:
        self._sheet = sheet
        self._cells = row.cells
        self.line = row.line
        self.findings: list[Finding] = []
        self.refused = False
        """True once something was found that keeps the row out."""

    def text(self, name: str) -> str | None:
        """Return the cell, tidied; None when the file has no such column."""
        place = self._sheet.places.get(name)
        return None if place is None else tidy(self._cells[place])

    def get(self, name: str) -> str:
        """Return the cell, tidied; empty when it is blank or the file has no such column."""
        place = self._sheet.places.get(name)
        return "" if place is None else tidy(self._cells[place])

    def at(self, place: int) -> str:
        """Return the cell in a column by its place."""
        return tidy(self._cells[place])

    def code(self, name: str) -> str | None:
        """Return a SKU or barcode."""
        text = self.text(name)
        return text and read_code(text)

    def amount(self, name: str, currency: str = "") -> int | None:
        """Return a price in minor units of `currency` (empty: the store's); an unreadable one keeps the row out."""
        return self._read(
            name, lambda text, how: read_price(text, currency or how.currency, decimal=how.decimal), Severity.REFUSED
        )

    def price(self, name: str, compare_at: str, currency: str = "") -> tuple[PriceDraft, ...]:
        """Return the price in the column `name` with what it is compared with, or nothing where there is none."""
        currency = currency or self._sheet.reading.currency
        price, compared = self.amount(name, currency), self.amount(compare_at, currency)
        if price is None:
            return ()
        return (PriceDraft(currency, price, compared, self.text(compare_at) is not None),)

    def currency(self, name: str) -> str:
        """Return the currency that the row names, or the store's; an unknown one keeps the row out."""
        code = self.get(name).upper()
        if not code or self._sheet.reading.any_currency:
            return self._sheet.reading.currency
        if not is_currency(code):
            self.refuse("unknown_currency", name)
            return self._sheet.reading.currency
        return code

    def cost(self, name: str) -> int | None:
        """Return minor units, rounded."""
        return self._read(name, lambda text, how: read_cost(text, how.currency, decimal=how.decimal))

    def count(self, name: str) -> int | None:
        """Return a whole number."""
        return self._read(name, lambda text, how: read_count(text, decimal=how.decimal))

    def flag(self, name: str) -> bool | None:
        """Return yes or no."""
        return self._read(name, lambda text, _: read_flag(text))

    def weight(self, name: str, unit: str = "") -> tuple[Decimal, str] | None:
        """Return grams and the unit written."""
        return self._read(
            name,
            lambda text, how: read_weight(text, unit or how.weight_unit, decimal=how.decimal),
        )

    def length(self, name: str, unit: str = "") -> Decimal | None:
        """Return millimetres."""
        measure = self._read(
            name,
            lambda text, how: read_length(text, unit or how.length_unit, decimal=how.decimal),
        )
        return measure and measure[0]

    def refuse(self, code: str, name: str = "", **params: object) -> None:
        """Keep the row out, for what stands in the field `name` or for the row as a whole."""
        self._find(code, name, params, Severity.REFUSED)

    def note(self, code: str, name: str = "", **params: object) -> None:
        """Tell something about the row, which goes in."""
        self._find(code, name, params, Severity.NOTE)

    def column(self, name: str) -> str:
        """Return how the file calls the field."""
        place = self._sheet.places.get(name)
        return "" if place is None else self._sheet.names[place]

    def _read[T](
        self,
        name: str,
        parse: Callable[[str, Reading], T],
        severity: Severity = Severity.NOTE,
    ) -> T | None:
        text = self.get(name)
        if not text:
            return None
        try:
            return parse(text, self._sheet.reading)
        except BadCell as bad:
            self._find(bad.code, name, bad.params, severity)
            return None

    def _find(self, code: str, name: str, params: Mapping[str, object], severity: Severity) -> None:
        value = self.get(name)[:SHOWN] if name else ""
        self.findings.append(Finding(self.line, self.column(name), value, code, dict(params), severity))
        self.refused = self.refused or severity is Severity.REFUSED
