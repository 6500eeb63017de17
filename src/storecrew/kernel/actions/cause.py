"""The cause id: one short name for a request, job or event, found again in logs, audit rows and error pages."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_cause: ContextVar[str] = ContextVar("cause", default="")


def new_id() -> str:
    """Return 32 hexadecimal digits that sort by time (UUID version 7 layout, RFC 9562 §5.7)."""
    return (uuid.uuid7() if hasattr(uuid, "uuid7") else _uuid7()).hex


def current() -> str:
    """Return the id of what is being served, or an empty string outside of anything."""
    return _cause.get()


@contextmanager
def because(cause: str) -> Iterator[str]:
    """Attribute everything inside to `cause`."""
    token = _cause.set(cause)
    try:
        yield cause
    finally:
        _cause.reset(token)


def _uuid7() -> uuid.UUID:
    # Python gained uuid7 in 3.14; the layout is 48 bits of milliseconds, version, 74 random bits
    import time  # noqa: PLC0415  only older Pythons need it

    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | (uuid.uuid4().int & ((1 << 80) - 1))
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return uuid.UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))
