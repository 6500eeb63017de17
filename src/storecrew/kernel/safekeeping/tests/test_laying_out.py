"""Tables made at once are those that the migrations lead to, one after the other."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from storecrew.kernel.safekeeping.copying import FILE, attached, migrations_in
from storecrew.kernel.safekeeping.laying_out import lay_out
from storecrew.kernel.safekeeping.management.commands import migrate

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only, pytest.mark.long]


def shape(path: Path) -> dict[tuple[str, str], Any]:
    """Return what a file's tables, indexes and triggers are, however the words of their definitions are ordered."""
    found: dict[tuple[str, str], Any] = {}
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        for kind, name, sql in rows:
            if kind != "table" or sql.startswith("CREATE VIRTUAL"):
                found[kind, name] = sql
                continue
            columns = sorted(row[1:] for row in database.execute(f'PRAGMA table_info("{name}")'))
            keys = sorted(row[2:] for row in database.execute(f'PRAGMA foreign_key_list("{name}")'))
            found[kind, name] = (columns, keys, sorted(re.findall(r"[\w']+|[^\w\s]", sql)))
    return found


def made(path: Path) -> Path:
    with attached(path):
        call_command("migrate", database=FILE, verbosity=0, interactive=False)
    return path


def test_both_ways_end_at_the_same_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = made(tmp_path / "at_once.sqlite3")
    monkeypatch.setattr(migrate, "lay_out", lambda alias: False)
    step_by_step = made(tmp_path / "step_by_step.sqlite3")
    assert shape(at_once) == shape(step_by_step)
    assert migrations_in(at_once) == migrations_in(step_by_step)
    on_disk = MigrationLoader(None, replace_migrations=True).disk_migrations
    assert migrations_in(at_once) == sorted(f"{app}.{name}" for app, name in on_disk)


def test_a_database_that_has_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "somebodys.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE theirs (id INTEGER PRIMARY KEY)")
    with attached(path):
        assert not lay_out(FILE)


def test_cut_off_in_the_middle_nothing_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cut_off.sqlite3"

    def fails(self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("django.db.migrations.recorder.MigrationRecorder.migration_qs", property(fails))
    with attached(path), pytest.raises(KeyboardInterrupt):
        lay_out(FILE)
    assert shape(path) == {}
