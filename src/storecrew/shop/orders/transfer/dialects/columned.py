"""The cells of a mapped table by what its columns mean."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header
from storecrew.shop.orders.transfer.dialects.base import Cells
from storecrew.shop.orders.transfer.reading import Reading


def cells_of(rows: Sequence[Row], header: Header, reading: Reading) -> Cells:
    """Return rows with their columns."""
    return Cells(rows, header, reading, currency=reading.currency)


def column_of(cells: Cells, field: str) -> str:
    """Return the column that holds a field; empty: none does."""
    return next((column for column, one in cells.reading.mapping.items() if one == field), "")


def place_of(header: Header, mapping: Mapping[str, str], field: str) -> int | None:
    """Return where a field stands in each row; None: nowhere."""
    for column, one in mapping.items():
        if one == field:
            return header.index.get(column)
    return None


def first_of(cells: Cells, field: str) -> str:
    """Return a field's first filled cell; empty where no column holds it."""
    column = column_of(cells, field)
    return cells.first(column) if column else ""


def text_of(cells: Cells, field: str, row: int) -> str:
    """Return a field's cell in one row."""
    column = column_of(cells, field)
    return cells.text(column, row) if column else ""


def minor_of(cells: Cells, field: str) -> int:
    """Return a field's amount in minor units; 0 where nothing stands."""
    column = column_of(cells, field)
    return cells.minor(column) if column else 0


def moment_of(cells: Cells, field: str) -> datetime | None:
    """Return a field's time; None where nothing stands."""
    column = column_of(cells, field)
    return cells.moment(column) if column else None
