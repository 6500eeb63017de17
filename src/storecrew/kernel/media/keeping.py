"""Put files into the storage and take them out. Names come from content: writing twice is the same as writing once."""

import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from storecrew.kernel.media import drawing, images, svg
from storecrew.kernel.media.images import BadPicture
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.paths import DRAWING, DRAWN, copy_path, key_of, offered, original_path
from storecrew.kernel.media.sniff import SVG, sniff

PATIENCE_OF_READERS_S: Final = 12.0
PATIENCE_OF_WORKERS_S: Final = 120.0


class Away(Exception):
    """The storage cannot be reached or does not answer: what is wanted may well be there, later."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A picture that was looked at and may be kept."""

    content: bytes
    sha256: str
    facts: images.Facts
    drawing: bytes
    """The cleaned drawing; empty for other pictures."""
    removed: tuple[str, ...]
    """What cleaning took out of a drawing."""


def look_at(content: bytes) -> Inspected:
    """Look at a picture without keeping it. Raises sniff.NotTaken and images.BadPicture."""
    digest = hashlib.sha256(content).hexdigest()
    if len(content) > images.MAX_BYTES or sniff(content) != SVG:
        return Inspected(content, digest, images.inspect(content), b"", ())
    cleaned = svg.clean(content)
    facts = images.Facts(SVG, cleaned.width, cleaned.height, frames=1, has_alpha=True, source_type="")
    return Inspected(content, digest, facts, cleaned.data, cleaned.removed)


def keep(picture: Inspected) -> None:
    """Write the original, and the cleaned drawing. Left behind by a roll-back they do no harm: nothing points at them."""
    write(original_path(picture.sha256, picture.facts.media_type), picture.content)
    if picture.drawing:
        write(copy_path(key_of(picture.sha256), DRAWING), picture.drawing)


def copy_of(asset: Asset, width: int, to: str) -> bytes:
    """Return a copy, making it if it is not there yet. Raises FileNotFoundError when the original is gone, BadPicture, Busy."""
    path = copy_path(asset.key, f"{width}.{to}")
    kept = read(path)
    if kept is not None:
        return kept
    made = images.render(
        _pixels(asset, patience_s=PATIENCE_OF_READERS_S), width=width, to=to, source_type=asset.source_type
    )
    write(path, made)
    return made


def make_copies(asset: Asset) -> dict[tuple[int, str], int]:
    """Make the copies that are missing; returns the size in bytes of each that exists now. Raises as `copy_of` does."""
    wanted = offered(asset.media_type, asset.width, has_alpha=asset.has_alpha)
    sizes: dict[tuple[int, str], int] = {}
    missing = []
    for width, to in wanted:
        path = copy_path(asset.key, f"{width}.{to}")
        if default_storage.exists(path):
            sizes[width, to] = default_storage.size(path)
        else:
            missing.append((width, to))
    if missing:
        for (width, to), data in images.render_all(
            _pixels(asset, patience_s=PATIENCE_OF_WORKERS_S), missing, source_type=asset.source_type
        ):
            write(copy_path(asset.key, f"{width}.{to}"), data)
            sizes[width, to] = len(data)
    return sizes


def _pixels(asset: Asset, *, patience_s: float) -> bytes:
    """Return what copies are made from: the original, or the cleaned drawing drawn."""
    if not asset.is_drawing:
        return original(asset)
    path = copy_path(asset.key, DRAWING)
    cleaned = read(path)
    if cleaned is None:
        raise FileNotFoundError(path)
    return drawing.draw(asset.key, cleaned, size=(asset.width, asset.height), width=DRAWN[0], patience_s=patience_s)


def original(asset: Asset) -> bytes:
    """Return the bytes as they came. Raises FileNotFoundError."""
    path = original_path(asset.sha256, asset.media_type)
    found = read(path)
    if found is None:
        raise FileNotFoundError(path)
    return found


def read(path: str) -> bytes | None:
    """Return a file's bytes; None when there is none. Raises Away."""
    try:
        with default_storage.open(path) as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        return None
    except _outages() as error:
        raise Away(path) from error


def write(path: str, content: bytes) -> None:
    """Write a file whose name says its content; one that exists is the same already. Raises Away."""
    try:
        if default_storage.exists(path):
            return
        kept = default_storage.save(path, ContentFile(content))
        if kept != path:  # somebody was quicker with the same bytes: theirs stays
            default_storage.delete(kept)
    except _outages() as error:
        raise Away(path) from error


def _outages() -> tuple[type[Exception], ...]:
    """Return what a storage raises when it is out of reach: a full or missing disk, a bucket that does not answer."""
    bucket = sys.modules.get("botocore.exceptions")  # loaded where there is a bucket, and nowhere else
    return (OSError,) if bucket is None else (OSError, bucket.BotoCoreError, bucket.ClientError)


def forget_copies(key: str, widths_and_formats: Iterable[tuple[int, str]]) -> None:
    """Delete copies; those that are gone already do not matter."""
    for width, to in widths_and_formats:
        default_storage.delete(copy_path(key, f"{width}.{to}"))


__all__ = ["BadPicture", "Inspected", "copy_of", "keep", "look_at", "make_copies", "original", "read", "write"]
