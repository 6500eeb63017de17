"""What a system's form of orders has to be able to do: say which rows belong together, and make a draft of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from storecrew.kernel.pages.types import Text
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.finding import Severity
from storecrew.kernel.tabular.table import Header
from storecrew.shop.orders.transfer.draft import OrderDraft, Said
from storecrew.shop.orders.transfer.reading import Reading, Unclear


class LeftOut(Exception):
    """This order cannot come in; `said` tells why, and what of the file's sum that is."""

    def __init__(self, *said: Said) -> None:
        super().__init__(said[0].code)
        self.said = said


@dataclass(frozen=True, slots=True)
class Credit:
    """Pieces that a later document of the file takes back from an order: how many, what for, and when.

    Found by the stage, which knows the whole file; `row` is the place of the order's row among its rows.
    """

    row: int
    number: str
    line: int
    pieces: int
    minor: int
    at: datetime


class TableDialect(Protocol):
    """A system's table."""

    name: str
    label: Text

    def recognises(self, header: Header) -> bool:
        """Tell whether the columns are this system's."""

    def key(self, cells: Sequence[str], header: Header, reading: Reading) -> str:
        """Return what its order is called; empty: it goes on with the order of the row above."""

    def draft(
        self, rows: Sequence[Row], header: Header, reading: Reading, credits: Sequence[Credit] = ()
    ) -> OrderDraft:
        """Return the order of these rows. Raises LeftOut."""

    def file_minor(self, rows: Sequence[Row], header: Header, reading: Reading) -> tuple[str, Decimal]:
        """Return currency and sum that the file itself has for these rows, as far as it can be read."""


class JsonDialect(Protocol):
    """A system's programming interface."""

    name: str
    label: Text

    def recognises(self, order: dict[str, Any]) -> bool:
        """Tell whether the object is an order of this system."""

    def draft(self, order: dict[str, Any], line: int, reading: Reading) -> OrderDraft:
        """Return the order. Raises LeftOut, Unclear."""

    def file_minor(self, order: dict[str, Any], reading: Reading) -> tuple[str, Decimal]:
        """Return currency and total as the object says them."""


@dataclass(slots=True)
class Cells:
    """The cells of rows by column name; what cannot be read is told and counts as not said."""

    rows: Sequence[Row]
    header: Header
    reading: Reading
    number: str = ""
    currency: str = ""
    said: list[Said] = field(default_factory=list)

    def text(self, name: str, row: int = 0) -> str:
        """Return a cell; empty where there is no such column."""
        place = self.header.index.get(name)
        if place is None:
            return ""
        cells = self.rows[row].cells
        return cells[place].strip().removeprefix("'") if place < len(cells) else ""

    def first(self, name: str) -> str:
        """Return the first filled cell of a column: what belongs to the whole order stands in one of its rows."""
        return next((text for row in range(len(self.rows)) if (text := self.text(name, row))), "")

    def minor(self, name: str, row: int | None = None) -> int:
        """Return an amount; 0 for an empty cell, and for one that cannot be read, which is told."""
        text = self.first(name) if row is None else self.text(name, row)
        try:
            return self.reading.minor(text, self.currency)
        except Unclear as error:
            self.tell(error.code, name, text, row or 0)
            return 0

    def moment(self, name: str) -> datetime | None:
        """Return a time; None for an empty cell, and for one that cannot be read, which is told."""
        text = self.first(name)
        if not text:
            return None
        try:
            return self.reading.moment(text)
        except Unclear as error:
            self.tell(error.code, name, text, 0)
            return None

    def tell(self, code: str, column: str, value: str, row: int, **params: str | int) -> None:
        """Note something about a cell."""
        self.said.append(
            Said(
                self.rows[row].line,
                code,
                column=column,
                value=value[:120],
                number=self.number,
                params=params,
                currency=self.currency,
            )
        )


def left_out(
    code: str, *, line: int, number: str = "", column: str = "", value: str = "", currency: str = "",
    effect: Decimal = Decimal(0), **params: str | int,
) -> LeftOut:  # fmt: skip
    """Return the reason why an order stays out, to be raised."""
    return LeftOut(
        Said(
            line,
            code,
            column=column,
            value=value[:120],
            number=number,
            params=params,
            severity=Severity.REFUSED,
            effect=effect,
            currency=currency,
        )
    )
