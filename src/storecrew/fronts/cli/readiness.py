"""What has to be true before a store is served: tables as the code has them, static files collected."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import ngettext

_FINGERPRINT = "collected.txt"


def bring_up_to_date(say: Callable[[str], None]) -> None:
    """Migrate and collect where needed; says what it does, and nothing when there is nothing to do."""
    pending = pending_migrations()
    if pending:
        count = len(pending)
        say(
            ngettext(
                "Bringing the tables up to date (%(n)d step) …", "Bringing the tables up to date (%(n)d steps) …", count
            )
            % {"n": count}
        )
        call_command("migrate", verbosity=0, interactive=False)
    if not static_is_current():
        collect_static()


def pending_migrations() -> list[str]:
    """Return the migrations that the database has not seen, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def static_is_current() -> bool:
    """Tell whether the collected files are those of the source."""
    kept = _kept()
    return kept.exists() and kept.read_text() == _fingerprint()


def collect_static() -> None:
    """Collect, hash and compress the static files of all rooms."""
    fingerprint = _fingerprint()
    _kept().parent.mkdir(parents=True, exist_ok=True)
    _kept().unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    _kept().write_text(fingerprint)


def _kept() -> Path:
    # beside the folder, not in it: what is in there is served
    return Path(settings.STATIC_ROOT).parent / "cache" / _FINGERPRINT


def _fingerprint() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            found.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return found.hexdigest()
