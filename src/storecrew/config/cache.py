"""A cache in one file that all processes of a machine share: counts of limits are common, and atomic.

Django's cache in the database would make every page view queue behind the store's writers; this file has its own.
"""

import pickle
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

_TABLE = "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value, expires REAL) WITHOUT ROWID"
_PUT = """
    INSERT INTO entry VALUES (:key, :value, :expires)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
"""
_ADD = f"{_PUT} WHERE entry.expires <= :now"
_LIVE = "FROM entry WHERE key = :key AND (expires IS NULL OR expires > :now)"
_COUNT = """
    UPDATE entry SET value = value + :delta WHERE key = :key AND (expires IS NULL OR expires > :now) RETURNING value
"""
_CULL_EVERY = 500


class FileCache(BaseCache):
    """`LOCATION` is the file. Whole numbers are stored as such, everything else pickled."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = Path(location)
        self._local = threading.local()
        self._writes = 0

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value unless there is one; returns whether it was stored."""
        return self._write(_ADD, key, value, timeout, version) == 1

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value."""
        self._write(_PUT, key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, `default` when there is none or it has expired."""
        name = self.make_key(key, version=version)
        with self._connection() as connection:
            row = connection.execute(f"SELECT value {_LIVE}", {"key": name, "now": time.time()}).fetchone()  # noqa: S608
        return default if row is None else _decode(row[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let the value live on; returns whether there was one."""
        name = self.make_key(key, version=version)
        values = {"key": name, "now": time.time(), "expires": self.get_backend_timeout(timeout)}
        with self._connection() as connection:
            done = connection.execute(
                "UPDATE entry SET expires = :expires WHERE key = :key AND (expires IS NULL OR expires > :now)", values
            )
        return done.rowcount == 1

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number in one step; raises ValueError when there is none."""
        name = self.make_key(key, version=version)
        with self._connection() as connection:
            row = connection.execute(_COUNT, {"key": name, "delta": delta, "now": time.time()}).fetchone()
        if row is None:
            raise ValueError(f"Key {key!r} not found")
        return int(row[0])

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget the value; returns whether there was one."""
        name = self.make_key(key, version=version)
        with self._connection() as connection:
            return connection.execute("DELETE FROM entry WHERE key = ?", (name,)).rowcount == 1

    def clear(self) -> None:
        """Forget everything."""
        with self._connection() as connection:
            connection.execute("DELETE FROM entry")

    def close(self, **kwargs: Any) -> None:
        """Close this thread's connection."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _write(self, sql: str, key: str, value: Any, timeout: Any, version: int | None) -> int:
        values = {
            "key": self.make_key(key, version=version),
            "value": _encode(value),
            "expires": self.get_backend_timeout(timeout),
            "now": time.time(),
        }
        with self._connection() as connection:
            done = connection.execute(sql, values)
            self._writes += 1
            if self._writes % _CULL_EVERY == 0:
                self._cull(connection)
        return done.rowcount

    def _cull(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM entry WHERE expires <= ?", (time.time(),))
        (count,) = connection.execute("SELECT count(*) FROM entry").fetchone()
        if count > self._max_entries:
            soonest = "SELECT key FROM entry ORDER BY expires IS NULL, expires LIMIT ?"
            connection.execute(f"DELETE FROM entry WHERE key IN ({soonest})", (count - self._max_entries // 2,))  # noqa: S608

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Yield this thread's connection; each statement is its own transaction."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=OFF"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute(_TABLE)
            self._local.connection = connection
        yield connection


def _encode(value: Any) -> int | bytes:
    return value if type(value) is int and abs(value) < 2**62 else pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _decode(stored: int | bytes) -> Any:
    # only this installation writes the file, as with Django's own file cache
    return stored if isinstance(stored, int) else pickle.loads(stored)  # noqa: S301
