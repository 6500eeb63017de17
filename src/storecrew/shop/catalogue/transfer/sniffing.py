"""Find out which of comma and point is the decimal sign of a file."""

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Form, Header, records

_POINT = re.compile(r"\D{0,4}\d{1,3}(?:,?\d{3})*\.\d{1,2}\D{0,4}")
_COMMA = re.compile(r"\D{0,4}\d{1,3}(?:\.?\d{3})*,\d{1,2}\D{0,4}")


_AMOUNTS = re.compile(
    r"price|cost|weight|length|width|height|amount|preis|kosten|gewicht|prix|coût|poids|precio|costo|peso|价|成本|重|金额|长|宽|高",
    re.IGNORECASE,
)
"""In the names of columns that hold amounts, in the languages of the dialects."""


def decimal_sign(path: Path, form: Form, names: Sequence[str], *, sample: int = 500) -> str:
    """Return the sign that most amounts of the first rows are written with; a point when nothing tells.

    `names` of the columns: only those that sound like amounts are looked at, since a brand may be called 12,50; where none
    does, all are.
    """
    amounts = {place for place, name in enumerate(names) if _AMOUNTS.search(name)} or set(range(len(names)))
    points = commas = 0
    for row in islice(records(path, form, Header(form.header_line, ("",) * 200)), sample):
        if isinstance(row, Row):
            for cell in (cell for place, cell in enumerate(row.cells) if place in amounts):
                if len(cell) < 16 and cell[-1:].isdigit() | (cell[-1:] in "€$元"):
                    points += bool(_POINT.fullmatch(cell))
                    commas += bool(_COMMA.fullmatch(cell))
    return "," if commas > points else "."
