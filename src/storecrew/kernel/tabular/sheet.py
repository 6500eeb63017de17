"""Read the rows of a workbook, one at a time, as the text a CSV of it would hold. What is no .xlsx is left to `foreign`."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.files import Unreadable, is_foreign
from storecrew.kernel.tabular.foreign import foreign_sheet_names, read_foreign

if TYPE_CHECKING:
    import openpyxl


def sheet_names(path: Path) -> list[str]:
    """Return the names of the workbook's sheets, in order. Raises Unreadable."""
    if is_foreign(path):
        return foreign_sheet_names(path)
    with _workbook(path) as book:
        return list(book.sheetnames)


def read_sheet(path: Path, sheet: str = "") -> Iterator[Row]:
    """Yield the rows of a sheet (the first one, if not named) with the row number as line; blank rows are left out."""
    if is_foreign(path):
        yield from read_foreign(path, sheet)
        return
    with _workbook(path) as book:
        page = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
        page.reset_dimensions()  # other programs write wrong ones, and rows would be cut off
        for line, values in enumerate(page.iter_rows(values_only=True), start=1):
            cells = [_text(value) for value in values]
            if any(cells):
                yield Row(line, cells)


class _workbook:  # noqa: N801  # used like a function
    def __init__(self, path: Path) -> None:
        # the library costs each process a sixth of a second to load, and few ever read a workbook
        import openpyxl  # noqa: PLC0415
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

        self._file = path.open("rb")  # by its name, a workbook would have to end with .xlsx
        try:
            self._book = openpyxl.load_workbook(self._file, read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
            self._file.close()
            raise Unreadable("broken_archive") from error

    def __enter__(self) -> "openpyxl.Workbook":
        return self._book

    def __exit__(self, *exc: object) -> None:
        self._book.close()
        self._file.close()


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return format(value, ".15g")  # what Excel itself shows: 0.1 + 0.2 is 0.3, a barcode has no exponent
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)
