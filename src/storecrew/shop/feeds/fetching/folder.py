"""Watch a folder below the installation's data: take what somebody puts there, the oldest first, and lay it aside."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from storecrew.shop.feeds.fetching.base import PASSED_OVER, Fetched, NotFetched, Unchanged
from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.opening import MAX_BYTES, SHELF

INBOX: Final = "feeds-inbox"
TAKEN: Final = "taken"
STILL: Final = timedelta(seconds=10)
"""A file that was written to a moment ago may not be whole yet."""


def folder_of(row: Source) -> Path:
    """Return where a source's files are put."""
    return Path(settings.DATA) / INBOX / row.folder


def fetch(row: Source, now: datetime) -> Iterator[Fetched | Unchanged]:
    """Yield the files of the folder; one that was dealt with is moved to the folder `taken`. Raises NotFetched."""
    folder = folder_of(row)
    if not folder.is_dir():
        raise NotFetched("no_folder", folder=f"{INBOX}/{row.folder}")
    for path in _ready(folder, now):
        stat = path.stat()
        if stat.st_size > MAX_BYTES:
            raise NotFetched("file_too_big", name=path.name)
        kept = SHELF.keep_file(path)
        yield Fetched(kept.digest, kept.size, path.name[:255], datetime.fromtimestamp(stat.st_mtime, UTC))
        aside = folder / TAKEN
        aside.mkdir(exist_ok=True)
        path.replace(aside / f"{now:%Y%m%d-%H%M%S}-{path.name}")


def _ready(folder: Path, now: datetime) -> list[Path]:
    found = []
    for path in folder.iterdir():
        if path.is_symlink() or not path.is_file() or path.name.startswith("."):
            continue
        if path.name.lower().endswith(PASSED_OVER):
            continue
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) <= now - STILL:
            found.append(path)
    return sorted(found, key=lambda path: (path.stat().st_mtime, path.name))
