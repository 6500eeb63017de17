"""Drawings are cleaned of what could act, load or link, and look as before."""

import base64
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from storecrew.kernel.media.images import BadPicture
from storecrew.kernel.media.svg import clean

PICTURES = Path(__file__).resolve().parents[6] / "shared" / "look" / "storefront" / "pictures"
SIZE = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"'


def _svg(inner: str, more: str = "") -> bytes:
    return f"<svg {SIZE} {more}>{inner}</svg>".encode()


@pytest.mark.parametrize(
    ("inner", "removed", "gone"),
    [
        ("<script>alert(1)</script>", "script", "alert"),
        ('<g xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></g>', "script", "alert"),
        ('<rect onload="alert(1)" width="1"/>', "onload", "alert"),
        ('<rect ONCLICK="alert(1)"/>', "ONCLICK", "alert"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", "foreignObject", "<p"),
        ('<a href="javascript:alert(1)"><rect width="1"/></a>', "a", "javascript"),
        ('<use href="https://evil.example/x.svg#a"/>', "use[href]", "evil"),
        ('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="//evil.example/x#a"/>', "use[href]", "evil"),
        ('<image href="https://evil.example/pixel.png"/>', "image[href]", "evil"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "image[href]", "svg+xml"),
        ('<image href="data:text/html,hi"/>', "image[href]", "text/html"),
        ('<rect fill="url(https://evil.example/#a)"/>', "fill=url()", "evil"),
        ('<rect style="fill:url(https://evil.example/#a)"/>', "style url()", "evil"),
        ("<style>@import 'https://evil.example/x.css'; .a{fill:red}</style>", "@import", "evil"),
        ("<style>@font-face{font-family:x;src:url(//evil.example/f)} .a{fill:red}</style>", "@import", "evil"),
        (r"<style>.a{background:\75rl(//evil.example/)}</style>", "style", "evil"),
        ("<style>.a{b:/* */url(/**/https://evil.example/ )}</style>", "style url()", "evil"),
        ('<style>.a{b:image-set("https://evil.example/a" 1x)}</style>', "style", "evil"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "set", "alert"),
        ('<animate attributeName="href" values="javascript:alert(1)"/>', "animate", "alert"),
        ('<iframe src="https://evil.example"/>', "iframe", "evil"),
        ('<handler type="x">alert(1)</handler>', "handler", "alert"),
        ('<filter><feImage href="https://evil.example/"/></filter>', "feImage", "evil"),
    ],
)
def test_what_could_act_load_or_link_is_taken_out(inner, removed, gone):
    drawing = clean(_svg(inner + '<circle r="3"/>'))
    assert gone.encode() not in drawing.data
    assert removed in drawing.removed
    assert b'<circle r="3" />' in drawing.data
    assert clean(drawing.data).removed == ()


def _doubling(levels: int) -> str:
    """A few hundred bytes that ask for two to the power of `levels` shapes."""
    twice = '<use href="#g{next}"/><use href="#g{next}"/>'
    return "".join(f'<g id="g{level}">{twice.format(next=level + 1)}</g>' for level in range(levels))


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _svg("<text>&x;</text>"),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + _svg("&b;"),
        b"<svg",
        b"<svg></svg>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<svg xmlns='http://evil.example/' viewBox='0 0 1 1'/>",
        _svg("<g>" * 100 + "</g>" * 100),
        _svg("<g/>" * 60_001),
        _svg('<g id="a"><use href="#a"/></g>'),
        _svg(_doubling(40)),
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 5"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>',
        b" " * (5 * 1024 * 1024 + 1),
    ],
    ids=range(13),
)
def test_what_cannot_be_trusted_at_all_is_refused(data):
    with pytest.raises(BadPicture):
        clean(data)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 10 20"', (10, 20)),
        ('viewBox="0 0 10 20" width="30"', (30, 60)),
        ('viewBox="0,0,10,20" height="1in"', (48, 96)),
        ('width="2cm" height="12pt"', (76, 16)),
        ('viewBox="-5 -5 10 20" width="100%"', (10, 20)),
    ],
)
def test_the_size_comes_from_the_drawing(attributes, size):
    drawing = clean(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())
    assert (drawing.width, drawing.height) == size
    assert b"viewBox" in drawing.data


def test_what_programs_write_is_kept():
    png = io.BytesIO()
    Image.new("RGB", (3, 3), "red").save(png, "PNG")
    carried = "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()
    inner = (
        "<style>.cls-1{fill:#fff;clip-path:url(#c)} @media (prefers-color-scheme:dark){.cls-1{fill:#000}}</style>"
        '<defs><clipPath id="c"><path d="M0 0h1v1z"/></clipPath></defs>'
        f'<image width="3" height="3" href="{carried}"/>'
        '<text x="1" xml:space="preserve" font-family="serif">掌灯 <tspan dx="1">a</tspan> b</text>'
        '<g filter="url(#f)" mask="url(\'#m\')" aria-hidden="true" class="cls-1" style="mix-blend-mode:multiply"/>'
    )
    drawing = clean(_svg(inner))
    assert drawing.removed == ()
    assert _shape(drawing.data) == _shape(_svg(inner))


def test_editors_notes_go_without_mention_and_text_after_them_stays():
    noted = _svg(
        '<metadata>rdf</metadata><i:view xmlns:i="http://inkscape.example/" i:zoom="2"/><text>a<script/>b</text>',
        'xmlns:s="http://sodipodi.example/" s:docname="C:\\Users\\me\\x.svg"',
    )
    drawing = clean(noted)
    assert b"docname" not in drawing.data
    assert b"rdf" not in drawing.data
    assert b">ab<" in drawing.data


def test_a_plain_doctype_is_taken_out_and_other_encodings_are_read():
    doctype = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    assert clean(doctype + _svg("<g/>")).removed == ("!DOCTYPE",)
    utf16 = '<?xml version="1.0" encoding="utf-16"?>' + _svg("<text>灯</text>").decode()
    assert "灯".encode() in clean(utf16.encode("utf-16")).data


def _shape(data: bytes):
    def walk(node):
        return (
            node.tag,
            sorted(node.attrib.items()),
            (node.text or ""),
            (node.tail or ""),
            [walk(child) for child in node],
        )

    return walk(ElementTree.fromstring(data))  # noqa: S314 - the test's own drawings


@pytest.mark.skipif(
    not PICTURES.is_dir(), reason="the demo store's drawings are missing: shared/look/storefront/pictures"
)
def test_the_demo_stores_drawings_come_through_untouched():
    drawings = sorted(PICTURES.glob("*.svg"))
    assert len(drawings) > 100
    for path in drawings:
        drawing = clean(path.read_bytes())
        assert drawing.removed == (), path.name
        assert _shape(drawing.data) == _shape(path.read_bytes()), path.name


def test_a_prefix_that_another_library_chose_for_drawings_does_not_get_into_ours() -> None:
    ElementTree.register_namespace("svg", "http://www.w3.org/2000/svg")
    assert (
        b"<svg:" not in clean(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle r="3"/></svg>').data
    )
