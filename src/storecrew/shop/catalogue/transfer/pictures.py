"""Find the bytes of a picture that a file names: at an address, in a ZIP, or in a folder."""

import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from storecrew.kernel.media.fetching import fetch_picture
from storecrew.kernel.media.images import MAX_BYTES
from storecrew.shop.catalogue.transfer import intake

WEB: Final = ("http://", "https://")
_UTF8_NAME: Final = 0x800
"""Flag of a ZIP's entry: its name is UTF-8. Chinese Windows writes GBK without it."""

type Fetch = Callable[[str], bytes]


class NoPicture(Exception):
    """There is no such picture in what came with the file."""


class Shelf(Protocol):
    """Where files of pictures lie."""

    def find(self, source: str) -> bytes:
        """Return a picture's bytes; raises NoPicture."""
        ...


class Nowhere:
    """No files came with the import."""

    def find(self, source: str) -> bytes:
        """Raise NoPicture."""
        raise NoPicture(source)


class InFolder:
    """Files in a folder of this machine: by their path below it, else by their name alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._by_name: dict[str, Path] | None = None

    def find(self, source: str) -> bytes:
        """Return a picture's bytes; raises NoPicture."""
        path = (self._folder / source.lstrip("/\\").replace("\\", "/")).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            path = self._named(source)
        if path.stat().st_size > MAX_BYTES:
            raise NoPicture(source)
        return path.read_bytes()

    def _named(self, source: str) -> Path:
        if self._by_name is None:
            self._by_name = {}
            for path in sorted(self._folder.rglob("*")):
                if path.is_file():
                    self._by_name.setdefault(path.name.casefold(), path)
        found = self._by_name.get(name_of(source))
        if found is None:
            raise NoPicture(source)
        return found


class InZip:
    """Files in a ZIP: by their whole path, else by the end of it, else by their name alone."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            if not entry.is_dir() and "__MACOSX" not in entry.filename:
                path_ = PurePosixPath(_entry_name(entry).casefold())
                for start in range(len(path_.parts)):
                    self._entries.setdefault("/".join(path_.parts[start:]), entry)

    def find(self, source: str) -> bytes:
        """Return a picture's bytes; raises NoPicture."""
        wanted = source.replace("\\", "/").lstrip("/").casefold()
        entry = self._entries.get(wanted) or self._entries.get(name_of(source))
        if entry is None or entry.file_size > MAX_BYTES:
            raise NoPicture(source)
        try:
            with self._zip.open(entry) as file:
                content = file.read(MAX_BYTES + 1)  # what the entry says of its size may be a lie
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise NoPicture(source) from error
        if len(content) > MAX_BYTES:
            raise NoPicture(source)
        return content


def _entry_name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def name_of(source: str) -> str:
    """Return the file's name in an address or path, folded for comparison."""
    path = unquote(urlsplit(source).path) if source.startswith(WEB) else source.replace("\\", "/")
    return path.rpartition("/")[2].casefold()


def shelf_of(pictures: str) -> Shelf:
    """Return where the files of an import's pictures lie. Raises NoPicture when the ZIP is none or is gone."""
    kind, _, place = pictures.partition(":")
    if kind == "folder":
        return InFolder(Path(place))
    if kind == "zip":
        try:
            return InZip(intake.path_of(place))
        except (zipfile.BadZipFile, OSError) as error:
            raise NoPicture(place) from error
    return Nowhere()


def bytes_of(source: str, shelf: Shelf, *, fetch: Fetch = fetch_picture) -> bytes:
    """Return a picture's bytes: from what came with the file, else from its address. Raises NoPicture, OutgoingError."""
    try:
        return shelf.find(source)
    except NoPicture:
        if not source.startswith(WEB):
            raise
    return fetch(source)
