"""Find out which of comma and point is the decimal sign of a file."""

import re
from itertools import islice
from pathlib import Path

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Form, Header, records

_POINT = re.compile(r"\D{0,4}\d{1,3}(?:,?\d{3})*\.\d{1,2}\D{0,4}")
_COMMA = re.compile(r"\D{0,4}\d{1,3}(?:\.?\d{3})*,\d{1,2}\D{0,4}")


def decimal_sign(path: Path, form: Form, *, sample: int = 500) -> str:
    """Return the sign that most amounts of the first rows are written with; a point when nothing tells."""
    points = commas = 0
    for row in islice(records(path, form, Header(form.header_line, ("",) * 200)), sample):
        if isinstance(row, Row):
            for cell in row.cells:
                if len(cell) < 16 and cell[-1:].isdigit() | (cell[-1:] in "€$元"):
                    points += bool(_POINT.fullmatch(cell))
                    commas += bool(_COMMA.fullmatch(cell))
    return "," if commas > points else "."
