"""SQLite with a fair queue of writers.

SQLite lets one process write at a time, and its busy handler is unfair: whoever sleeps longest between two looks waits
longest, for seconds under load. Here each write transaction first takes a lock on a file beside the database, and the
kernel lets those who wait in one after the other. Web, workers and commands share the file.
"""

import fcntl
import os
import threading
from typing import Any

from django.db.backends.sqlite3 import base


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
        try:
            fcntl.flock(ticket, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not _Turn(ticket).comes_within(self._patience_s()):
                return
        self._ticket = ticket

    def _patience_s(self) -> float:
        options: dict[str, Any] = self.settings_dict["OPTIONS"]
        return float(options.get("timeout", 5))

    def _leave(self) -> None:
        if self._ticket is not None:
            os.close(self._ticket)  # gives the lock back
            self._ticket = None


class _Turn:
    """Waiting in the kernel's line. The call that waits there cannot be given a limit, so a thread makes it."""

    def __init__(self, ticket: int) -> None:
        self._ticket = ticket
        self._came = threading.Event()
        self._deciding = threading.Lock()
        self._given_up = False

    def comes_within(self, seconds: float) -> bool:
        """Wait for the lock; returns False when it took too long, and then closes the ticket whenever it comes."""
        threading.Thread(target=self._wait, daemon=True).start()
        if self._came.wait(seconds):
            return True
        with self._deciding:
            self._given_up = not self._came.is_set()
        return not self._given_up

    def _wait(self) -> None:
        fcntl.flock(self._ticket, fcntl.LOCK_EX)
        with self._deciding:
            if self._given_up:
                os.close(self._ticket)
            else:
                self._came.set()
