"""Rows in quarantine as a file to be put right: in the encoding and with the delimiter of their own file."""

import io
from collections.abc import Iterable, Iterator

from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.table import NOTES
from storecrew.kernel.tabular.writing import line_writer
from storecrew.shop.feeds.models import Version
from storecrew.shop.feeds.opening import CSV, SHELF, XLSX, Found, found_of, header_of, rows_of
from storecrew.shop.feeds.sentences import sentence_of
from storecrew.shop.feeds.types import State

KEEPS = frozenset({"utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5"})
"""Encodings that can hold what we say about a row in any language of the store."""


def name_of(version: Version) -> str:
    """Return what the file is called."""
    stem = version.name.rpartition(".")[0] or version.name
    ending = "xlsx" if version.form.get("format") == XLSX else "csv"
    return f"{stem}-{version.number}-rows.{ending}"


def rows_to_mend(version: Version) -> Iterator[bytes]:
    """Yield the file: the rows as they came, and beside each what is wrong with it. Sent again, the notes are not read."""
    found = found_of(version.form, header_of(version.form, version.header))
    if found.format == XLSX:
        yield _workbook(version, found)
        return
    encoding = found.form.container.encoding if found.format == CSV else "utf-8-sig"
    encoding = encoding if encoding in KEEPS else "utf-8-sig"
    write = line_writer(delimiter=found.form.delimiter if found.format == CSV else ",")
    marks = {"utf-8-sig": (b"\xef\xbb\xbf", "utf-8"), "utf-16": (b"\xff\xfe", "utf-16-le")}
    mark, codec = marks.get(encoding, (b"", encoding))
    yield mark
    for cells in _table(version, found):
        yield write(cells).encode(codec, "replace")


def _table(version: Version, found: Found) -> Iterator[list[str]]:
    yield [*found.header.names, *NOTES]
    reasons = _reasons(version)
    if not reasons:
        return
    last = max(reasons)
    for row in rows_of(SHELF.path_of(version.digest), found):
        if row.line in reasons:
            yield [*_cells(row, found), str(row.line), str(State.UNREADABLE.label), reasons[row.line]]
        if row.line >= last:
            return


def _cells(row: Row | Broken, found: Found) -> list[str]:
    width = len(found.header.names)
    if isinstance(row, Row):
        return row.cells
    # what cannot be taken apart is cut at the delimiters: whoever mends it sees every part
    parts = row.text.encode("utf-8", "replace").decode().replace("\x00", "").split(found.form.delimiter)
    return [*parts[:width], *[""] * (width - len(parts))]


def _reasons(version: Version) -> dict[int, str]:
    said: dict[int, list[str]] = {}
    for row in version.bad_rows.filter(mended_at=None).order_by("line", "pk").iterator(chunk_size=2_000):
        sentence = sentence_of(row.code, row.params)
        said.setdefault(row.line, []).append(f"{row.column}: {sentence}" if row.column else sentence)
    return {line: " ".join(some) for line, some in said.items()}


def _workbook(version: Version, found: Found) -> bytes:
    # the library costs each process a sixth of a second to load
    import openpyxl  # noqa: PLC0415
    from openpyxl.writer.excel import save_workbook  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    rows: Iterable[list[str]] = _table(version, found)
    for cells in rows:
        sheet.append(cells)
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()
