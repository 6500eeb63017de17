"""Code 128 barcodes (ISO/IEC 15417): text to bars, as few as possible, and an SVG that any printer draws sharply.

Code set C packs two digits into one symbol and is used where four or more follow each other (two, if that is all there is);
code set B writes every other printable sign of ASCII. The check symbol is the weighted sum modulo 103.
"""

from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
PATTERNS = tuple(_WIDTHS.split())
"""Widths of bars and spaces in modules, by symbol value; the last one is the stop."""
CODE_C, CODE_B, START_B, START_C, STOP = 99, 100, 104, 105, 106
QUIET = 10
"""Modules of white on either side that a scanner needs."""


class Unprintable(ValueError):
    """The text holds a sign that Code 128 in these code sets cannot write."""


def symbols(text: str) -> list[int]:
    """Return the symbol values of a text, from start to stop with the check symbol. Raises Unprintable."""
    if not text or any(not 32 <= ord(sign) < 127 for sign in text):
        raise Unprintable(text)
    in_c = _digits(text, 0) >= 4 or (text.isdecimal() and len(text) == 2)
    values = [START_C if in_c else START_B]
    place = 0
    while place < len(text):
        run = _digits(text, place)
        if in_c and run >= 2:
            values.append(int(text[place : place + 2]))
            place += 2
            continue
        if in_c:
            values.append(CODE_B)
            in_c = False
        elif run >= 4 and _worth_it(text, place, run):
            if run % 2:  # an odd digit first, so that the rest goes in pairs
                values.append(ord(text[place]) - 32)
                place += 1
            values.append(CODE_C)
            in_c = True
            continue
        values.append(ord(text[place]) - 32)
        place += 1
    check = (values[0] + sum(weight * value for weight, value in enumerate(values[1:], 1))) % 103
    return [*values, check, STOP]


def modules(text: str) -> str:
    """Return the bars as 1 and the spaces as 0, module by module, without the quiet zones."""
    row = ""
    for value in symbols(text):
        for number, width in enumerate(PATTERNS[value]):
            row += ("0" if number % 2 else "1") * int(width)
    return row


def svg(text: str, *, height: int = 60, css: str = "barcode") -> SafeString:
    """Return the barcode as an SVG, one unit a module, quiet zones included; it may be stretched without harm."""
    row = modules(text)
    edges = [place for place, (one, other) in enumerate(pairwise(f"0{row}0")) if one != other]
    bars = "".join(
        f'<rect x="{QUIET + start}" y="0" width="{end - start}" height="{height}"/>'
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    )
    width = len(row) + 2 * QUIET
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}"'
        ' shape-rendering="crispEdges"><g>{}</g></svg>',
        css,
        width,
        height,
        text,
        mark_safe(bars),  # noqa: S308  numbers only, made here
    )


def _digits(text: str, place: int) -> int:
    end = place
    while end < len(text) and text[end].isdecimal() and text[end].isascii():
        end += 1
    return end - place


def _worth_it(text: str, place: int, run: int) -> bool:
    """Changing the code set costs a symbol each way: in the middle of a text it pays from six digits on."""
    return run >= 6 or place + run == len(text)
