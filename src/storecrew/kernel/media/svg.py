"""Clean a drawing in SVG: what is not on the list is taken out, what cannot be trusted at all is refused.

The result is what is served; the original is kept and never shown. Serving adds a second wall: see `views.py`.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml import DefusedXmlException, EntitiesForbidden
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from storecrew.kernel.media import images, sniff
from storecrew.kernel.media.images import BadPicture
from storecrew.kernel.media.svg_words import ATTRIBUTES, ELEMENTS, UNWRAPPED

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ELEMENTS: Final = 60_000
MAX_DEPTH: Final = 80
MAX_DRAWN: Final = 300_000
"""Elements to draw once each `use` is followed: a small file can ask for billions."""

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\s+svg[^>\[]*>", re.IGNORECASE)
_LOCAL: Final = re.compile(r"#[^\s\"'()<>\\]+")
_URL: Final = re.compile(r"url\s*\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_DATA: Final = re.compile(r"data:(image/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/=\s]+)")
_LENGTH: Final = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in)?\s*")
_PIXELS: Final = {None: 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_STRANGE_CSS: Final = re.compile(
    r"\\|<|expression\s*\(|javascript:|behavior\s*:|-moz-binding|image-set|src\s*\(", re.IGNORECASE
)
_AT_RULE: Final = re.compile(r"@(?!media\b)[\w-]+[^;{]*(;|\{[^}]*\}|$)", re.IGNORECASE)
_CSS_COMMENT: Final = re.compile(r"/\*.*?(\*/|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A cleaned drawing."""

    data: bytes
    width: int
    """In CSS pixels, from its own size or its viewBox."""
    height: int
    removed: tuple[str, ...]
    """What was taken out, each kind once, e.g. `script`, `onload`, `a[href]`."""


def clean(data: bytes) -> Drawing:
    """Return the drawing without anything that could act, load or link. Raises BadPicture."""
    if len(data) > MAX_BYTES:
        raise BadPicture(_("The drawing is larger than %(n)d MB.") % {"n": MAX_BYTES // (1024 * 1024)})
    root = _parse(data)
    _check_size(root)
    removed: dict[str, None] = {}
    if data.count(b"<!DOCTYPE"):
        removed["!DOCTYPE"] = None
    _clean_children(root, removed)
    _check_use(root)
    width, height = _size(root)
    register_namespace("", _SVG)  # each time: prefixes are the process's, and other libraries name this one theirs
    return Drawing(tostring(root, encoding="utf-8"), width, height, tuple(removed))


def _parse(data: bytes) -> Element:
    try:
        root: Element = fromstring(_DOCTYPE.sub(b"", data, count=1), forbid_dtd=True)
    except EntitiesForbidden as error:
        raise BadPicture(_("The drawing defines entities of its own; save it without them.")) from error
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise BadPicture(_("The drawing is not readable as SVG. Save it anew.")) from error
    if _local(root.tag) != "svg" or not (root.tag.startswith(f"{{{_SVG}}}") or root.tag == "svg"):
        raise BadPicture(_("The drawing is not readable as SVG. Save it anew."))
    if root.tag == "svg":  # written without its namespace: browsers would not draw it
        for node in root.iter():
            node.tag = (
                f"{{{_SVG}}}{node.tag}" if isinstance(node.tag, str) and not node.tag.startswith("{") else node.tag
            )
    return root


def _check_size(root: Element) -> None:
    """Refuse drawings that are too deep or too many to handle; walks without recursion."""
    stack, seen = [(root, 1)], 0
    while stack:
        node, depth = stack.pop()
        seen += 1
        if seen > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise BadPicture(_("The drawing has too many parts. Simplify it, or send it as PNG."))
        stack += [(child, depth + 1) for child in node]


def _clean_children(node: Element, removed: dict[str, None]) -> None:
    _clean_attributes(node, removed)
    if _local(node.tag) == "style":
        node.text = _clean_css(node.text or "", removed)
    for child in list(node):
        name = _local(child.tag)
        in_svg = isinstance(child.tag, str) and child.tag.startswith(f"{{{_SVG}}}")
        if in_svg and name in UNWRAPPED:
            removed[name] = None
            child.tag = f"{{{_SVG}}}g"
        elif not in_svg or name not in ELEMENTS:
            if name not in {"metadata", "namedview"}:  # editors' own notes: nobody misses them
                removed[name or "comment"] = None
            _drop(node, child)
            continue
        if name == "metadata":
            _drop(node, child)
            continue
        _clean_children(child, removed)


def _drop(parent: Element, child: Element) -> None:
    """Take out an element but not the text that follows it."""
    place = list(parent).index(child)
    if child.tail and child.tail.strip():
        if place:
            before = parent[place - 1]
            before.tail = (before.tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _clean_attributes(node: Element, removed: dict[str, None]) -> None:
    for name, value in list(node.attrib.items()):
        if name in {_XLINK, "href"}:
            del node.attrib[name]
            if _may_refer(node, value):
                node.set("href", value.strip())
            else:
                removed[f"{_local(node.tag)}[href]"] = None
        elif name == _SPACE:
            continue
        elif name.startswith("{"):
            del node.attrib[name]  # editors' own notes
        elif name not in ATTRIBUTES and not name.startswith(("aria-", "data-")):
            del node.attrib[name]
            removed[name] = None
        elif name == "style":
            node.set(name, _clean_css(value, removed))
        elif _leads_out(value) or "javascript:" in value.lower():
            del node.attrib[name]
            removed[f"{name}=url()"] = None


def _may_refer(node: Element, value: str) -> bool:
    """References inside the drawing are kept, and pictures that it carries within itself if they would be taken alone."""
    if _LOCAL.fullmatch(value.strip()):
        return True
    carried = _DATA.fullmatch(value.strip())
    if _local(node.tag) != "image" or carried is None:
        return False
    try:
        images.inspect(base64.b64decode(carried[2], validate=False))
    except (BadPicture, sniff.NotTaken, binascii.Error):
        return False
    return True


def _leads_out(value: str) -> bool:
    return any(not _LOCAL.fullmatch(target.strip()) for _quote, target in _URL.findall(value)) or (
        "url" in value.lower() and "(" in value and not _URL.search(value)
    )


def _clean_css(css: str, removed: dict[str, None]) -> str:
    plain = _CSS_COMMENT.sub("", css)
    if _STRANGE_CSS.search(plain):
        removed["style"] = None
        return ""
    kept = _AT_RULE.sub("", plain)
    if kept != plain:
        removed["@import"] = None
    inner = _URL.sub(lambda match: match[0] if _LOCAL.fullmatch(match[2].strip()) else "none", kept)
    if inner != kept:
        removed["style url()"] = None
    if _leads_out(inner):
        removed["style"] = None
        return ""
    return inner if plain != css or inner != plain else css


def _check_use(root: Element) -> None:
    """Refuse drawings whose `use` elements run in circles or multiply beyond MAX_DRAWN."""
    by_id = {node.get("id"): node for node in root.iter() if node.get("id")}
    drawn: dict[int, int] = {}
    open_: set[int] = set()

    def count(node: Element) -> int:
        key = id(node)
        if key in drawn:
            return drawn[key]
        if key in open_:
            raise BadPicture(_("The drawing refers to itself in a circle; it cannot be drawn."))
        open_.add(key)
        total = 1 + sum(count(child) for child in node)
        target = by_id.get((node.get("href") or "")[1:]) if _local(node.tag) == "use" else None
        if target is not None:
            total += count(target)
        open_.discard(key)
        if total > MAX_DRAWN:
            raise BadPicture(_("The drawing has too many parts. Simplify it, or send it as PNG."))
        drawn[key] = total
        return total

    try:
        count(root)
    except RecursionError as error:  # a chain of hundreds of `use` into each other
        raise BadPicture(_("The drawing has too many parts. Simplify it, or send it as PNG.")) from error


def _size(root: Element) -> tuple[int, int]:
    """Return the size in pixels, and see to it that the drawing scales: without a viewBox browsers cut instead."""
    box = _numbers(root.get("viewBox", ""))
    own = [_pixels(root.get(side, "")) for side in ("width", "height")]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[2] / box[3]
        width = own[0] or (own[1] * ratio if own[1] else box[2])
        height = own[1] or width / ratio
    elif own[0] and own[1]:
        width, height = own[0], own[1]
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    else:
        raise BadPicture(_("The drawing does not say how large it is: it needs a viewBox, or width and height."))
    if not 0 < width < 100_000 or not 0 < height < 100_000:
        raise BadPicture(_("The drawing does not say how large it is: it needs a viewBox, or width and height."))
    return max(1, round(width)), max(1, round(height))


def _pixels(text: str) -> float:
    length = _LENGTH.fullmatch(text)
    return float(length[1]) * _PIXELS[length[2]] if length else 0.0


def _numbers(text: str) -> list[float]:
    def parts() -> Iterator[float]:
        for part in text.replace(",", " ").split():
            try:
                yield float(part)
            except ValueError:
                return

    return list(parts())


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
