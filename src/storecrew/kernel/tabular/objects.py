"""Read JSON from disk piece by piece, however large it is: a window on the text, and tables of objects."""

import io
import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from storecrew.kernel.tabular.decode import Broken, Row
from storecrew.kernel.tabular.files import Unreadable, guess_encoding, open_bytes
from storecrew.kernel.tabular.table import MAX_COLUMNS, Header, clean_name

CHUNK: Final = 1 << 16
MOST_CHARS: Final = 8_000_000
"""A single value longer than this is none."""
_SPACE: Final = " \t\r\n"
_DEPTH: Final = 3
"""So deep a list of rows may lie in what a programming interface wraps around it."""
_WHOLE: Final = 1 << 16
"""An object of so many characters is looked at as a whole."""


def is_json(path: Path) -> bool:
    """Tell whether a file begins as JSON does; packed ones are looked into. Raises Unreadable, OSError."""
    start = beginning(path)
    return start[:1] in {b"{", b"["}


def beginning(path: Path) -> bytes:
    """Return the first bytes of the text in a file, without marks, zero bytes and blanks. Raises Unreadable, OSError."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    try:
        with open_bytes(path, packed=packed) as raw:
            start = raw.read(256)
    except (OSError, EOFError) as error:
        if packed:
            raise Unreadable("broken_archive") from error
        raise
    return start.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")


class Window:
    """A window on JSON that moves on with what was understood."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._window = ""
        self._line = 1
        self._ended = False
        self._decoder = json.JSONDecoder(parse_float=str, parse_constant=lambda _name: None)

    def value(self) -> Any:
        """Return the next value; reads on until it is whole. Raises Unreadable."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window)
            except RecursionError:
                raise Unreadable("json_too_deep", line=self._line) from None
            except ValueError:
                # cut off at the end of the window, or broken: only more text can tell
                if len(self._window) > MOST_CHARS:
                    raise Unreadable("json_too_long", line=self._line) from None
                if not self.more(len(self._window)):
                    raise self.broken() from None
                continue
            if end == len(self._window) and self.more():
                continue  # a number may go on
            self.move(end)
            return value

    def items(self) -> Iterator[Any]:
        """Yield the values of a list whose bracket was taken already, and take the closing one. Raises Unreadable."""
        while (sign := self.peek()) != "]":
            if sign == ",":
                self.take(",")
                continue
            if not sign:
                raise self.broken()
            yield self.value()
        self.take("]")

    def peek(self) -> str:
        """Return the next sign that is no blank; empty at the end."""
        while True:
            bare = self._window.lstrip(_SPACE + "\ufeff")
            self.move(len(self._window) - len(bare))
            if bare:
                return bare[0]
            if not self.more():
                return ""

    def ahead(self, count: int) -> str:
        """Return at least so many of the next characters, as far as there are."""
        while len(self._window) < count and self.more():
            pass
        return self._window

    def take(self, sign: str) -> None:
        """Step over a sign. Raises Unreadable when another one stands here."""
        if self.peek() != sign:
            raise self.broken()
        self.move(1)

    def move(self, count: int) -> None:
        """Leave so many characters behind."""
        self._line += self._window.count("\n", 0, count)
        self._window = self._window[count:]

    def more(self, at_least: int = 0) -> bool:
        """Read on; False at the end."""
        if self._ended:
            return False
        chunk = self._text.read(max(CHUNK, at_least))
        self._ended = not chunk
        self._window += chunk
        return bool(chunk)

    def broken(self) -> Unreadable:
        """Return the error for text that is no JSON here."""
        return Unreadable("json_broken", line=self._line)


@contextmanager
def window_on(path: Path) -> Iterator[Window]:
    """Open a file of JSON. Raises Unreadable."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    encoding = guess_encoding(path, packed=packed)
    with open_bytes(path, packed=packed) as raw, io.TextIOWrapper(raw, encoding=encoding, errors="strict") as text:
        try:
            yield Window(text)
        except UnicodeDecodeError as error:
            raise Unreadable("bad_bytes") from error


def read_objects(path: Path) -> Iterator[dict[str, Any] | None]:
    """Yield the objects of the first list of objects in the file, or one a line; what is none comes out as None.

    Raises Unreadable.
    """
    with window_on(path) as window:
        if window.peek() == "[":
            yield from _items(window)
            return
        while sign := window.peek():
            if sign == "{" and not _fits(window):
                yield from _inside(window, _DEPTH)
                return
            value = window.value()
            rows = _list_in(value, _DEPTH)
            if rows is None:
                yield value if isinstance(value, dict) else None
            else:
                yield from (one if isinstance(one, dict) else None for one in rows)


def object_header(path: Path) -> Header:
    """Return the names in a file's objects, in the order in which they come up. Raises Unreadable."""
    names: dict[str, str] = {}
    for one in read_objects(path):
        if one is not None and len(names) < MAX_COLUMNS:
            names.update((name, clean_name(name)) for name, _value in _flat(one) if name not in names)
    return Header(1, tuple(names.values()))


def object_rows(path: Path, header: Header) -> Iterator[Row | Broken]:
    """Yield the objects as rows under a header: the first one is line 2, as if the header stood above it."""
    for line, one in enumerate(read_objects(path), start=2):
        if one is None:
            yield Broken(line, "not_an_object", "")
            continue
        cells = [""] * len(header.names)
        for name, value in _flat(one):
            if (place := header.index.get(clean_name(name))) is not None:
                cells[place] = value
        yield Row(line, cells)


def _flat(one: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield names and texts; objects inside are named with a point, lists of plain values are joined."""
    for name, value in one.items():
        full = f"{before}{name}"
        match value:
            case dict():
                yield from _flat(value, f"{full}.")
            case list():
                yield full, ", ".join(_text(each) for each in value if not isinstance(each, dict | list))
            case _:
                yield full, _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)


def _fits(window: Window) -> bool:
    """Tell whether the object here ends soon enough to be looked at as a whole."""
    try:
        json.JSONDecoder().raw_decode(window.ahead(_WHOLE))
    except (ValueError, RecursionError):
        return len(window.ahead(_WHOLE)) < _WHOLE
    return True


def _list_in(value: Any, depth: int) -> list[Any] | None:
    if isinstance(value, list):
        return value if any(isinstance(one, dict) for one in value) or not value else None
    if not isinstance(value, dict) or depth == 0:
        return None
    found = (_list_in(inner, depth - 1) for inner in value.values())
    return next((rows for rows in found if rows), None)


def _inside(window: Window, depth: int) -> Generator[dict[str, Any] | None, None, bool]:
    """Walk through a large object to the first list of objects in it; returns whether there was one."""
    window.take("{")
    while window.peek() != "}":
        if window.peek() == ",":
            window.take(",")
        window.value()  # the name
        window.take(":")
        sign = window.peek()
        if sign == "[" and window.ahead(200)[1:].lstrip()[:1] == "{":
            yield from _items(window)
            return True
        if sign == "{" and depth > 0 and not _fits(window):
            if (yield from _inside(window, depth - 1)):
                return True
        elif rows := _list_in(window.value(), depth):
            yield from (one if isinstance(one, dict) else None for one in rows)
            return True
    window.take("}")
    return False


def _items(window: Window) -> Iterator[dict[str, Any] | None]:
    window.take("[")
    yield from (value if isinstance(value, dict) else None for value in window.items())
