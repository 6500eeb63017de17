"""Comparisons and parts over time."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from storecrew.kernel.pages.charts.lines import name_column
from storecrew.kernel.pages.charts.svg import Scale, el, join, pct, picture, px
from storecrew.kernel.pages.charts.types import Bars, Format, Stacked
from storecrew.kernel.pages.types import Text, Tone

FOOT = 22
HEAD = 16
FILL = {Tone.WARN: "bar--warn", Tone.BAD: "bar--bad", Tone.GOOD: "bar--good", Tone.NEUTRAL: "bar--muted"}
STACK = ("bar", "h3", "bar--muted")


def bars(chart: Bars) -> tuple[SafeString, SafeString]:
    """Return bars from zero, and the goal's name beside them; what is not known is hatched over the full height."""
    known = [value for value in chart.values if value is not None]
    limits = [*known, *([chart.goal] if chart.goal is not None else [])] or [0.0]
    scale = Scale(min(limits), max(limits), top=HEAD, bottom=chart.height - FOOT, from_zero=True)
    count = max(len(chart.values), 1)
    drawn: list[SafeString | None] = [*_grid(scale)]
    for index, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True)):
        tone = chart.tones[index] if index < len(chart.tones) else None
        drawn.append(_bar(index, count, label, value, scale, chart.form, FILL[tone] if tone else "bar"))
    drawn += _names(chart.labels, chart.height - 6)
    ends = SafeString("")
    if chart.goal is not None:
        level = scale.y(chart.goal)
        drawn.append(el("line", class_="ci-goal", x1="0", x2="100%", y1=px(level), y2=px(level)))
        ends = name_column([(level + 4, chart.goal_name, " r-t--ink")], chart.height)
    return picture(join(*drawn), say=chart.say, height=chart.height), ends


def stacked(chart: Stacked) -> tuple[SafeString, SafeString]:
    """Return bars of parts, and the parts' names beside the last bar."""
    totals = [sum(one.values[index] or 0 for one in chart.series) for index in range(len(chart.labels))]
    scale = Scale(0, max(totals, default=0), top=HEAD, bottom=chart.height - FOOT, from_zero=True)
    count = max(len(chart.labels), 1)
    drawn: list[SafeString | None] = [*_grid(scale)]
    names: list[tuple[float, Text, str]] = []
    for index, label in enumerate(chart.labels):
        below = 0.0
        for order, one in enumerate(chart.series):
            value = one.values[index] or 0
            top, bottom = scale.y(below + value), scale.y(below)
            title = el("title", f"{label}\n{one.name} {chart.form(value)}")
            x, width = _place(index, count)
            tall = px(max(bottom - top - 1, 0))
            drawn.append(el("rect", title, class_=STACK[order % 3], x=x, y=px(top), width=width, height=tall))
            if index == len(chart.labels) - 1:
                names.append(((top + bottom) / 2 + 4, one.name, ""))
            below += value
    drawn += _names(chart.labels, chart.height - 6)
    ends = name_column(names, chart.height) if names else SafeString("")
    return picture(join(*drawn), say=chart.say, height=chart.height), ends


def _grid(scale: Scale) -> list[SafeString]:
    lines = []
    for tick in scale.ticks():
        y = px(scale.y(tick))
        lines.append(el("line", class_="g-base" if tick == 0 else "g-line", x1="0", x2="100%", y1=y, y2=y))
    return lines


def _bar(index: int, count: int, label: Text, value: float | None, scale: Scale, form: Format, fill: str) -> SafeString:
    x, width = _place(index, count)
    if value is None:
        title = el("title", f"{label}\n–")
        return el(
            "rect", title, class_="r-hatch", x=x, y=px(scale.top), width=width, height=px(scale.bottom - scale.top)
        )
    text = form(value)
    top, bottom = sorted((scale.y(value), scale.y(0)))
    title, tall = el("title", f"{label}\n{text}"), px(max(bottom - top, 1))
    shape = el("rect", title, class_=fill, x=x, y=px(top), width=width, height=tall)
    if count > 12:
        return shape
    middle = pct((index + 0.5) / count)
    return join(shape, el("text", text, class_="r-t r-t--mid", x=middle, y=px(top - 4)))


def _place(index: int, count: int) -> tuple[str, str]:
    return pct((index + 0.15) / count), pct(0.7 / count)


def _names(names: Sequence[Text], y: int) -> list[SafeString]:
    count = len(names)
    if count <= 8:
        return [
            el("text", name, class_="r-t r-t--mid", x=pct((index + 0.5) / count), y=y)
            for index, name in enumerate(names)
        ]
    return [
        el("text", names[0], class_="r-t", x="0", y=y),
        el("text", names[-1], class_="r-t r-t--end", x="100%", y=y),
    ]
