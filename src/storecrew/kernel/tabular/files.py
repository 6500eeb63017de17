"""Find out what kind of file somebody sent, and open it: encoding, compression, CSV or workbook."""

import codecs
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal

type Kind = Literal["csv", "xlsx"]

MAX_UNPACKED: Final = 4 * 1024**3
"""Bytes a packed file may grow to; beyond it is taken for a bomb."""
MAX_OLD: Final = 256 * 1024**2
"""Bytes of an old workbook: a full sheet of numbers has 230 MB."""
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
"""How a compound file of Microsoft's begins: an .xls, or a workbook that is locked."""
OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.spreadsheet"
ENCODINGS: Final = (
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "big5",
    "shift_jis",
    "windows-1252",
)
"""What a person may choose when the guess is wrong."""

_CHUNK: Final = 1 << 20
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (
        codecs.BOM_UTF32_LE,
        "utf-32",
    ),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Unreadable(Exception):
    """The file as a whole cannot be read; `code` names a sentence in `sentences`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Container:
    """What kind of file it is on the outside."""

    kind: Kind
    """`xlsx` stands for workbooks of every kind; `sheet` knows how each is read."""
    packed: bool
    """True for a gzip file around a CSV."""
    encoding: str
    """A Python codec name; empty for workbooks."""


def look_at(path: Path) -> Container:
    """Recognise the file by its bytes, never by its name. Raises Unreadable."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise Unreadable("empty_file")
    if start.startswith(b"PK\x03\x04"):
        _check_workbook(path)
        return Container("xlsx", packed=False, encoding="")
    if start.startswith(OLD_WORKBOOK):
        if path.stat().st_size > MAX_OLD:
            raise Unreadable("too_big_unpacked")
        return Container("xlsx", packed=False, encoding="")
    packed = start.startswith(b"\x1f\x8b")
    try:
        return Container("csv", packed, guess_encoding(path, packed=packed))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unreadable("broken_archive") from error


def open_bytes(path: Path, *, packed: bool) -> IO[bytes]:
    """Open the file for reading, unpacked."""
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]  # GzipFile reads like one


def guess_encoding(path: Path, *, packed: bool = False) -> str:
    """Return the codec: byte order mark, else UTF-16 by its zero bytes, else strict UTF-8, else what most lines are.

    A file that is UTF-8 but for a few lines stays UTF-8; one that is GB18030 but for a few lines is GB18030: the odd
    lines are then reported one by one instead of spoiling the file.
    """
    with open_bytes(path, packed=packed) as file:
        start = file.read(4096)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    if wide := _wide_without_mark(start):
        return wide
    return "utf-8" if _is_strictly_utf8(path, packed=packed) else _by_most_lines(path, packed=packed)


def _wide_without_mark(start: bytes) -> str:
    """UTF-16 without a mark: in a table every second byte of delimiters, digits and line ends is zero."""
    pairs = len(start) // 2
    if pairs < 4:
        return ""
    even, odd = start[0 : pairs * 2 : 2].count(0), start[1 : pairs * 2 : 2].count(0)
    if odd > pairs * 0.3 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.3 and odd < pairs * 0.05:
        return "utf-16-be"
    return ""


def _is_strictly_utf8(path: Path, *, packed: bool) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        for chunk in _chunks(path, packed=packed):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _by_most_lines(path: Path, *, packed: bool) -> str:
    """Count which codec most lines with non-ASCII bytes agree with. 0x0A is never the second half of a GB18030 character."""
    utf8 = gb18030 = neither = 0
    with open_bytes(path, packed=packed) as file:
        for line in file:
            if line.isascii():
                continue
            if _decodes(line, "utf-8"):
                utf8 += 1
            elif _decodes(line, "gb18030"):
                gb18030 += 1
            else:
                neither += 1
    if utf8 > gb18030 + neither:
        return "utf-8"
    return "gb18030" if gb18030 >= neither else "windows-1252"


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path, *, packed: bool) -> Iterator[bytes]:
    size = 0
    with open_bytes(path, packed=packed) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if packed and size > MAX_UNPACKED:
                raise Unreadable("too_big_unpacked")
            yield chunk


def _check_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            size = sum(item.file_size for item in archive.infolist())
            known = "xl/workbook.xml" in names or _says_open_document(archive)
    except zipfile.BadZipFile as error:
        raise Unreadable("broken_archive") from error
    if not known:
        raise Unreadable("not_a_table")
    if size > MAX_UNPACKED // 4:
        raise Unreadable("too_big_unpacked")


def is_foreign(path: Path) -> bool:
    """Tell whether a workbook is no .xlsx: an old one, or an OpenDocument."""
    with path.open("rb") as file:
        if file.read(4) == OLD_WORKBOOK:
            return True
    try:
        with zipfile.ZipFile(path) as archive:
            return _says_open_document(archive)
    except zipfile.BadZipFile:
        return False


def _says_open_document(archive: zipfile.ZipFile) -> bool:
    if "mimetype" not in archive.namelist():
        return False
    with archive.open("mimetype") as said:
        return said.read(len(OPEN_DOCUMENT) + 1).strip() == OPEN_DOCUMENT
