"""Where files lie in the storage, and at which address they are served. Names come from content, so they never change."""

from typing import Final

from storecrew.kernel.media import images
from storecrew.kernel.media.sniff import EXTENSIONS, SVG

PREFIX: Final = "/media/"
DRAWING: Final = "drawing.svg"
DRAWN: Final = (1200, "jpg")
"""The one copy of a drawing in pixels; as wide as Open Graph's readers and shopping feeds recommend."""


def key_of(sha256: str) -> str:
    """Return the short name in addresses: 64 bits of the digest."""
    return sha256[:16]


def original_path(sha256: str, media_type: str) -> str:
    """Return where the untouched original lies; it is never served to strangers."""
    return f"originals/{sha256[:2]}/{sha256}.{EXTENSIONS[media_type]}"


def copy_path(key: str, name: str) -> str:
    """Return where a copy lies: `640.webp`, or `drawing.svg` for a cleaned drawing."""
    return f"copies/{key[:2]}/{key}/{name}"


def address(key: str, name: str) -> str:
    """Return the public address of a copy."""
    return f"{PREFIX}{key}/{name}"


def offered(media_type: str, width: int, *, has_alpha: bool) -> tuple[tuple[int, str], ...]:
    """Return every copy a picture has: its widths as AVIF and WebP, and one in a format that everything reads."""
    if media_type == SVG:
        return (DRAWN,)
    widths = images.candidate_widths(width)
    return (*((each, to) for each in widths for to in ("avif", "webp")), fallback(width, has_alpha=has_alpha))


def fallback(width: int, *, has_alpha: bool) -> tuple[int, str]:
    """Return the copy for mail programs, feeds and old browsers: JPEG, or PNG where something shows through."""
    return min(width, images.FALLBACK_WIDTH), "png" if has_alpha else "jpg"


def raster(media_type: str, width: int, *, has_alpha: bool) -> tuple[int, str]:
    """Return the copy for machines, which read JPEG and PNG and no drawings."""
    return DRAWN if media_type == SVG else fallback(width, has_alpha=has_alpha)
