"""Trends, with their forecast."""

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from storecrew.kernel.pages.charts.svg import Scale, el, join, pct, picture, px, stretched, text_width
from storecrew.kernel.pages.charts.types import Line, Role, Series, Values
from storecrew.kernel.pages.types import Text

CLASS = {Role.MAIN: "s1", Role.OTHER: "s2", Role.THIRD: "s3", Role.WAS: "s-was"}
FOOT = 26
HEAD = 14
APART = 15
"""Pixels between two names at the line's end, so that they can be read."""


def line(chart: Line) -> tuple[SafeString, SafeString]:
    """Return the picture, and the names at the line's ends as a second one to its right."""
    scale = _scale(chart)
    bottom, count = chart.height - FOOT, len(chart.labels)
    paths = [path for one in chart.series for path in _paths(chart, one, scale)]
    body = join(
        *_grid(chart, scale),
        stretched(join(_band(chart, scale), *paths), chart.height),
        *_gaps(chart, scale, bottom),
        _floor(chart, scale),
        *_now(chart, bottom, count),
        *(_last(chart, one, scale) for one in chart.series if one.role is Role.MAIN),
        *_feet(chart),
        *_tips(chart, bottom),
    )
    return picture(body, say=chart.say, height=chart.height, class_="ruler"), _ends(chart, scale)


def _scale(chart: Line) -> Scale:
    known = [value for one in chart.series for value in one.values if value is not None]
    known += [value for value in (*chart.low, *chart.high) if value is not None]
    if chart.floor is not None:
        known.append(chart.floor)
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    return Scale(low, high, top=HEAD, bottom=chart.height - FOOT, from_zero=chart.from_zero)


def _x(index: float, count: int) -> float:
    return index / (count - 1) if count > 1 else 0.5


def _grid(chart: Line, scale: Scale) -> Iterator[SafeString]:
    for index, tick in enumerate(scale.ticks()):
        y = px(scale.y(tick))
        yield el("line", class_="g-line" if index else "g-base", x1="0", x2="100%", y1=y, y2=y)
        if index:
            yield el("text", chart.form(tick), class_="r-t", x="0", y=px(scale.y(tick) - 4))


def _runs(values: Values, start: int = 0, end: int | None = None) -> Iterator[list[tuple[int, float]]]:
    """Yield stretches without a gap."""
    run: list[tuple[int, float]] = []
    for index, value in enumerate(values):
        inside = index >= start and (end is None or index <= end)
        if value is not None and inside:
            run.append((index, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _paths(chart: Line, series: Series, scale: Scale) -> Iterator[SafeString]:
    forecast = chart.now is not None and series.role is Role.MAIN
    pieces = [("s-known", 0, chart.now), ("s1", chart.now or 0, None)] if forecast else [(CLASS[series.role], 0, None)]
    for name, start, end in pieces:
        for run in _runs(series.values, start, end):
            if len(run) > 1:
                yield el("path", class_=name, d=_d(run, chart, scale))


def _d(run: list[tuple[int, float]], chart: Line, scale: Scale) -> str:
    count = len(chart.labels)
    return "M" + "L".join(f"{_x(index, count) * 1000:.1f} {scale.y(value):.1f}" for index, value in run)


def _band(chart: Line, scale: Scale) -> SafeString | None:
    both = [
        (index, low, high)
        for index, (low, high) in enumerate(zip(chart.low, chart.high, strict=True))
        if low is not None and high is not None
    ]
    if len(both) < 2:
        return None
    there = _d([(index, high) for index, _low, high in both], chart, scale)
    back = _d([(index, low) for index, low, _high in reversed(both)], chart, scale)
    return el("path", class_="band", d=f"{there}L{back[1:]}z")


def _gaps(chart: Line, scale: Scale, bottom: float) -> Iterator[SafeString]:
    """Yield what is not known of the main series as hatched stretches from one known value to the next."""
    count = len(chart.labels)
    for series in (one for one in chart.series if one.role is Role.MAIN):
        index = 0
        while index < count:
            if series.values[index] is not None:
                index += 1
                continue
            first = index
            while index < count and series.values[index] is None:
                index += 1
            left, right = _x(max(first - 1, 0), count), _x(min(index, count - 1), count)
            yield el("rect", class_="r-hatch", x=pct(left), y=HEAD, width=pct(right - left), height=px(bottom - HEAD))


def _floor(chart: Line, scale: Scale) -> SafeString | None:
    if chart.floor is None:
        return None
    y = px(scale.y(chart.floor))
    return el("line", class_="floor", x1="0", x2="100%", y1=y, y2=y)


def _now(chart: Line, bottom: float, count: int) -> Iterator[SafeString]:
    if chart.now is None:
        return
    x = pct(_x(chart.now, count))
    yield el("line", class_="thread", x1=x, x2=x, y1=2, y2=px(bottom))
    yield el("circle", class_="thread-dot", cx=x, cy=3, r=3)
    place = "" if chart.now == 0 else " r-t--end" if chart.now == count - 1 else " r-t--mid"
    yield el("text", pgettext("chart", "today"), class_=f"r-t r-t--now{place}", x=x, y=chart.height - 8)


def _last(chart: Line, series: Series, scale: Scale) -> SafeString | None:
    known = [(index, value) for index, value in enumerate(series.values) if value is not None]
    if not known:
        return None
    index, value = known[-1]
    return el("circle", class_="pt", cx=pct(_x(index, len(chart.labels))), cy=px(scale.y(value)), r=3.5)


def _feet(chart: Line) -> Iterator[SafeString]:
    count = len(chart.labels)
    if not count:
        return
    y = chart.height - 8
    if chart.now is None or _x(chart.now, count) > 0.15:
        yield el("text", chart.labels[0], class_="r-t", x="0", y=y)
    if count > 1 and (chart.now is None or _x(chart.now, count) < 0.85):
        yield el("text", chart.labels[-1], class_="r-t r-t--end", x="100%", y=y)


def _tips(chart: Line, bottom: float) -> Iterator[SafeString]:
    """Yield an unseen column for each step, whose title tells all its values."""
    count = len(chart.labels)
    for index, label in enumerate(chart.labels):
        left, right = (_x(index - 0.5, count), _x(index + 0.5, count)) if count > 1 else (0.0, 1.0)
        told = "\n".join([str(label), *_told(chart, index)])
        left, right = max(left, 0.0), min(right, 1.0)
        yield el("rect", el("title", told), class_="tip", x=pct(left), y=0, width=pct(right - left), height=px(bottom))


def _told(chart: Line, index: int) -> Iterator[str]:
    for series in chart.series:
        value = series.values[index]
        yield f"{series.name} {'–' if value is None else chart.form(value)}"


def _ends(chart: Line, scale: Scale) -> SafeString:
    names: list[tuple[float, Text, str]] = []
    for series in chart.series:
        known = [value for value in series.values if value is not None]
        if known:
            names.append((scale.y(known[-1]) + 4, series.name, "" if series.role is Role.WAS else " r-t--ink"))
    if chart.floor is not None and chart.floor_name:
        names.append((scale.y(chart.floor) + 4, chart.floor_name, " t-floor"))
    if len(names) < 2 and not chart.floor_name:
        return SafeString("")  # the title names a single line well enough
    return name_column(names, chart.height)


def name_column(names: list[tuple[float, Text, str]], height: int) -> SafeString:
    """Return names in a column beside a picture, each near its height and none over another."""
    drawn, above = [], -float(APART)
    for y, name, extra in sorted(names, key=lambda row: row[0]):
        above = max(y, above + APART)
        drawn.append(el("text", name, class_=f"r-t{extra}", x=6, y=px(above)))
    widest = max(text_width(str(name)) for _y, name, _extra in names)
    return el("svg", *drawn, class_="chart__ends", width=widest, height=height, aria_hidden="true")
