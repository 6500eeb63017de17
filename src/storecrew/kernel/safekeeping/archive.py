"""The whole store in one file: a tar with the database as SQLite, the files, on request the key, and a manifest.

The database inside is SQLite whatever the store runs on, so that an archive of one engine can be put into the other. The
manifest comes last: an archive that was cut off has none.
"""

import hashlib
import io
import json
import sqlite3
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]  # Django has no public name for it
from django.utils.translation import gettext as _

from storecrew import __version__
from storecrew.kernel.safekeeping import copying

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
KEY = "secret.key"
FILES = "files/"
_CHUNK = 1 << 20

type Progress = Callable[[str], None]


class Damaged(ValueError):
    """The archive is not whole, or not one of ours; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in an archive."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds, and what it has to prove."""

    made_at: str
    storecrew: str
    key: str
    """Fingerprint of the installation's key, which the stored secrets are encrypted with."""
    migrations: list[str]
    tables: dict[str, int]
    """Rows by table."""
    entries: dict[str, Entry] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(self.tables.values())

    @property
    def files(self) -> int:
        """Return how many pictures and other files there are."""
        return sum(name.startswith(FILES) for name in self.entries)


def write(target: Path, *, now: datetime, with_key: bool, work: Path, say: Progress = lambda _text: None) -> Manifest:
    """Write the store as it is now to `target`, whole or not at all, and return what is in it.

    The store may run meanwhile: the database is copied as of one moment. `work` is a folder for the copy on the way.
    """
    partial = target.with_name(f".{target.name}.partial")
    copy = work / DATABASE
    say(_("Copying the database …"))
    copying.save(copy)
    manifest = Manifest(
        made_at=now.isoformat(),
        storecrew=__version__,
        key=key_fingerprint(settings.SECRET_KEY),
        migrations=copying.migrations_in(copy),
        tables=copying.count(copy),
    )
    try:
        with tarfile.open(partial, "w:gz", compresslevel=6) as tar:
            with copy.open("rb") as file:
                _add(tar, manifest, DATABASE, file)
            if with_key:
                _add(tar, manifest, KEY, io.BytesIO(settings.SECRET_KEY.encode()))
            say(_("Packing pictures and files …"))
            for name in stored_files():
                with default_storage.open(name) as file:
                    _add(tar, manifest, FILES + name, file)
            _add(tar, None, MANIFEST, io.BytesIO(json.dumps(asdict(manifest), indent=1).encode()))
        read(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
    return manifest


def read(path: Path, into: Path | None = None) -> Manifest:
    """Prove that an archive is whole, and return its manifest; `into` unpacks it on the way. Raises Damaged."""
    found: dict[str, Entry] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(path, "r:gz") as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is None or manifest is not None:
                    raise Damaged(
                        _("There is something in it that does not belong there: %(name)s") % {"name": member.name}
                    )
                if member.name == MANIFEST:
                    manifest = _parse(stream.read())
                else:
                    found[member.name] = _take(stream, _inside(into, member.name) if into else None)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise Damaged(_("It cannot be read to its end: %(reason)s") % {"reason": error}) from error
    if manifest is None:
        raise Damaged(_("It ends too early: the list of its contents is missing."))
    wrong = sorted(
        name for name in manifest.entries.keys() | found.keys() if manifest.entries.get(name) != found.get(name)
    )
    if wrong:
        raise Damaged(_("These parts are missing or changed: %(names)s") % {"names": ", ".join(wrong[:5])})
    if into:
        _prove_database(into / DATABASE, manifest)
    return manifest


def stored_files(folder: str = "") -> Iterator[str]:
    """Yield the names of all files in the storage, wherever that is."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(names))
    for inner in sorted(folders):
        yield from stored_files(prefix + inner)


def key_fingerprint(key: str) -> str:
    """Return a name for the key that does not give it away."""
    return hashlib.sha256(b"storecrew key " + key.encode()).hexdigest()[:16]


def _add(tar: tarfile.TarFile, manifest: Manifest | None, name: str, file: IO[bytes] | Any) -> None:
    content = hashlib.sha256()
    size = 0
    while chunk := file.read(_CHUNK):
        content.update(chunk)
        size += len(chunk)
    file.seek(0)
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, file)
    if manifest:
        manifest.entries[name] = Entry(size, content.hexdigest())


def _take(stream: IO[bytes], target: Path | None) -> Entry:
    content = hashlib.sha256()
    size = 0
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") if target else io.BytesIO() as file:
        while chunk := stream.read(_CHUNK):
            content.update(chunk)
            size += len(chunk)
            if target:
                file.write(chunk)
    return Entry(size, content.hexdigest())


def _inside(folder: Path, name: str) -> Path:
    """Return where a member goes; raises Damaged for a name that leads out of the folder."""
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()) or not (name in {DATABASE, KEY} or name.startswith(FILES)):
        raise Damaged(_("There is something in it that does not belong there: %(name)s") % {"name": name})
    return target


def _parse(text: bytes) -> Manifest:
    try:
        values = json.loads(text)
        if values["format"] != FORMAT:
            raise Damaged(_("It was made by a newer version of Storecrew."))
        values["entries"] = {name: Entry(**entry) for name, entry in values["entries"].items()}
        return Manifest(**values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, Damaged):
            raise
        raise Damaged(_("The list of its contents cannot be read.")) from error


def _prove_database(path: Path, manifest: Manifest) -> None:
    try:
        with closing(sqlite3.connect(path)) as database:
            register(database)  # some checks of the tables use functions that Django brings
            (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        counted = copying.count(path)
    except sqlite3.DatabaseError as error:
        raise Damaged(_("The database in it is damaged: %(reason)s") % {"reason": error}) from error
    if verdict != "ok":
        raise Damaged(_("The database in it is damaged: %(reason)s") % {"reason": verdict})
    if counted != manifest.tables:
        raise Damaged(_("The database in it does not hold the rows it should."))
