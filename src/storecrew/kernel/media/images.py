"""Look at raster pictures without trusting them, and make smaller copies for the web."""

import io
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, ImageSequence

from storecrew.kernel.media import sniff
from storecrew.kernel.media.provenance import packet, source_type_of

MAX_BYTES: Final = 30 * 1024 * 1024
MAX_PIXELS: Final = 60_000_000
"""One frame; a phone's largest photo has 50 million. Decoded it takes 180 MB of memory for a moment."""
MAX_FRAMES: Final = 400
MAX_ALL_PIXELS: Final = 240_000_000
"""All frames of an animation together."""

WIDTHS: Final = (160, 320, 640, 960, 1280, 1920)
FALLBACK_WIDTH: Final = 960
FORMATS: Final = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}

_DECODERS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_ORIENTATION: Final = 0x0112
_SIDEWAYS: Final = frozenset({5, 6, 7, 8})

Image.MAX_IMAGE_PIXELS = (
    MAX_PIXELS  # the library warns above it and refuses above twice as much; `_open` refuses at once
)


class BadPicture(ValueError):
    """The picture is broken, or larger than is sensible; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a picture after it was decoded once."""

    media_type: str
    width: int
    """As seen: after the camera's orientation has been applied."""
    height: int
    frames: int
    has_alpha: bool
    source_type: str
    """IPTC digital source type that the file states; empty if none."""

    @property
    def is_animated(self) -> bool:
        """Tell whether there is more than one frame."""
        return self.frames > 1


def inspect(data: bytes) -> Facts:
    """Decode the whole picture and return what it is. Raises sniff.NotTaken and BadPicture.

    The size is read from the header and checked before any pixel is decoded.
    """
    if len(data) > MAX_BYTES:
        raise BadPicture(_("The picture is larger than %(n)d MB.") % {"n": MAX_BYTES // (1024 * 1024)})
    media_type = sniff.sniff(data)
    with _open(data) as image:
        frames = _frames(image)
        if frames > MAX_FRAMES or frames * image.width * image.height > MAX_ALL_PIXELS:
            raise BadPicture(_("The animation is too long for its size; %(n)d frames at most.") % {"n": MAX_FRAMES})
        source_type = source_type_of(_xmp(image))
        sideways = image.getexif().get(_ORIENTATION) in _SIDEWAYS
        width, height = (image.height, image.width) if sideways else image.size
        has_alpha = False
        for number in range(frames):
            if number:
                image.seek(number)
            image.load()
            has_alpha = has_alpha or image.has_transparency_data
        return Facts(media_type, width, height, frames, has_alpha, source_type)


def candidate_widths(width: int) -> tuple[int, ...]:
    """Return the widths in which copies are offered: never wider than the picture, the widest as wide as is useful."""
    widest = min(width, WIDTHS[-1])
    return (*(candidate for candidate in WIDTHS if candidate < widest), widest)


def height_at(width: int, facts_width: int, facts_height: int) -> int:
    """Return the height of a copy of that width; at least one pixel."""
    return max(1, round(facts_height * width / facts_width))


def render(data: bytes, *, width: int, to: str, source_type: str = "") -> bytes:
    """Return one copy; see `render_all`."""
    return next(copy for _wanted, copy in render_all(data, [(width, to)], source_type=source_type))


def render_all(
    data: bytes, wanted: Sequence[tuple[int, str]], *, source_type: str = ""
) -> Iterator[tuple[tuple[int, str], bytes]]:
    """Yield a copy for each wanted (width, one of FORMATS), turned upright, with its colours kept; decodes once.

    RGB pictures keep their colour profile (browsers assume sRGB where there is none, so that one is left out); other
    colour spaces are converted to sRGB. Of the metadata only `source_type` goes along. Animations stay animated in WebP;
    in the other formats the first frame is taken. Raises BadPicture.
    """
    if not wanted:
        return
    with _open(data) as image:
        moves = _frames(image) > 1
        if moves:
            for width, to in wanted:
                if to == "webp":
                    yield (width, to), _animation(image, width, source_type)
            image.seek(0)
        base, profile = _upright(image, max(width for width, _to in wanted))
        for width, to in wanted:
            if to == "webp" and moves:
                continue
            size = (width, height_at(width, *base.size))
            small = base if base.size == size else base.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            yield (width, to), _encode(small, to, profile, source_type)


def _upright(image: Image.Image, width: int) -> tuple[Image.Image, bytes]:
    """Return the picture as seen, `width` wide, in web colours, and its profile."""
    sideways = image.getexif().get(_ORIENTATION) in _SIDEWAYS
    tall = height_at(width, *(reversed(image.size) if sideways else image.size))
    image.draft(None, (tall, width) if sideways else (width, tall))  # JPEG: decode at half, quarter … if that is enough
    frame, profile = _web_colours(ImageOps.exif_transpose(image))
    if frame.width == width:
        return frame, profile
    return frame.resize((width, tall), Image.Resampling.LANCZOS, reducing_gap=3.0), profile


@contextmanager
def _open(data: bytes) -> Iterator[Image.Image]:
    """Open a picture, its size checked; whatever goes wrong while it is used is a BadPicture."""
    try:
        with Image.open(io.BytesIO(data), formats=_DECODERS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadPicture(_too_many_pixels())
            yield image
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture(_too_many_pixels()) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error, MemoryError) as error:
        # Pillow's decoders raise all of these on broken files
        raise BadPicture(_("The picture is broken or cut off. Save it anew or send it again.")) from error


def _frames(image: Image.Image) -> int:
    """Count the frames of an animation. Phones put a preview or a brightness map behind a JPEG: that is not a second one."""
    return 1 if image.format in {"JPEG", "MPO"} else getattr(image, "n_frames", 1)


def _too_many_pixels() -> str:
    return _("The picture has more than %(n)d million pixels. Make it smaller first.") % {"n": MAX_PIXELS // 1_000_000}


def _xmp(image: Image.Image) -> bytes:
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return found.encode() if isinstance(found, str) else bytes(found)


def _web_colours(image: Image.Image) -> tuple[Image.Image, bytes]:
    """Return the frame in RGB or RGBA, and the profile its numbers are to be read with (none: sRGB)."""
    profile = image.info.get("icc_profile") or b""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I;16"):  # 16 bits of grey: the library would cut, not scale
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if not profile:
        return image.convert(mode), b""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space, name = source.profile.xcolor_space.strip(), ImageCms.getProfileDescription(source)
        if space == "RGB":
            return image.convert(mode), b"" if "srgb" in name.lower() else profile
        plain = image if image.mode in {"CMYK", "L", "LAB"} else image.convert("L" if space == "GRAY" else "CMYK")
        turned = ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (
        ImageCms.PyCMSError
    ):  # a profile that is broken or of another colour space: its numbers are taken as they are
        return image.convert(mode), b""
    if turned is None:
        return image.convert(mode), b""
    if mode == "RGBA":
        turned.putalpha(image.convert("RGBA").getchannel("A"))
    return turned, b""


def _encode(image: Image.Image, to: str, profile: bytes, source_type: str) -> bytes:
    target = io.BytesIO()
    kept: dict[str, object] = {"icc_profile": profile or None, "exif": b""}
    if to == "png":
        image.save(target, "PNG", optimize=True, icc_profile=profile or None, pnginfo=_png_text(source_type))
        return target.getvalue()
    if source_type:
        kept["xmp"] = packet(source_type)
    if to == "jpg":
        image.load()
        flat = image if image.mode == "RGB" else _on_white(image)
        flat.save(target, "JPEG", quality=84, progressive=True, optimize=True, **kept)
    elif to == "webp":
        image.save(target, "WEBP", quality=80, method=4, **kept)
    else:
        image.save(target, "AVIF", quality=62, speed=8, **kept)
    return target.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _png_text(source_type: str) -> "object | None":
    if not source_type:
        return None
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - loads the decoder, needed for this one format

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet(source_type).decode())
    return info


def _animation(image: Image.Image, width: int, source_type: str) -> bytes:
    size = (width, height_at(width, *image.size))
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(int(frame.info.get("duration") or 100))
        frames.append(frame.convert("RGBA").resize(size, Image.Resampling.LANCZOS))
    target = io.BytesIO()
    kept = {"xmp": packet(source_type)} if source_type else {}
    frames[0].save(
        target,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=int(image.info.get("loop", 0)),
        quality=75,
        method=4,
        **kept,
    )
    return target.getvalue()
