"""Read the rows of a CSV file from disk, one at a time, and tell exactly which ones cannot be read.

Bytes are decoded before anything is split: the second byte of a GB18030 character may be `|`. Broken rows come out as
`Broken` and reading goes on with the next line, so that one unclosed quote does not swallow the rest of the file.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from storecrew.kernel.tabular.files import Container, Unreadable, open_bytes

DELIMITERS: Final = ",;\t|"
MAX_RECORD_LINES: Final = 5_000
MAX_RECORD_CHARS: Final = 1_000_000
"""A record longer than these is an unclosed quote, not a description."""
MAX_LOOKED_AHEAD: Final = 200_000_000
"""Characters read in vain behind unclosed quotes before the file is given up."""

_UNDECODED = re.compile("[\udc80-\udcff]")
_SEPARATOR_HINT = re.compile(r"sep=(.)\s*$", re.IGNORECASE)

csv.field_size_limit(MAX_RECORD_CHARS + 1)


class Row(NamedTuple):
    """One record: the line it begins on (from 1) and its cells as they stand in the file."""

    line: int
    cells: list[str]


class Broken(NamedTuple):
    """A record that cannot be read: where, why (a code of `sentences`), and the text of its line."""

    line: int
    code: str
    text: str


def read_csv(path: Path, container: Container, delimiter: str) -> Iterator[Row | Broken]:
    """Yield the records of the file in order; blank lines are left out. Raises Unreadable."""
    with _open_text(path, container) as text:
        yield from _records(_Lines(text, container.encoding), delimiter)


def guess_delimiter(path: Path, container: Container) -> str:
    """Return the delimiter that cuts the first records into the same number of cells, the more the better.

    A first line `sep=;`, as Excel understands it, decides.
    """
    with _open_text(path, container) as text:
        sample = "".join(line for _, line in zip(range(60), text, strict=False))[:200_000]
    if hint := _SEPARATOR_HINT.match(sample.split("\n", 1)[0]):
        return "\t" if hint[1] == "\\" else hint[1]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[int, int, int]:
    """Rank a delimiter: whether it cuts the first record, how many are as wide as the first that it cuts, that width."""
    widths: list[int] = []
    source = _Lines(io.StringIO(sample, newline=""), "utf-8")
    for record in _records(source, delimiter):
        if isinstance(record, Row):
            widths.append(len(record.cells))
    if not any(width > 1 for width in widths):
        return 0, 0, 0
    wide = next(width for width in widths if width > 1)
    return int(widths[0] > 1), sum(width == wide for width in widths), wide


@contextmanager
def _open_text(path: Path, container: Container) -> Iterator[io.TextIOWrapper]:
    with open_bytes(path, packed=container.packed) as raw:
        # bytes that do not decode become lone surrogates, by which their lines are found again
        errors = "surrogateescape" if not container.encoding.startswith(("utf-16", "utf-32")) else "replace"
        yield io.TextIOWrapper(raw, encoding=container.encoding, errors=errors, newline="")


class _TooLong(Exception):
    """The record does not end within reason."""


class _Lines:
    """Feeds physical lines to the CSV parser, remembers those of the record at hand, and can go back to its second one."""

    def __init__(self, text: io.TextIOBase, encoding: str) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._held: list[str] = []
        self._chars = 0
        self._wasted = 0
        self._check_mixture = encoding == "gb18030"
        self.line = 0
        """Number of the line handed out last."""
        self.flaw = ""
        """Why the record at hand cannot be trusted although it parses; empty when it can."""
        self.unended = False
        """True when the line handed out last had no line end: the end of the file."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline()
        if not line:
            raise StopIteration
        self._held.append(line)
        self._chars += len(line)
        self.line += 1
        if len(self._held) > MAX_RECORD_LINES or self._chars > MAX_RECORD_CHARS:
            raise _TooLong
        if not line.isascii() and not self.flaw:
            self.flaw = self._look_at(line)
        if "\0" in line and not self.flaw:
            self.flaw = "nul_byte"
        self.unended = line[-1] not in "\r\n"
        return line

    def begin(self) -> int:
        """Forget the last record; return the line on which the next one begins."""
        self._held.clear()
        self._chars = 0
        self.flaw = ""
        return self.line + 1

    def go_back(self) -> str:
        """Give back all lines of the record but its first, which is returned."""
        first, rest = self._held[0], self._held[1:]
        self._wasted += sum(map(len, rest))
        if self._wasted > MAX_LOOKED_AHEAD:
            raise Unreadable("too_many_quotes")
        self._again.extendleft(reversed(rest))
        self.line -= len(rest)
        return first

    def first(self) -> str:
        return self._held[0] if self._held else ""

    def _look_at(self, line: str) -> str:
        if _UNDECODED.search(line):
            return "bad_bytes"
        if self._check_mixture and is_utf8_in_disguise(line):
            return "other_encoding"
        return ""


def is_utf8_in_disguise(line: str) -> bool:
    """Tell whether a line decoded as GB18030 was written as UTF-8: Chinese that is valid in both is all but impossible."""
    try:
        text = line.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return False
    return sum(not char.isascii() for char in text) >= 2


def _records(source: _Lines, delimiter: str) -> Iterator[Row | Broken]:
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        line = source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            text = source.go_back()
            yield Broken(line, quote_trouble(error), text.rstrip("\r\n"))
            reader = csv.reader(source, delimiter=delimiter, strict=True)
            continue
        if source.flaw:
            yield Broken(line, source.flaw, source.first().rstrip("\r\n"))
        elif any(cells):
            yield Row(line, cells)


def quote_trouble(error: Exception) -> str:
    """Return the code of what is wrong with quotation marks, by what the parser said."""
    if isinstance(error, _TooLong) or "end of data" in str(error):
        return "unclosed_quote"
    return "stray_quote"
