"""Write a plain PDF of text and tables, Chinese included, without a library.

Text stands in the Adobe font STSong-Light with the predefined map UniGB-UTF16-H (ISO 32000-1, 9.7.5.2, table 118), which
every reader replaces by a Chinese font of its own: nothing has to be embedded. Latin signs are half an em wide there.
"""

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import Enum
from unicodedata import east_asian_width

PAGE = (595, 842)
"""A4 in points."""
MARGIN = 48
LEADING = 1.35


class Style(Enum):
    """Sizes in points, and whether it is set stronger."""

    TITLE = (17, True)
    STRONG = (10, True)
    PLAIN = (9.5, False)
    SMALL = (8.5, False)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column."""

    text: str
    strong: bool = False


@dataclass(slots=True)
class Sheet:
    """Pages that grow from above. `foot` stands at the bottom of each, with its number."""

    title: str
    foot: str = ""
    _pages: list[list[str]] = field(default_factory=lambda: [[]])
    _y: float = PAGE[1] - MARGIN

    def line(self, text: str, style: Style = Style.PLAIN) -> None:
        """Set a paragraph, broken where it is too long."""
        size, strong = style.value
        for part in broken(text, (PAGE[0] - 2 * MARGIN) / size):
            self._room(size * LEADING)
            self._y -= size * LEADING
            self._text(part, MARGIN, self._y, size, strong=strong)

    def space(self, points: float) -> None:
        """Leave room."""
        self._y -= points

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int], numbers: Collection[int]
    ) -> None:
        """Set a table with a rule under its head, which is repeated on each page."""
        top = [Cell(text, strong=True) for text in head]
        self.row(top, widths, numbers)
        self._rule()
        for cells in rows:
            if self._y - self._height(cells, widths) < MARGIN + 20:
                self._turn()
                self.row(top, widths, numbers)
                self._rule()
            self.row(cells, widths, numbers)
        self._rule()

    def row(self, cells: Sequence[Cell], widths: Sequence[int], numbers: Collection[int]) -> None:
        """Set one row; a column of width 0 takes what is left."""
        size = Style.SMALL.value[0]
        self._room(self._height(cells, widths))
        x, top = float(MARGIN), self._y
        for place, (cell, width) in enumerate(zip(cells, self._widths(widths), strict=True)):
            for number, part in enumerate(broken(cell.text, (width - 6) / size)):
                y = top - (number + 1) * size * LEADING
                indent = width - 6 - ems(part) * size if place in numbers else 0
                self._text(part, x + max(0.0, indent), y, size, strong=cell.strong)
            x += width
        self._y = top - self._height(cells, widths)

    def written(self) -> bytes:
        """Return the file."""
        for number, page in enumerate(self._pages, start=1):
            said = f"{self.foot} · {number}/{len(self._pages)}" if self.foot else f"{number}/{len(self._pages)}"
            page.append(_shown(said, MARGIN, MARGIN - 18, 8, strong=False))
        return _file(self.title, ["\n".join(page) for page in self._pages])

    def _height(self, cells: Sequence[Cell], widths: Sequence[int]) -> float:
        size = Style.SMALL.value[0]
        most = max(
            len(broken(cell.text, (width - 6) / size)) for cell, width in zip(cells, self._widths(widths), strict=True)
        )
        return most * size * LEADING + 3

    def _widths(self, widths: Sequence[int]) -> list[float]:
        rest = PAGE[0] - 2 * MARGIN - sum(widths)
        return [width or rest for width in widths]

    def _room(self, height: float) -> None:
        if self._y - height < MARGIN:
            self._turn()

    def _turn(self) -> None:
        self._pages.append([])
        self._y = PAGE[1] - MARGIN

    def _rule(self) -> None:
        self._y -= 2
        self._pages[-1].append(f"0.5 w {MARGIN} {self._y:.1f} m {PAGE[0] - MARGIN} {self._y:.1f} l S")
        self._y -= 2

    def _text(self, text: str, x: float, y: float, size: float, *, strong: bool) -> None:
        if text:
            self._pages[-1].append(_shown(text, x, y, size, strong=strong))


def ems(text: str) -> float:
    """Return how wide text is, in ems."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def broken(text: str, most: float) -> list[str]:
    """Return text in lines of at most so many ems: broken at blanks, or anywhere between Chinese signs."""
    lines, line, blank = [], "", -1
    for sign in text:
        if sign == " " or east_asian_width(sign) in "WF":
            blank = len(line)
        line += sign
        if ems(line) > most and len(line) > 1:
            cut = blank if blank > 0 else len(line) - 1
            lines.append(line[:cut].rstrip())
            line, blank = line[cut:].lstrip(), -1
    return [*lines, line]


def _shown(text: str, x: float, y: float, size: float, *, strong: bool) -> str:
    drawn = (
        f"2 Tr {size * 0.015:.2f} w" if strong else "0 Tr"
    )  # a second outline makes it stronger: the font has one weight
    code = text.encode("utf-16-be").hex().upper()
    return f"BT /F1 {size} Tf {drawn} 1 0 0 1 {x:.1f} {y:.1f} Tm <{code}> Tj ET"


def _file(title: str, pages: Sequence[str]) -> bytes:
    """Return objects, their table and the trailer (ISO 32000-1, 7.5)."""
    first = 6
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UTF16-H /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for number, page in enumerate(pages):
        packed = zlib.compress(page.encode("ascii"))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents {first + 2 * number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream")
    named = ("\ufeff" + title).encode("utf-16-be").hex().upper()
    objects.append(f"<< /Title <{named}> >>".encode())
    out, places = bytearray(b"%PDF-1.5\n%\xe4\xb8\xad\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return bytes(out) + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()
