"""Copy all rows: from the store's database into a SQLite file, and back into the store's database."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.utils import load_backend

FILE = "archive"
"""The alias under which Django sees the file while rows are copied."""
EMPTY = "empty.sqlite3"
"""All tables and no rows, in the data folder; may be removed at any time."""
_BATCH = 500


def save(target: Path) -> None:
    """Write the store's database as of one moment into a new SQLite file."""
    target.unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, no log beside it
        return
    _lay_out(target)
    with attached(target), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with transaction.atomic(using=FILE):
            copy_rows("default", FILE)


def _lay_out(target: Path) -> None:
    """Make a file that has all tables; making them takes seconds, so an empty one is kept until there are others."""
    kept = Path(settings.DATA) / EMPTY
    if not kept.exists() or migrations_in(kept) != _migrations():
        fresh = kept.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with attached(fresh):
            call_command("migrate", database=FILE, verbosity=0, interactive=False)
        fresh.replace(kept)
    shutil.copyfile(kept, target)


def load(source: Path) -> dict[str, int]:
    """Put the rows of a file in the place of all rows of the store's database; returns the rows by table.

    Must be called inside a transaction, which then holds all of it or nothing.
    """
    with attached(source):
        copy_rows(FILE, "default")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
        return _count(cursor)


def copy_rows(source: str, target: str) -> None:
    """Empty every table of `target` and fill it from `source`; references are checked when the transaction ends."""
    tables = [connections[target].ops.quote_name(model._meta.db_table) for model in _models()]
    with connections[target].cursor() as cursor:
        if connections[target].vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)}")
        else:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own tables
    for model in _models():
        _copy(model, source, target)


def count(path: Path) -> dict[str, int]:
    """Return the rows by table of a SQLite file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return _count(database)


def migrations_in(path: Path) -> list[str]:
    """Return the migrations that a SQLite file has seen."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [name for (name,) in rows]


@contextmanager
def attached(path: Path) -> Iterator[None]:
    """Let Django see a SQLite file under the alias FILE."""
    plain = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    complete = connections.configure_settings({"default": {}, FILE: plain})[FILE]
    # for this thread and this moment only: it is no database of the installation, so the settings do not know it
    connections[FILE] = load_backend(complete["ENGINE"]).DatabaseWrapper(complete, FILE)
    try:
        yield
    finally:
        connections[FILE].close()
        del connections[FILE]


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def _models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _copy(model: type[models.Model], source: str, target: str) -> None:
    batch: list[models.Model] = []
    rows = model._base_manager.using(source).order_by("pk").iterator(chunk_size=_BATCH)
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            model._base_manager.using(target).bulk_create(batch)
            batch.clear()
    model._base_manager.using(target).bulk_create(batch)


def _count(cursor: Any) -> dict[str, int]:
    counts = {}
    for table in sorted(model._meta.db_table for model in _models()):
        answer = cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  names of our own tables
        (counts[table],) = (answer or cursor).fetchone()
    return counts
