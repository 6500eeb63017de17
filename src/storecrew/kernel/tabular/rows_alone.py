"""Reads one .xls or .ods workbook: the names of its sheets, then a JSON list a row. Started by `foreign.py`.

Its library holds a whole sheet in memory, and a file of a few kilobytes can claim to be a sheet of any size: hence a
process that the system ends. It imports nothing of the store, so that it starts in a moment.
"""

import contextlib
import json
import os
import resource
import sys
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

NOT_A_WORKBOOK = 3
"""How it ends when the file is none, is damaged, locked with a password, or claims more cells than the library reads."""


def main(path: str, wanted: str, cpu_s: int, memory: int) -> None:
    """Write the rows of the sheet of that name, of the first one where there is none."""
    os.nice(5)  # whoever reads a page goes first
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        sys.stdout.write(json.dumps(names) + "\n")
        sheet = book.get_sheet_by_name(wanted if wanted in names else names[0])
    except (CalamineError, IndexError, OSError, ValueError):
        sys.exit(NOT_A_WORKBOOK)
    _write(sheet)


def _write(sheet: CalamineSheet) -> None:
    for number, values in enumerate(sheet.iter_rows(), start=1):
        row = [_text(value) for value in values]
        if any(row):
            sys.stdout.write(json.dumps([number, row]) + "\n")


def _text(value: Any) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return format(value, ".15g")  # as in `sheet`: a barcode has no exponent
        case datetime() | time():
            return value.isoformat()
        case date():
            return datetime.combine(value, time()).isoformat()  # as the same day is read from an .xlsx
    return str(value)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
