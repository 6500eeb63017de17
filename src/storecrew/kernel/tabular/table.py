"""A file as a table: a header, and records whose cells are found by column name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

from storecrew.kernel.tabular.decode import (
    Broken,
    Row,
    guess_delimiter,
    read_csv,
)
from storecrew.kernel.tabular.files import Container, look_at
from storecrew.kernel.tabular.finding import Finding, Severity
from storecrew.kernel.tabular.sheet import read_sheet

MAX_COLUMNS: Final = 2_000
NOTES: Final = ("Storecrew: line", "Storecrew: outcome", "Storecrew: reason")
"""Columns that our reports add; a corrected report sent again is read without them."""
_PREAMBLE: Final = 20
"""Rows above the header that are looked at: titles, notes of an export."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is to be read."""

    container: Container
    delimiter: str = ","
    sheet: str = ""
    header_line: int = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file. `names` are as they stand there, trimmed; a blank name is a column without one."""

    line: int
    names: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    index: Mapping[str, int] = field(init=False)
    """Column name → its place; of columns with the same name the first."""

    def __post_init__(self) -> None:
        index: dict[str, int] = {}
        for place, name in enumerate(self.names):
            if name:
                index.setdefault(name, place)
        object.__setattr__(self, "index", index)

    @property
    def signature(self) -> str:
        """Return what recognises a file of the same kind: its column names, whatever their order and case."""
        names = sorted({name.casefold() for name in self.names if name})
        return sha256("\n".join(names).encode()).hexdigest()[:32]


def recognise(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> tuple[Form, Header]:
    """Find out how to read the file; what is given is taken as said. Raises Unreadable."""
    container = look_at(path)
    if encoding and container.kind == "csv":
        container = Container("csv", container.packed, encoding)
    if not delimiter:
        delimiter = guess_delimiter(path, container) if container.kind == "csv" else ","
    form = Form(container, delimiter, sheet)
    header = _find_header(path, form)
    return Form(container, delimiter, sheet, header.line), header


def records(path: Path, form: Form, header: Header) -> Iterator[Row | Broken]:
    """Yield the rows below the header, each as wide as the header; rows with values beyond it come out broken."""
    width = len(header.names)
    for row in _raw(path, form):
        if row.line <= form.header_line:
            continue
        if isinstance(row, Broken):
            yield row
            continue
        cells = row.cells
        if len(cells) > width:
            if any(cells[width:]):
                yield Broken(row.line, "too_many_cells", form.delimiter.join(cells)[:500])
                continue
            cells = cells[:width]
        elif len(cells) < width:
            cells = cells + [""] * (width - len(cells))  # Excel leaves out trailing blanks
        yield Row(row.line, cells)


def _raw(path: Path, form: Form) -> Iterator[Row | Broken]:
    if form.container.kind == "xlsx":
        return read_sheet(path, form.sheet)
    return read_csv(path, form.container, form.delimiter)


def _find_header(path: Path, form: Form) -> Header:
    """The header is the first row that is at least half as wide as the widest of the first rows."""
    first = [row for row in islice(_raw(path, form), _PREAMBLE) if isinstance(row, Row)]
    first = [row for row in first if not (len(row.cells) <= 2 and row.cells[0].casefold().startswith("sep="))]
    if not first:
        return Header(0, ())
    filled = [sum(bool(cell.strip()) for cell in row.cells) for row in first]
    at = next(place for place, count in enumerate(filled) if count * 2 >= max(filled))
    names = tuple(clean_name(cell) for cell in first[at].cells[:MAX_COLUMNS])
    while names and not names[-1]:
        names = names[:-1]
    findings = tuple(header_findings(first[at].line, names))
    return Header(first[at].line, tuple("" if name in NOTES else name for name in names), findings)


def clean_name(text: str) -> str:
    """Return a column's name without the marks and blanks that stray into files."""
    return " ".join(text.replace("\ufeff", " ").replace("\u200b", " ").split()).strip("*").strip()


def header_findings(line: int, names: tuple[str, ...]) -> Iterator[Finding]:
    """Tell of columns without a name between others, and of names that stand there twice."""
    seen: set[str] = set()
    last = max((place for place, name in enumerate(names, start=1) if name), default=0)
    for place, name in enumerate(names[:last], start=1):
        if not name:
            yield Finding(line, "", "", "blank_column", {"place": place}, Severity.NOTE)
        elif name in seen:
            yield Finding(line, name, "", "duplicate_column", {"place": place}, Severity.NOTE)
        seen.add(name)
