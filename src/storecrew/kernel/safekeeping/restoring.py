"""Put an archive in the place of the present store: proven first, swapped afterwards, counted at the end."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from storecrew.kernel.safekeeping import archive, copying, swap
from storecrew.kernel.safekeeping.archive import DATABASE, FILES, KEY, Manifest, key_fingerprint


class Unfit(ValueError):
    """The archive is whole, and still not for this installation; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now."""

    manifest: Manifest
    other_key: bool
    """The archive was made under another key and did not bring it: stored secrets cannot be read, all are signed out."""


def people_in_place() -> int:
    """Return how many people the present store has, that is whether a restore would replace anything of worth."""
    person = get_user_model()
    if person._meta.db_table not in connection.introspection.table_names():
        return 0
    return person._default_manager.count()


def restore(path: Path) -> Restored:
    """Replace the present store with the archive's; raises Damaged, Unfit, Running, and then nothing has changed.

    On SQLite the swap is all or nothing whatever happens. On PostgreSQL the rows are one transaction, and the files are
    swapped right after it: cut off in between, the same command again puts it right.
    """
    data = Path(settings.DATA)
    with swap.held(data, alone=True):
        staged = swap.prepare(data)
        try:
            manifest = archive.read(path, staged / swap.UNPACKED)
            _check_fit(manifest)
            _stage(staged / swap.UNPACKED, staged)
            connections.close_all()
            swap.mark_ready(data)
        finally:
            swap.finish(data)
    has_key = KEY in manifest.entries
    return Restored(manifest, not has_key and manifest.key != key_fingerprint(settings.SECRET_KEY))


def _check_fit(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest.migrations if name not in known]
    if unknown:
        raise Unfit(
            _(
                "It was made by version %(version)s, which has tables that this one does not know (%(name)s). Update first."
            )
            % {"version": manifest.storecrew, "name": unknown[0]}
        )
    if connection.vendor != "sqlite" and known - set(manifest.migrations):
        raise Unfit(
            _(
                "It was made by version %(version)s, whose tables were older. Restore it without DATABASE_URL, "
                "run storecrew up once, make a new backup, and restore that one."
            )
            % {"version": manifest.storecrew}
        )


def _stage(unpacked: Path, staged: Path) -> None:
    """Lay out what the swap will put into the data folder, under the names it has there."""
    if connection.vendor == "sqlite":
        (unpacked / DATABASE).rename(staged / Path(connection.settings_dict["NAME"]).name)
    else:
        with transaction.atomic():
            counted = copying.load(unpacked / DATABASE)
            if counted != copying.count(unpacked / DATABASE):
                raise RuntimeError("rows were lost on the way into the database")
    if (unpacked / KEY).exists():
        (unpacked / KEY).chmod(0o600)
        (unpacked / KEY).rename(staged / KEY)
    files = unpacked / FILES
    if isinstance(default_storage, FileSystemStorage):
        files.mkdir(exist_ok=True)
        files.rename(staged / Path(settings.MEDIA_ROOT).name)
    elif files.exists():
        _upload(files)


def _upload(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not (default_storage.exists(name) and default_storage.size(name) == path.stat().st_size):
            default_storage.delete(name)
            with path.open("rb") as file:
                default_storage.save(name, File(file))
