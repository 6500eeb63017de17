"""What a program said to its database, said again from the same state: by the ORM alone, and by the driver alone.

What is recorded names the rows that the recorded run made; from the same state the same numbers are given out, so every
statement finds what it found then. That makes both floors do exactly the same work in the database.
"""

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

ASKS = ("_fetch_all", "exists", "count", "aggregate", "update", "_update", "delete", "_insert")
"""Where querysets go to the database."""


@dataclass(slots=True)
class Heard:
    """A transaction: its statements as the driver gets them, and the calls of the ORM that made them."""

    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    calls: list[Callable[[], Callable[[], object]]] = field(default_factory=list)
    """Each makes the same call anew, ready to be timed."""


@contextmanager
def recording(heard: Heard) -> Iterator[None]:
    """Note what this connection is told, but what begins and ends transactions."""
    inside = [False]

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK;")):
            told = (sql, tuple(params or ()))
            heard.statements.append(told)
            if not inside[0]:
                heard.calls.append(lambda: lambda: _through_cursor(*told))
        return execute(sql, params, many, context)

    originals = {name: getattr(QuerySet, name) for name in ASKS}

    def watched(name: str) -> Callable[..., Any]:
        def call(self: Any, *args: Any, **more: Any) -> Any:
            if inside[0] or (name == "_fetch_all" and self._result_cache is not None):
                return originals[name](self, *args, **more)
            heard.calls.append(_again(self, name, args, more))
            inside[0] = True
            try:
                return originals[name](self, *args, **more)
            finally:
                inside[0] = False

        return call

    for name in ASKS:
        setattr(QuerySet, name, watched(name))
    try:
        with connection.execute_wrapper(note):
            yield
    finally:
        for name, original in originals.items():
            setattr(QuerySet, name, original)


def _again(asked: Any, name: str, args: tuple[Any, ...], more: dict[str, Any]) -> Callable[[], Callable[[], object]]:
    """Return what makes the same call, on querysets and rows as they are now: the run will change them."""
    queryset = asked._chain()
    if name == "_insert":
        rows, model = [copy.copy(row) for row in args[0]], asked.model
        return lambda: _writing(model, [copy.copy(row) for row in rows])

    def ready() -> Callable[[], object]:
        fresh = queryset._chain()
        return lambda: getattr(fresh, name)(*args, **more)

    return ready


def _writing(model: Any, rows: list[Any]) -> Callable[[], object]:
    return lambda: model._base_manager.bulk_create(rows)


def _through_cursor(sql: str, params: tuple[Any, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        if cursor.description:
            cursor.fetchall()


def by_driver(heard: Heard) -> Callable[[], None]:
    """Return what says it all in one transaction, with the driver's own cursor."""
    mark = "?" if connection.vendor == "sqlite" else "%s"
    ready = [
        (sql.replace("%s", mark).replace("%%", "%") if params else sql, params) for sql, params in heard.statements
    ]

    def run() -> None:
        with transaction.atomic():
            cursor = connection.connection.cursor()
            for sql, params in ready:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()

    return run


def by_orm(heard: Heard) -> Callable[[], None]:
    """Return what says it all in one transaction with the ORM: no rules, no audit to make up, querysets built beforehand."""
    steps = [make() for make in heard.calls]

    def run() -> None:
        with transaction.atomic():
            for step in steps:
                step()

    return run


class States:
    """Puts the database back to where it was: a file that is copied, or a database made from another."""

    def __init__(self) -> None:
        """Keep how the database is now."""
        self._name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self._copies = 0

    def again(self) -> None:
        """Go on in a database that is as it was."""
        connection.close()
        self._copies += 1
        fresh = f"{self._name}_{self._copies}"
        if connection.vendor == "sqlite":
            shutil.copyfile(self._name, fresh)
            if self._copies > 1:
                Path(f"{self._name}_{self._copies - 1}").unlink()
        else:
            self._make(fresh)
        connection.settings_dict["NAME"] = fresh
        connection.ensure_connection()

    def _make(self, fresh: str) -> None:
        connection.settings_dict["NAME"] = "template1"
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{fresh}" TEMPLATE "{self._name}"')
            if self._copies > 1:
                cursor.execute(f'DROP DATABASE "{self._name}_{self._copies - 1}"')
        connection.close()
