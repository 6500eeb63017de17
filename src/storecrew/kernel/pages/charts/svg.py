"""Elements and scales: the only two things a drawing is made of."""

from math import ceil, floor, log10

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString


def el(tag: str, *children: object, **attributes: object) -> SafeString:
    """Return an SVG element.

    `class_` becomes `class`, underscores become hyphens; attributes that are None are left out.
    """
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value is not None)
    inside = SafeString("".join(f' {name}="{conditional_escape(str_of(value))}"' for name, value in named))
    if not children:
        return format_html("<{}{}/>", SafeString(tag), inside)
    return format_html("<{}{}>{}</{}>", SafeString(tag), inside, join(*children), SafeString(tag))


def join(*parts: object) -> SafeString:
    """Return parts one after the other, escaped where they are not markup."""
    return SafeString("".join(conditional_escape(str_of(part)) for part in parts if part is not None))


def str_of(value: object) -> str:
    """Return text as it is, markup included, and anything else as text."""
    return value if isinstance(value, str) else str(value)


def picture(body: object, *, say: object, height: int, class_: str = "ruler") -> SafeString:
    """Return a whole picture that fills its column: `say` is its name and what hovering shows."""
    return el("svg", el("title", say), body, class_=class_, height=height, role="img", aria_label=say)


def stretched(body: object, height: int) -> SafeString:
    """Return a layer for paths: 1000 units wide, stretched to the column while strokes keep their width."""
    return el("svg", body, width="100%", height=height, viewBox=f"0 0 1000 {height}", preserveAspectRatio="none")


def text_width(text: str) -> int:
    """Return how many pixels to keep for a label: Han characters are as wide as the type, Latin ones about half."""
    return 14 + sum(13 if ord(mark) > 0x2E80 else 8 for mark in text)


def pct(share: float) -> str:
    """Return a share of the width as an attribute: 0.0714 is 7.14%."""
    return f"{round(share * 100, 2):g}%"


def px(value: float) -> str:
    """Return a vertical position, to a tenth of a pixel."""
    return f"{round(value, 1):g}"


class Scale:
    """Maps values to pixels from bottom to top, with at most four round steps."""

    def __init__(self, low: float, high: float, *, top: float, bottom: float, from_zero: bool = False) -> None:
        """Fit `low` to `high` between the pixels `bottom` and `top`; the ends are widened to round numbers."""
        if from_zero:
            low, high = min(low, 0.0), max(high, 0.0)
        if low == high:
            low, high = (low - 1, high + 1) if not from_zero else (low, high + 1)
        self.step = _step((high - low) / 4)
        self.low = floor(low / self.step) * self.step
        self.high = ceil(high / self.step) * self.step
        self.top, self.bottom = top, bottom

    def y(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def ticks(self) -> list[float]:
        """Return the values of the grid lines, from bottom to top."""
        count = round((self.high - self.low) / self.step)
        return [self.low + index * self.step for index in range(count + 1)]


def _step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
