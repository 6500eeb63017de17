"""Lines that hold: those of a file without the rows that cannot be taken, with what was kept of before."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.types import Money
from storecrew.kernel.tabular.files import Container
from storecrew.kernel.tabular.lines import RawFile
from storecrew.kernel.tabular.table import Form, Header
from storecrew.shop.feeds.reading import HELD, Line, Reading

ABOUT_US = {"sku": "sku", "quantity": "quantity", "cost": "cost", "warehouse": "warehouse"}
"""The columns of lines that we write ourselves, where no file ever came."""


def is_held(line: bytes) -> bool:
    """Tell whether a line holds only because its newer rows cannot be read."""
    return line.endswith(b"\x1fheld")


class Writer:
    """Writes lines in the form of a file: same delimiter and encoding, a header on top."""

    def __init__(self, header: Header, mapping: Mapping[str, str], reading: Reading, *, like: RawFile | None) -> None:
        encoding, delimiter = (like.encoding, like.form.delimiter) if like else ("utf-8", ",")
        self.form = Form(Container("csv", packed=False, encoding=encoding), delimiter, header_line=1)
        self._header = header
        self._places = {name: header.index[column] for name, column in mapping.items() if column in header.index}
        self._reading = reading

    def write(self, path: Path, lines: Iterable[bytes]) -> None:
        """Write a file."""
        with path.open("wb") as out:
            out.write(self._line(self._header.names) + b"\n")
            out.writelines(lines)

    def line_of(self, said: Line, places: Mapping[int, str], *, held: bool = False) -> bytes:
        """Return a line that says the same; `places`: the codes of warehouses by their number."""
        cells = [""] * len(self._header.names)
        values = {
            "sku" if "sku" in self._places else "barcode": said.sku,
            "quantity": "discontinued" if said.quantity is None else str(said.quantity),
            "cost": "" if said.cost is None else self._cost(said.cost),
            "warehouse": places.get(said.site_id, ""),
        }
        for name, place in self._places.items():
            cells[place] = values.get(name, "")
        return self._line([*cells, HELD] if held else cells) + b"\n"

    def _cost(self, minor: int) -> str:
        return amount(minor, self._reading.currency).replace(".", self._reading.decimal)

    def _line(self, cells: Iterable[str]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self.form.delimiter, lineterminator="").writerow(cells)
        return text.getvalue().encode(self.form.container.encoding, "replace")


def amount(minor: int, currency: str) -> str:
    """Return minor units as a plain number with a point: what people type."""
    digits = minor_digits(currency)
    return f"{Money(minor, currency).amount:.{digits}f}"


def without(raw: RawFile, skipped: Iterator[int]) -> Iterator[bytes]:
    """Yield the lines of a file but those with these numbers, which rise."""
    next_skip = next(skipped, 0)
    for number, lines in raw.blocks():
        if not number <= next_skip < number + len(lines):
            yield from _ended(lines)
            continue
        left = []
        for place, line in enumerate(lines, start=number):
            if place == next_skip:
                next_skip = next(skipped, 0)
            else:
                left.append(line)
        yield from _ended(left)


def but(raw: RawFile, gone: set[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file but these."""
    for _number, lines in raw.blocks():
        yield from _ended([line for line in lines if line.rstrip(b"\r\n") not in gone])


def _ended(lines: list[bytes]) -> list[bytes]:
    """Give the last line of a file the end that it may lack."""
    if lines and not lines[-1].endswith(b"\n"):
        lines[-1] += b"\n"
    return lines
