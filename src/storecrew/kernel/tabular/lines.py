"""Read a CSV file as raw lines that nobody has taken apart yet, so that two files can be compared before they are parsed.

A line is a record only where no quoted value goes over several lines; where one does, `NotPlain` says so, and the file
has to be flattened first (`flat`). Lines are bytes: in the file's own encoding, or in UTF-8 where that one is wide.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final, NamedTuple

from storecrew.kernel.tabular.decode import Broken, Row, is_utf8_in_disguise, quote_trouble
from storecrew.kernel.tabular.files import open_bytes
from storecrew.kernel.tabular.table import Form

BLOCK: Final = 8_192
"""Lines read at once."""
LONGEST: Final = 1_000_000
"""Bytes of a line; a longer one is no row of a table."""
_UNDECODED = re.compile("[\udc80-\udcff]")


class NotPlain(Exception):
    """A record goes over several lines: only taking the whole file apart tells records from one another."""


class Numbered(NamedTuple):
    """A line without its end, and its number in the file, from 1."""

    number: int
    line: bytes


@dataclass(frozen=True, slots=True)
class RawFile:
    """A CSV file whose lines are read as they stand."""

    path: Path
    form: Form
    in_utf8: bool = False
    """Hand out lines in UTF-8 whatever the file's own encoding: so that files of two encodings can be compared."""

    @property
    def encoding(self) -> str:
        """Return the encoding of the lines that are handed out."""
        return "utf-8" if self._recoded else self.form.container.encoding.removesuffix("-sig")

    @property
    def _recoded(self) -> bool:
        return self.in_utf8 or self.form.container.encoding.startswith(("utf-16", "utf-32"))

    def blocks(self) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the lines below the header with their ends, in blocks, each with the number of its first line.

        Raises NotPlain, and what reading a damaged packed file raises.
        """
        with self._opened() as read:
            if above := read(self.form.header_line):
                _check(above)
            number = self.form.header_line + 1
            while lines := read(BLOCK):
                _check(lines)
                yield number, lines
                number += len(lines)

    @contextmanager
    def _opened(self) -> Iterator[Callable[[int], list[bytes]]]:
        """Give a function that returns the next so many lines."""
        container = self.form.container
        with open_bytes(self.path, packed=container.packed) as raw:
            if not self._recoded:
                yield lambda count: list(islice(raw, count))
                return
            yield _recoding(raw, container.encoding)


def _recoding(raw: IO[bytes], encoding: str) -> Callable[[int], list[bytes]]:
    wide = encoding.startswith(("utf-16", "utf-32"))
    text = io.TextIOWrapper(raw, encoding=encoding, errors="replace" if wide else "surrogateescape", newline="")
    return lambda count: [line.encode("utf-8", "surrogateescape") for line in islice(text, count)]


def _check(lines: Sequence[bytes]) -> None:
    joined = b"".join(lines)
    if b'"' in joined and any(line.count(b'"') % 2 for line in lines):
        raise NotPlain
    if b"\r" in joined and joined.count(b"\r") != joined.count(b"\r\n"):
        raise NotPlain  # other ends of lines than this reader looks for
    if len(joined) > LONGEST and max(map(len, lines)) > LONGEST:
        raise NotPlain


def take_apart(numbered: Sequence[Numbered], encoding: str, delimiter: str) -> Iterator[Row | Broken]:
    """Yield the record of each line, in order; blank lines are left out.

    All at once where every line is sound, else one by one, so that each broken line is told apart from its neighbours.
    """
    cells = _all_at_once(numbered, encoding, delimiter)
    if cells is None:
        for one in numbered:
            yield from _one(one, encoding, delimiter)
        return
    for one, row in zip(numbered, cells, strict=True):
        if any(row):
            yield Row(one.number, row)


def _all_at_once(numbered: Sequence[Numbered], encoding: str, delimiter: str) -> list[list[str]] | None:
    joined = b"\n".join([line for _, line in numbered])
    if b"\0" in joined:
        return None
    if encoding == "gb18030" and not joined.isascii() and any(_looks_like_utf8(one.line) for one in numbered):
        return None
    try:
        rows = list(csv.reader(joined.decode(encoding).split("\n"), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    return rows if len(rows) == len(numbered) else None


def _one(one: Numbered, encoding: str, delimiter: str) -> Iterator[Row | Broken]:
    text = one.line.decode(encoding, "surrogateescape")
    if _UNDECODED.search(text):
        yield Broken(one.number, "bad_bytes", text)
        return
    if "\0" in text:
        yield Broken(one.number, "nul_byte", text)
        return
    if encoding == "gb18030" and is_utf8_in_disguise(text):
        yield Broken(one.number, "other_encoding", text)
        return
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        yield Broken(one.number, quote_trouble(error), text)
        return
    if any(cells):
        yield Row(one.number, cells)


def _looks_like_utf8(line: bytes) -> bool:
    if line.isascii():
        return False
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum(not char.isascii() for char in text) >= 2
