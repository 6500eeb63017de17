"""Export what a table shows as CSV or XLSX, row by row, in constant memory."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation

from storecrew.kernel.pages.tables.cells import exported
from storecrew.kernel.pages.tables.state import State, narrowed, read_state
from storecrew.kernel.pages.tables.types import Column, Kind, Rows, Table
from storecrew.kernel.tabular.writing import BOM, line_writer

CHUNK = 1000
XLSX_MOST = 1_048_575
"""A sheet holds no more rows beside its header (Excel specifications and limits)."""


def export(table: Table, request: HttpRequest, rows: Rows) -> HttpResponseBase | None:
    """Answer `?export=csv` or `?export=xlsx` with every matching row, in the chosen columns and order; None otherwise."""
    wanted = request.GET.get("export", "")
    if not table.exports or wanted not in {"csv", "xlsx"}:
        return None
    state = read_state(table, request.GET)
    found = _ordered(table, state, narrowed(table, state, rows))
    name = f"{table.name.replace('.', '-')}-{timezone.localdate():%Y-%m-%d}.{wanted}"
    if wanted == "xlsx":
        return FileResponse(_workbook(table, state.columns, found), as_attachment=True, filename=name)
    lines = _as_now(_lines(table, state.columns, found))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_now(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines made in the present language and time zone: they are asked for after the request has left both."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def made() -> Iterator[str]:
        while True:
            with translation.override(language), timezone.override(zone):
                line = next(lines, None)
            if line is None:
                return
            yield line

    return made()


def _lines(table: Table, columns: Iterable[Column], rows: Iterable[Any]) -> Iterator[str]:
    line = line_writer()
    yield BOM
    yield line(_head(table, columns))
    for row in rows:
        yield line([_text(exported(column, row)) for column in columns])


def _workbook(table: Table, columns: Iterable[Column], rows: Iterable[Any]) -> Any:
    # the library costs each process a sixth of a second to load, and few ever make a workbook
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.writer.excel import save_workbook  # noqa: PLC0415

    book = Workbook(write_only=True)  # keeps one row in memory, the rest in a file
    sheet = book.create_sheet()
    sheet.append(_head(table, columns))
    for number, row in enumerate(rows):
        if number >= XLSX_MOST:
            break
        sheet.append([_plain(exported(column, row)) for column in columns])
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  FileResponse closes it
    save_workbook(book, file)
    file.seek(0)
    return file


def _head(table: Table, columns: Iterable[Column]) -> list[str]:
    return [
        f"{column.label} {table.currency}" if column.kind is Kind.MONEY and table.currency else str(column.label)
        for column in columns
    ]


def _ordered(table: Table, state: State, rows: Rows) -> Iterable[Any]:
    if not isinstance(rows, QuerySet):
        return rows
    column = table.column(state.sort_column)
    if column is None or not column.sort:
        return rows.order_by(table.tie).iterator(chunk_size=CHUNK)
    by = F(column.sort)
    terms: list[Any] = (
        [by.desc(nulls_last=True), f"-{table.tie}"] if state.descending else [by.asc(nulls_last=True), table.tie]
    )
    return rows.order_by(*terms).iterator(chunk_size=CHUNK)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="seconds")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _plain(value: Any) -> Any:
    # a workbook's times have no zone
    return timezone.localtime(value).replace(tzinfo=None) if isinstance(value, datetime) else value
