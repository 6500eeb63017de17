"""Small pictures made for the tests."""

import io
from typing import Any

from PIL import Image, ImageCms

from storecrew.kernel.media.provenance import packet

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 40" onload="x()"><script>x()</script><rect width="9"/></svg>'
"""A drawing that wants to act."""


def encode(image: Image.Image, to: str, **options: Any) -> bytes:
    """The picture as a file."""
    target = io.BytesIO()
    image.save(target, to, **options)
    return target.getvalue()


def decode(data: bytes) -> Image.Image:
    """The file as a picture, with all its pixels."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def halves(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """The left half red, the right half blue."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, size[0], size[1]))
    return image.convert(mode)


def photo(*, size: tuple[int, int] = (400, 200), orientation: int = 1, source_type: str = "", **options: Any) -> bytes:
    """A JPEG with the metadata that cameras and picture generators write."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera with a serial number"
    if source_type:
        options["xmp"] = packet(source_type)
    return encode(halves(size), "JPEG", quality=92, exif=exif, **options)


def wide_gamut() -> bytes:
    """A colour profile that is RGB and not sRGB."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"s\x00R\x00G\x00B", b"w\x00i\x00d\x00e").replace(b"sRGB", b"wide")
