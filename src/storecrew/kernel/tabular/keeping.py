"""Where files lie that somebody sent: by their digest, so that the same file is kept once."""

import hashlib
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on the shelf."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of the installation's data; each room that takes files has its own."""

    name: str

    @property
    def folder(self) -> Path:
        """Return the folder."""
        return Path(settings.DATA) / self.name

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        """Write a file to the shelf; a file that is there already is not kept twice."""
        self.folder.mkdir(parents=True, exist_ok=True)
        coming = self.folder / f"{uuid.uuid4().hex}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with coming.open("wb") as out:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
            coming.replace(self.path_of(digest.hexdigest()))
        finally:
            coming.unlink(missing_ok=True)
        return Kept(digest.hexdigest(), size)

    def keep_file(self, path: Path) -> Kept:
        """Copy a file of this machine to the shelf."""
        with path.open("rb") as file:
            return self.keep(iter(lambda: file.read(_CHUNK), b""))

    def adopt(self, path: Path) -> Kept:
        """Move a file that lies in the shelf's own folder to its place."""
        digest, size = hashlib.sha256(), path.stat().st_size
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        path.replace(self.path_of(digest.hexdigest()))
        return Kept(digest.hexdigest(), size)

    def path_of(self, digest: str) -> Path:
        """Return where the file with this digest lies."""
        if len(digest) != 64 or not digest.isalnum():
            raise ValueError("not a digest")
        return self.folder / digest

    def sweep(self, needed: Collection[str], now: datetime, *, after: timedelta) -> None:
        """Delete files that nobody names in `needed` and that have not been touched for `after`."""
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            old = datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - after
            if path.name not in needed and old:
                path.unlink(missing_ok=True)
