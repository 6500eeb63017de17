"""Ask what other rooms registered without letting one broken room hide the work of all others."""

import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext

from django.db import connection, transaction

_log = logging.getLogger(__name__)


def tolerate[T](what: str, ask: Callable[[], Iterable[T]]) -> list[T]:
    """Return what `ask` yields; a failure is logged under the name `what` and yields nothing."""
    try:
        # inside a transaction a failed question would spoil the rest of it; a savepoint keeps the damage with the room
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return list(ask())
    except Exception:  # noqa: BLE001  a bug of a room, logged; the page of everybody else goes on
        _log.exception("%s failed", what)
        return []
