"""Read the orders of a JSON file one at a time, however large it is: a list, one of `{"orders": […]}`, or one a line."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from storecrew.kernel.tabular.files import Unreadable, guess_encoding, open_bytes

CHUNK: Final = 1 << 16
MOST_CHARS: Final = 8_000_000
"""An order longer than this is none."""
_SPACE: Final = " \t\r\n"
_WRAPPERS: Final = ("orders", "order")


def is_json(path: Path) -> bool:
    """Tell whether a file begins as JSON does; packed ones are looked into. Raises Unreadable, OSError."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    try:
        with open_bytes(path, packed=packed) as raw:
            start = raw.read(256)
    except (OSError, EOFError) as error:
        if packed:
            raise Unreadable("broken_archive") from error
        raise
    bare = start.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    return bare[:1] in {b"{", b"["}


def read_orders(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects in order; what is no object comes out as an empty one. Raises Unreadable."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    encoding = guess_encoding(path, packed=packed)
    with open_bytes(path, packed=packed) as raw, io.TextIOWrapper(raw, encoding=encoding, errors="strict") as text:
        try:
            yield from _Reader(text).orders()
        except UnicodeDecodeError as error:
            raise Unreadable("bad_bytes") from error


class _Reader:
    """A window on the text that moves on with what was understood."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._window = ""
        self._line = 1
        self._ended = False
        self._decoder = json.JSONDecoder(parse_float=str, parse_constant=lambda _name: None)

    def orders(self) -> Iterator[dict[str, Any]]:
        if self._peek() == "[":
            self._take("[")
            yield from self._items()
            return
        while self._peek():  # one object, or one in each line
            if self._wrapped():
                yield from self._items()
                while self._peek() and self._peek() != "}":  # what stands beside the list
                    self._beside()
                self._take("}")
            else:
                yield from _opened(self._value())

    def _wrapped(self) -> bool:
        """Step into `{"orders": [` and tell whether it was one."""
        while len(self._window) < 200 and self._more():
            pass
        bare = self._window.lstrip()
        after = bare[1:].lstrip()
        if bare[:1] != "{" or not after.startswith('"orders"'):
            return False
        rest = after.removeprefix('"orders"').lstrip()
        if rest[:1] != ":" or rest[1:].lstrip()[:1] != "[":
            return False
        self._move(len(self._window) - len(rest[1:].lstrip()[1:]))
        return True

    def _items(self) -> Iterator[dict[str, Any]]:
        while (sign := self._peek()) != "]":
            if sign == ",":
                self._take(",")
                continue
            if not sign:
                raise self._broken()
            yield from _opened(self._value())
        self._take("]")

    def _beside(self) -> None:
        if self._peek() == ",":
            self._take(",")
        self._value()
        if self._peek() == ":":
            self._take(":")
            self._value()

    def _value(self) -> Any:
        """Return the next value; reads on until it is whole."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._window)
            except RecursionError:
                raise Unreadable("json_too_deep", line=self._line) from None
            except ValueError:
                # cut off at the end of the window, or broken: only more text can tell
                if len(self._window) > MOST_CHARS:
                    raise Unreadable("json_too_long", line=self._line) from None
                if not self._more(len(self._window)):
                    raise self._broken() from None
                continue
            if end == len(self._window) and self._more():
                continue  # a number may go on
            self._move(end)
            return value

    def _peek(self) -> str:
        while True:
            bare = self._window.lstrip(_SPACE + "\ufeff")
            self._move(len(self._window) - len(bare))
            if bare:
                return bare[0]
            if not self._more():
                return ""

    def _take(self, sign: str) -> None:
        if self._peek() != sign:
            raise self._broken()
        self._move(1)

    def _move(self, count: int) -> None:
        self._line += self._window.count("\n", 0, count)
        self._window = self._window[count:]

    def _more(self, at_least: int = 0) -> bool:
        if self._ended:
            return False
        chunk = self._text.read(max(CHUNK, at_least))
        self._ended = not chunk
        self._window += chunk
        return bool(chunk)

    def _broken(self) -> Unreadable:
        return Unreadable("json_broken", line=self._line)


def _opened(value: Any) -> Iterator[dict[str, Any]]:
    """Yield what a value holds: an order, or the order inside a wrapper."""
    if not isinstance(value, dict):
        yield {}
        return
    inner = next((value[name] for name in _WRAPPERS if isinstance(value.get(name), dict | list)), None)
    if inner is None or "line_items" in value:
        yield value
    elif isinstance(inner, dict):
        yield inner
    else:
        yield from (one if isinstance(one, dict) else {} for one in inner)
