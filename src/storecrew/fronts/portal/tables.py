"""A table that somebody pasted, typed or uploaded: rows of cells, and which column means what, with or without a header."""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Unreadable
from storecrew.kernel.tabular.table import recognise, records

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 20_000
_CUT: Final = re.compile(r"^(.*\S)\s*(?:[\s:：=]|\s[-–]\s)\s*(\S+)$")
"""A line as people type it: what it is, a blank or a colon, and what of it."""

type Looks = Callable[[str], float]
"""Tells how much a cell looks like what a column is to hold: 0 not at all, 1 certainly."""


@dataclass(frozen=True, slots=True)
class Table:
    """What was sent. `names` is its header, empty where the first line is a row already; `broken` are lines that cannot be read."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    broken: tuple[Broken, ...]


def read_text(text: str) -> Table:
    """Return pasted text as a table. Raises Unreadable."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    filled = [line for line in lines if line.strip()]
    if not filled:
        raise Unreadable("empty_file")
    plain = sum(not any(sign in line for sign in "\t,;|，；") for line in filled)
    if plain * 2 > len(filled):  # no table: one thing in each line, and a number behind it
        lines = [_CUT.sub(r"\1\t\2", line.strip()) for line in lines]
    elif not any(sign in line for line in filled for sign in "\t,;|"):
        lines = [line.replace("，", ",").replace("；", ";") for line in lines]
    return read_bytes("\n".join(lines).encode())


def read_bytes(content: bytes) -> Table:
    """Return a file as a table: CSV in any usual encoding, or a workbook. Raises Unreadable."""
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        path = Path(folder) / "sent"
        path.write_bytes(content)
        form, header = recognise(path)
        rows: list[Row] = []
        broken: list[Broken] = []
        for row in records(path, form, header):
            if len(rows) + len(broken) >= MOST_ROWS:
                raise Unreadable("too_many_rows")
            if isinstance(row, Broken):
                broken.append(row)
            elif any(cell.strip() for cell in row.cells):
                rows.append(row)
        return Table(header.names, _first(header.line, header.names, rows), tuple(broken))


def _first(line: int, names: tuple[str, ...], rows: Sequence[Row]) -> tuple[Row, ...]:
    """Keep the first line among the rows too: whether it is a header only its words can tell."""
    return (Row(line, list(names)), *rows)


def without_header(table: Table) -> tuple[Row, ...]:
    """Return the rows below the header."""
    return table.rows[1:]


def column_like(table: Table, looks: Looks, *, but: frozenset[int] = frozenset(), least: float = 0.5) -> int:
    """Return the column whose cells look most like it, from the first row on; -1 where a smaller share than `least` does."""
    best, at = 0.0, -1
    for place in range(max((len(row.cells) for row in table.rows), default=0)):
        if place in but:
            continue
        cells = [cell for cell in _cells(table.rows, place) if cell]
        share = sum(map(looks, cells)) / len(table.rows) if cells else 0.0
        if share > best:
            best, at = share, place
    return at if best >= least else -1


def _cells(rows: Sequence[Row], place: int) -> Iterator[str]:
    for row in rows:
        yield row.cells[place].strip() if place < len(row.cells) else ""
