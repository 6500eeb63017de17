"""Pictures are looked at without trusting them, and copied without losing what must survive."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from storecrew.kernel.media.images import BadPicture, candidate_widths, inspect, render
from storecrew.kernel.media.provenance import TRAINED, packet, source_type_of
from storecrew.kernel.media.sniff import NotTaken, sniff
from storecrew.kernel.media.tests.pictures import decode, encode, halves, photo, wide_gamut

PHOTOS = Path(__file__).resolve().parents[6] / "shared" / "data" / "magento"


@pytest.mark.parametrize("to", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_each_format_is_known_by_its_bytes(to):
    facts = inspect(encode(halves(), to))
    assert (facts.media_type, facts.width, facts.height) == (f"image/{to.lower()}", 400, 200)
    assert not facts.is_animated
    assert not facts.has_alpha


def _header(width: int, height: int) -> bytes:
    """A PNG that claims a size and contains next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 8000), (12000, 8000), (60000, 60000), (2**31 - 1, 1)])
def test_decompression_bombs_are_refused_by_their_header(size):
    with pytest.raises(BadPicture, match="million pixels"):
        inspect(_header(*size))


def test_animations_that_are_bombs_are_refused():
    frames = [Image.new("L", (2, 2), shade) for shade in range(250)] * 2
    with pytest.raises(BadPicture, match="frames"):
        inspect(encode(frames[0], "GIF", save_all=True, append_images=frames[1:]))


@pytest.mark.parametrize("to", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_files_that_were_cut_off_are_refused(to):
    whole = encode(Image.effect_noise((300, 300), 90).convert("RGB"), to)
    with pytest.raises(BadPicture):
        inspect(whole[: len(whole) // 2])


def _with_zip_behind(data: bytes) -> bytes:
    archive = io.BytesIO(data)
    archive.seek(0, io.SEEK_END)
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("evil.txt", "evil")
    return archive.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        _with_zip_behind(photo()),
        _with_zip_behind(encode(halves(), "PNG")),
        photo(comment=b"<script>alert(1)</script>"),
        photo(comment=b"<?php system($_GET[0]); ?>"),
        photo(comment=b"%PDF-1.7"),
        b"GIF89a/*" + encode(halves(), "GIF")[8:],
        b"",
        b"%PDF-1.7",
        b"MZ\x90\x00",
        b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        b"II*\x00\x08\x00\x00\x00",
        b"\x1f\x8b\x08\x00",
    ],
    ids=range(13),
)
def test_other_files_and_files_that_are_two_things_are_not_taken(data):
    with pytest.raises(NotTaken):
        inspect(data)


@pytest.mark.parametrize(
    "head",
    [
        b"<svg ",
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- Generator: x -->\n<svg>',
        b"<!DOCTYPE svg PUBLIC 'x'><svg>",
        b"<s:svg ",
    ],
)
def test_drawings_are_known_by_their_first_element(head):
    assert sniff(head) == "image/svg+xml"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("to", ["webp", "avif", "jpg"])
def test_copies_stand_upright(orientation, to):
    """The file is turned so that a viewer that heeds the tag shows red on the left."""
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]  # Image.Transpose that undoes the tag
    stored = halves() if back is None else halves().transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(stored, "JPEG", exif=exif)
    assert (inspect(data).width, inspect(data).height) == (400, 200)
    copy = decode(render(data, width=100, to=to)).convert("RGB")
    assert copy.size == (100, 50)
    left, right = copy.getpixel((20, 25)), copy.getpixel((80, 25))
    assert left[0] > 150 > left[2]
    assert right[2] > 150 > right[0]
    assert not copy.getexif()


@pytest.mark.parametrize("to", ["webp", "avif", "jpg", "png"])
def test_copies_say_again_that_a_machine_made_the_picture_and_nothing_else(to):
    data = photo(source_type=TRAINED)
    assert inspect(data).source_type == TRAINED
    copy = render(data, width=200, to=to, source_type=inspect(data).source_type)
    assert inspect(copy).source_type == TRAINED
    assert b"serial number" not in copy
    assert inspect(render(photo(), width=200, to=to)).source_type == ""


def test_the_source_type_is_found_in_both_ways_to_write_it():
    written = packet(TRAINED)
    assert source_type_of(written) == TRAINED
    element = written.replace(b"/></rdf:RDF>", b"></rdf:Description></rdf:RDF>")
    element = element.replace(
        b'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"', b""
    ).replace(
        b"</rdf:Description>",
        b"<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
        b"</Iptc4xmpExt:DigitalSourceType></rdf:Description>",
    )
    assert source_type_of(element) == "compositeWithTrainedAlgorithmicMedia"


@pytest.mark.parametrize(
    "xmp",
    [
        b"",
        b"<x:xmpmeta>",
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><broken></x:xmpmeta>",
        b"<rdf:RDF a='&b;'></rdf:RDF>",
        packet(TRAINED).replace(b"trainedAlgorithmicMedia", b'"><script>'),
    ],
)
def test_broken_metadata_states_nothing(xmp):
    assert source_type_of(xmp) == ""


@pytest.mark.parametrize("to", ["webp", "avif", "jpg", "png"])
def test_an_rgb_profile_travels_with_the_copies(to):
    profile = wide_gamut()
    copy = decode(render(photo(icc_profile=profile), width=100, to=to))
    assert copy.info["icc_profile"] == profile


def test_srgb_needs_no_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert "icc_profile" not in decode(render(photo(icc_profile=profile), width=100, to="webp")).info


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK", "RGBA", "I;16"])
def test_all_kinds_of_pixels_become_web_colours(mode):
    base = halves().convert("L") if mode == "I;16" else halves()
    if mode == "I;16":
        image = Image.new("I;16", base.size)
        image.putdata([value * 257 for value in base.get_flattened_data()])
    else:
        image = base.convert(mode)
    data = encode(image, "JPEG" if mode == "CMYK" else "PNG")
    copy = decode(render(data, width=40, to="webp")).convert("L")
    expected = halves().convert("L").resize((40, 20))
    for x in (5, 35):
        assert abs(copy.getpixel((x, 10)) - expected.getpixel((x, 10))) < (140 if mode == "1" else 12)


def test_transparency_stays_and_jpeg_stands_on_white():
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((0, 0, 255, 255), (50, 0, 100, 100))
    data = encode(image, "PNG")
    assert inspect(data).has_alpha
    for to in ("webp", "avif", "png"):
        assert decode(render(data, width=50, to=to)).convert("RGBA").getpixel((5, 25))[3] < 10
    assert decode(render(data, width=50, to="jpg")).getpixel((5, 25)) == (255, 255, 255)


def test_animations_move_in_webp_and_stand_still_elsewhere():
    frames = [Image.new("RGB", (80, 40), colour) for colour in ("red", "green", "blue")]
    data = encode(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    assert inspect(data).frames == 3
    moving = decode(render(data, width=40, to="webp"))
    assert (moving.n_frames, moving.size) == (3, (40, 20))
    assert getattr(decode(render(data, width=40, to="avif")), "n_frames", 1) == 1


def test_a_phones_photo_with_a_map_behind_it_is_one_still_picture():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encode(halves(), "MPO", save_all=True, append_images=[halves((100, 50))], exif=exif)
    facts = inspect(data)
    assert (facts.media_type, facts.width, facts.height, facts.frames) == ("image/jpeg", 200, 400, 1)
    for to in ("webp", "avif", "jpg"):
        assert decode(render(data, width=100, to=to)).size == (100, 200)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, (1,)),
        (160, (160,)),
        (500, (160, 320, 500)),
        (1920, (160, 320, 640, 960, 1280, 1920)),
        (5000, (160, 320, 640, 960, 1280, 1920)),
    ],
)
def test_copies_are_never_wider_than_the_picture(width, widths):
    assert candidate_widths(width) == widths


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="real photos are missing: shared/data/magento")
def test_real_photos_become_small_copies_that_look_the_same():
    photos = sorted(path for path in PHOTOS.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg"})
    assert len(photos) == 86
    for path in photos[::8]:
        data = path.read_bytes()
        facts = inspect(data)
        width = min(320, facts.width)
        expected = decode(data).convert("RGB").resize((16, 16))
        for to in ("webp", "avif"):
            copy = render(data, width=width, to=to)
            assert len(copy) < len(data)
            seen = decode(copy).convert("RGB").resize((16, 16))
            off = [abs(a - b) for a, b in zip(seen.tobytes(), expected.tobytes(), strict=True)]
            assert sum(off) / len(off) < 6, path.name
