"""Read workbooks that are no .xlsx (old .xls, OpenDocument .ods): by a process of its own, within limits of time and memory."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.files import Unreadable

CPU_S: Final = 120
MEMORY: Final = 1024**3
"""Enough for the 65,536 rows of an old sheet with 200 columns, every cell of them counted, filled or not."""
LINE: Final = 16 * 1024**2
"""Characters of a row; more is no row of a table."""

NOT_A_WORKBOOK: Final = 3
"""How the process ends when the file is none, is damaged, locked or absurd; in every other end it met a limit."""

_SCRIPT: Final = Path(__file__).with_name("rows_alone.py")


def foreign_sheet_names(path: Path) -> list[str]:
    """Return the names of the workbook's sheets, in order. Raises Unreadable."""
    return [str(name) for name in next(_said(path, ""))]


def read_foreign(path: Path, sheet: str) -> Iterator[Row]:
    """Yield the rows of a sheet (the first one, if there is none of that name); blank rows are left out."""
    said = _said(path, sheet)
    next(said)
    for line, cells in said:
        yield Row(line, cells)


def _said(path: Path, sheet: str) -> Iterator[Any]:
    """Yield what the process says, line by line. Raises Unreadable."""
    process = subprocess.Popen(
        [sys.executable, "-I", _SCRIPT, path, sheet, str(CPU_S), str(MEMORY)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",  # JSON with everything else escaped
    )
    try:
        assert process.stdout is not None  # noqa: S101  it was asked for
        while line := process.stdout.readline(LINE):
            if not line.endswith("\n"):
                break
            yield json.loads(line)
        else:
            if (ended := process.wait()) == 0:
                return
            if ended == NOT_A_WORKBOOK:
                raise Unreadable("old_workbook")
        raise Unreadable("too_big_unpacked")  # the system ended it at a limit, or a row has no end
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
