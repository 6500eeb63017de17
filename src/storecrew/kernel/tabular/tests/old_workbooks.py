"""Workbooks as old programs write them, made byte by byte: BIFF8 in a compound file (.xls), and OpenDocument (.ods)."""

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

type Cell = str | float | bool | date | None
SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_DATE_FORMAT = 14
"""The builtin number format of a day."""
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def xls(rows: Sequence[Sequence[Cell]], *, names: Sequence[str] = ("Sheet1",), first_row: int = 0) -> bytes:
    """Return an .xls whose first sheet holds the rows; the other sheets are empty."""
    sheets = [_sheet(rows, first_row), *(_sheet([], 0) for _name in names[1:])]
    formats = _record(0x00E0, _xf(0)) + _record(0x00E0, _xf(_DATE_FORMAT))
    bounds = [struct.pack("<BBB", 0, 0, len(name)) + b"\x01" + name.encode("utf-16-le") for name in names]
    # 8 bytes more for each: where the sheet begins, and its kind
    opening = _begin(0x0005) + _record(0x0042, struct.pack("<H", 1200)) + formats
    place = len(opening) + sum(4 + 4 + len(one) - 1 + 1 for one in bounds) + 4
    listed = b""
    for one, sheet in zip(bounds, sheets, strict=True):
        listed += _record(0x0085, struct.pack("<I", place) + one[:2] + one[2:])
        place += len(sheet)
    return _compound((opening + listed + _record(0x000A, b"") + b"".join(sheets)).ljust(4096, b"\0"))


def _sheet(rows: Sequence[Sequence[Cell]], first_row: int) -> bytes:
    cells = b"".join(
        _cell(first_row + row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    )
    return _begin(0x0010) + cells + _record(0x000A, b"")


def _cell(row: int, column: int, value: Cell) -> bytes:
    at = struct.pack("<HH", row, column)
    match value:
        case bool():
            return _record(0x0205, at + struct.pack("<HBB", 0, value, 0))
        case str():
            text = value.encode("utf-16-le")
            return _record(0x0204, at + struct.pack("<HHB", 0, len(text) // 2, 1) + text)
        case date():
            return _record(0x0203, at + struct.pack("<Hd", 1, (value - date(1899, 12, 30)).days))
        case _:
            return _record(0x0203, at + struct.pack("<Hd", 0, value))


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 0x0606))


def _xf(number_format: int) -> bytes:
    return struct.pack("<HHHBBBBIIH", 0, number_format, 0, 0x20, 0, 0, 0, 0, 0, 0)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """Return the stream `Workbook` in a compound file: a header, the table of sectors, the directory, the stream."""
    count = -(-len(stream) // SECTOR)
    fats = -(-(count + 2) // (SECTOR // 4 - 1))
    chain = [*range(fats + 2, fats + 1 + count), _END]
    table = [_FAT] * fats + [_END] + chain
    table += [_FREE] * (fats * SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(fats), *[_FREE] * (109 - fats))
    directory = _entry("Root Entry", 5, child=1, start=_END, size=0)
    directory += _entry("Workbook", 2, child=_FREE, start=fats + 1, size=len(stream)) + bytes(256)
    return header + struct.pack(f"<{len(table)}I", *table) + directory + stream.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    body = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return body + bytes(36) + struct.pack("<IQ", start, size)


def ods(rows: Sequence[Sequence[str | float]], *, more: str = "") -> bytes:
    """Return an OpenDocument with the rows; `more` stands below them as it is."""

    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    named = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{named} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="库存">{lines}{more}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return out.getvalue()
