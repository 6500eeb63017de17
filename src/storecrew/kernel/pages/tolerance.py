"""Ask what other rooms registered without letting one broken room hide the work of all others."""

import logging
from collections.abc import Callable, Iterable

_log = logging.getLogger(__name__)


def tolerate[T](what: str, ask: Callable[[], Iterable[T]]) -> list[T]:
    """Return what `ask` yields; a failure is logged under the name `what` and yields nothing."""
    try:
        return list(ask())
    except Exception:  # noqa: BLE001  a bug of a room, logged; the page of everybody else goes on
        _log.exception("%s failed", what)
        return []
