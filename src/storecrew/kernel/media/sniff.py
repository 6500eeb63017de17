"""Tell what a file is by its bytes; names and declared types are only claims."""

import io
import re
import zipfile
from typing import Final

from django.utils.translation import gettext as _

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
GIF: Final = "image/gif"
WEBP: Final = "image/webp"
AVIF: Final = "image/avif"
SVG: Final = "image/svg+xml"

EXTENSIONS: Final = {JPEG: "jpg", PNG: "png", GIF: "gif", WEBP: "webp", AVIF: "avif", SVG: "svg"}
"""What is taken, and how such a file is named."""

_ELSE: Final = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "gzip",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"8BPS": "Photoshop",
    b"\x00\x00\x01\x00": "ICO",
}
_MARKUP: Final = re.compile(
    rb"<\s*(script|html|!doctype\s+html|iframe|body|\?php)|%PDF-|__HALT_COMPILER", re.IGNORECASE
)
_XML_START: Final = re.compile(
    r"^\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*|<!DOCTYPE\s+svg[^>\[]*(\[.*?\])?[^>]*>\s*)*<(\w+:)?svg[\s>/]", re.DOTALL
)


class NotTaken(ValueError):
    """The file is not one of the kinds that are taken; the message is for the person who sent it."""


def sniff(data: bytes) -> str:
    """Return the media type; raises NotTaken, naming what the file seems to be.

    A file that is a picture and something else at once (a ZIP behind it, markup in front) is refused: it was made so.
    """
    kind = _raster(data)
    if kind is not None:
        if _is_also_something_else(data):
            raise NotTaken(
                _("This file is a picture and something else at once. Save it anew as a picture and send that.")
            )
        return kind
    if _is_svg(data):
        return SVG
    raise NotTaken(_unwanted(data))


def _raster(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and _brands(data) & {b"avif", b"avis"}:
        return AVIF
    return None


def _is_svg(data: bytes) -> bool:
    head = data[:4096]
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            text = head.decode(encoding, errors="ignore" if encoding == "utf-8-sig" else "strict")
        except UnicodeError:
            continue
        if _XML_START.match(text):
            return True
    return False


def _is_also_something_else(data: bytes) -> bool:
    # browsers that guess look at the first bytes; PDF readers at the first kilobyte; archives are read from their end
    if _MARKUP.search(data[:1024]) or data[6:8] in {b"/*", b"=/"}:
        return True
    return b"PK\x05\x06" in data[-65_557:] and zipfile.is_zipfile(io.BytesIO(data))


def _brands(data: bytes) -> set[bytes]:
    size = min(int.from_bytes(data[:4], "big"), 256)
    return {data[offset : offset + 4] for offset in range(8, max(size, 12), 4)}


def _unwanted(data: bytes) -> str:
    if not data:
        return _("The file is empty.")
    if data[4:8] == b"ftyp" and _brands(data) & {b"heic", b"heix", b"mif1", b"hevc"}:
        return _(
            "This is a HEIC photo, as iPhones take them. Export it as JPEG, or set the phone to “Most Compatible”."
        )
    for start, name in _ELSE.items():
        if data.startswith(start):
            return _("This is a %(kind)s file. Pictures are taken as JPEG, PNG, GIF, WebP, AVIF or SVG.") % {
                "kind": name
            }
    return _("This is no picture that is known here. JPEG, PNG, GIF, WebP, AVIF and SVG are taken.")
