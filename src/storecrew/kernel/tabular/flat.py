"""Write rows of any kind of file as plain lines, so that they can be compared like those of a CSV file.

Each record is one line, at the very number it had in its own file; lines between records are blank.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Container
from storecrew.kernel.tabular.table import Form, Header

FLAT: Final = Container("csv", packed=False, encoding="utf-8")


def flatten(
    rows: Iterable[Row | Broken],
    header: Header,
    path: Path,
    *,
    broken: Callable[[Broken], None],
    tick: Callable[[], None] = lambda: None,
) -> Form:
    """Write the header and the records to `path`; `broken` takes those that cannot be read. Returns how it is read."""
    line = max(header.line, 1)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        out.write("\n" * (line - 1))
        writer.writerow(_in_one_line(header.names))
        for count, row in enumerate(rows):
            if isinstance(row, Broken):
                broken(row)
                continue
            out.write("\n" * (row.line - line - 1))
            writer.writerow(_in_one_line(row.cells))
            line = row.line
            if count % 10_000 == 0:
                tick()
    return Form(FLAT, ",", header_line=max(header.line, 1))


def _in_one_line(cells: Sequence[str]) -> Sequence[str]:
    if any("\n" in cell or "\r" in cell for cell in cells):
        return [" ".join(cell.split()) for cell in cells]
    return cells
