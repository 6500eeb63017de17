"""SQLite with a fair queue of writers.

SQLite lets one process write at a time, and its busy handler is unfair: whoever sleeps longest between two looks waits
longest, for seconds under load. Here each write transaction first takes a lock on a file beside the database and looks
again every millisecond, so that all who wait have the same chance. Web, workers and commands share the file.
"""

import fcntl
import os
import time
from typing import Any

from django.db.backends.sqlite3 import base

LOOK_EVERY_S = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """Queues before `BEGIN IMMEDIATE` and leaves the queue with the transaction.

    After `timeout` seconds it goes on without the lock: SQLite's own then says `database is locked`, as it always did.
    """

    _ticket: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # private in Django, and not in its stubs
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # private in Django, and not in its stubs
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # private in Django, and not in its stubs
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # private in Django, and not in its stubs
        finally:
            self._leave()

    def _queue(self) -> None:
        if self._ticket is not None or self.is_in_memory_db():
            return
        ticket = os.open(f"{self.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + self._patience_s()
        while True:
            try:
                fcntl.flock(ticket, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() < until:
                    time.sleep(LOOK_EVERY_S)
                    continue
                os.close(ticket)
            else:
                self._ticket = ticket
            return

    def _patience_s(self) -> float:
        options: dict[str, Any] = self.settings_dict["OPTIONS"]
        return float(options.get("timeout", 5))

    def _leave(self) -> None:
        if self._ticket is not None:
            os.close(self._ticket)  # gives the lock back
            self._ticket = None
