"""Notice at once, and cheaply, that somebody has committed something."""

import time
from threading import Event as Flag

from django.db import connection

SQLITE_GLANCE_S = 0.05
POLL_S = 0.1
LOOK_ANYWAY_S = 1.0


class Wakeup:
    """One thread's sleep between two looks at the outbox.

    On SQLite a commit of any other connection shows in `PRAGMA data_version`, which reads one shared-memory counter;
    the tables are asked only when it moved, and once a second for what has become due. PostgreSQL is simply asked ten
    times a second: NOTIFY would serialise the commits of every writer.
    """

    def __init__(self, stop: Flag) -> None:
        self._stop = stop
        self._version: int | None = None

    def look(self) -> None:
        """Remember the state of the database; called before the tables are asked, so that no commit is missed."""
        if connection.vendor == "sqlite":
            self._version = _data_version()

    def wait(self, *, at_least_s: float = 0.0) -> None:
        """Return when a look may be worth while, or when the worker is to stop; not before `at_least_s` otherwise."""
        self._stop.wait(at_least_s)
        if connection.vendor != "sqlite":
            self._stop.wait(POLL_S)
            return
        until = time.monotonic() + LOOK_ANYWAY_S
        while time.monotonic() < until and not self._stop.wait(SQLITE_GLANCE_S):
            if _data_version() != self._version:
                return


def _data_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])
