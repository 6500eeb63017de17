"""Read the rows of an XML file, in constant memory: no document types, no entities, nothing from elsewhere.

A row is the element that is repeated: the outermost one, below the root, that comes at least twice or holds the values.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError  # noqa: S405  only the parsed elements' type; defusedxml reads them

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.files import Unreadable, guess_encoding, open_bytes
from storecrew.kernel.tabular.objects import beginning
from storecrew.kernel.tabular.table import MAX_COLUMNS, Header, clean_name

_LOOKED_AT: Final = 2_000
"""Elements that are looked at to find out which one is a row."""
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_CHINESE: Final = frozenset({"gb2312", "gbk", "gb_2312-80", "cp936"})


def is_xml(path: Path) -> bool:
    """Tell whether a file begins as XML does. Raises Unreadable, OSError."""
    start = beginning(path)
    return start.startswith(b"<?xml") or bool(re.match(rb"<[A-Za-z_][\w:.-]*[\s/>]", start))


def read_header(path: Path) -> tuple[tuple[str, ...], Header]:
    """Return the way to a row, and the names of what stands in rows. Raises Unreadable."""
    way = _way_to_rows(path)
    names: dict[str, None] = {}
    for _number, row in _rows(path, way):
        if len(names) < MAX_COLUMNS:
            names.update(dict.fromkeys(clean_name(name) for name, _text in _flat(row)))
    return way, Header(1, tuple(names))


def read_rows(path: Path, way: tuple[str, ...], header: Header) -> Iterator[Row]:
    """Yield the rows: the first one is line 2, as if the header stood above it. Raises Unreadable."""
    for number, element in _rows(path, way):
        cells = [""] * len(header.names)
        for name, text in _flat(element):
            if (place := header.index.get(clean_name(name))) is not None and not cells[place]:
                cells[place] = text
        yield Row(number + 1, cells)


def _way_to_rows(path: Path) -> tuple[str, ...]:
    """The shallowest element that comes twice; else the deepest one that has values of its own."""
    count: Counter[tuple[str, ...]] = Counter()
    filled: list[tuple[str, ...]] = []
    for at, (way, event, element) in enumerate(_walk(path)):
        if at > _LOOKED_AT:
            break
        if event == "end" and len(way) > 1 and (len(element) or element.attrib):
            count[way] += 1
            if way not in filled:
                filled.append(way)
    often = sorted((way for way, times in count.items() if times > 1), key=len)
    if often or filled:
        return often[0] if often else filled[0]
    raise Unreadable("not_a_table")


def _rows(path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, Element]]:
    number = 0
    parents: list[Element] = []
    for way, event, element in _walk(path):
        if event == "start":
            parents.append(element)
            continue
        parents.pop()
        if way == wanted:
            number += 1
            yield number, element
            if parents:
                parents[-1].clear()  # a row that was read is let go, or the whole file would stay in memory
        elif len(way) < len(wanted):
            element.clear()


def _walk(path: Path) -> Iterator[tuple[tuple[str, ...], str, Element]]:
    way: list[str] = []
    try:
        with _opened(path) as text:
            for event, element in iterparse(
                text, events=("start", "end"), forbid_dtd=True, forbid_entities=True, forbid_external=True
            ):
                if event == "start":
                    way.append(_name(element.tag))
                    yield tuple(way), event, element
                else:
                    yield tuple(way), event, element
                    way.pop()
    except DefusedXmlException as error:
        raise Unreadable("xml_with_entities") from error
    except UnicodeDecodeError as error:
        raise Unreadable("bad_bytes") from error
    except (ParseError, ValueError, LookupError, EOFError) as error:
        line = getattr(error, "position", (0, 0))[0]
        raise Unreadable("xml_broken", line=line) from error


def _opened(path: Path) -> io.TextIOWrapper:
    """Open as text: the parser itself knows few encodings, and is told what it reads is none of its business."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    encoding = guess_encoding(path, packed=packed)
    found = _DECLARED.match(beginning(path))
    if found and not encoding.startswith(("utf-16", "utf-32", "utf-8-sig")):
        declared = found[1].decode().lower()
        encoding = "gb18030" if declared in _CHINESE else declared
    return io.TextIOWrapper(open_bytes(path, packed=packed), encoding=encoding, errors="strict")


def _flat(element: Element, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield names and texts: attributes, elements with text, and those inside of them with a point."""
    for name, value in element.attrib.items():
        yield f"{before}{_name(name)}", value.strip()
    for inner in element:
        name = f"{before}{_name(inner.tag)}"
        text = (inner.text or "").strip()
        if text or not len(inner):
            yield name, text
        if len(inner) or inner.attrib:
            yield from _flat(inner, f"{name}.")


def _name(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition("}")[2]
