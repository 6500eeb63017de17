"""Read the orders of a JSON file one at a time, however large it is: a list, one of `{"orders": […]}`, or one a line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from storecrew.kernel.tabular.objects import Window, is_json, window_on

__all__ = ["is_json", "read_orders"]

_WRAPPERS: Final = ("orders", "order")


def read_orders(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects in order; what is no object comes out as an empty one. Raises Unreadable."""
    with window_on(path) as window:
        if window.peek() == "[":
            window.take("[")
            yield from _items(window)
            return
        while window.peek():  # one object, or one in each line
            if _wrapped(window):
                yield from _items(window)
                while window.peek() and window.peek() != "}":  # what stands beside the list
                    _beside(window)
                window.take("}")
            else:
                yield from _opened(window.value())


def _wrapped(window: Window) -> bool:
    """Step into `{"orders": [` and tell whether it was one."""
    ahead = window.ahead(200)
    bare = ahead.lstrip()
    after = bare[1:].lstrip()
    if bare[:1] != "{" or not after.startswith('"orders"'):
        return False
    rest = after.removeprefix('"orders"').lstrip()
    if rest[:1] != ":" or rest[1:].lstrip()[:1] != "[":
        return False
    window.move(len(ahead) - len(rest[1:].lstrip()[1:]))
    return True


def _items(window: Window) -> Iterator[dict[str, Any]]:
    for value in window.items():
        yield from _opened(value)


def _beside(window: Window) -> None:
    if window.peek() == ",":
        window.take(",")
    window.value()
    if window.peek() == ":":
        window.take(":")
        window.value()


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
