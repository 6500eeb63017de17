"""Heat-maps and funnels."""

from collections.abc import Iterator

from django.utils.safestring import SafeString

from storecrew.kernel.pages.charts.svg import el, join, pct, picture, text_width
from storecrew.kernel.pages.charts.types import Funnel, Heat

ROW = 20
NARROW = 280
"""The width in pixels for which room is kept beside the cells; on a wider page there is more of it."""
STEP = 42


def heat(chart: Heat) -> SafeString:
    """Return cells in six strengths; a cell that is not known is hatched."""
    known = [value for row in chart.values for value in row if value is not None]
    top = max(known, default=0) or 1
    height = ROW * len(chart.rows) + 22
    side = max((text_width(str(name)) for name in chart.rows), default=0) / NARROW
    body = join(*_cells(chart, top, side), *_columns(chart, height - 6, side))
    return picture(body, say=chart.say, height=height)


def _cells(chart: Heat, top: float, side: float) -> Iterator[SafeString]:
    wide = (1 - side) / max(len(chart.columns), 1)
    for down, (name, values) in enumerate(zip(chart.rows, chart.values, strict=True)):
        yield el("text", name, class_="r-t", x="0", y=down * ROW + 14)
        for across, value in enumerate(values):
            title = el("title", f"{name} {chart.columns[across]}\n{'–' if value is None else chart.form(value)}")
            strength = "bar--hatch" if value is None else f"h{_strength(value / top)}"
            place = {"x": pct(side + across * wide), "y": down * ROW + 1, "width": pct(wide * 0.97), "height": ROW - 2}
            yield el("rect", title, class_=strength, **place)


def _strength(share: float) -> int:
    return 0 if share <= 0 else min(5, 1 + int(share * 4.999))


def _columns(chart: Heat, y: int, side: float) -> Iterator[SafeString]:
    wide = (1 - side) / max(len(chart.columns), 1)
    for across, name in enumerate(chart.columns):
        if across % chart.every == 0:
            yield el("text", name, class_="r-t", x=pct(side + across * wide), y=y)


def funnel(chart: Funnel) -> SafeString:
    """Return one bar a step (two when groups are compared), each as long as its share of the first step."""
    height = STEP * len(chart.steps)
    return picture(join(*_steps(chart)), say=chart.say, height=height)


def _steps(chart: Funnel) -> Iterator[SafeString]:
    for index, step in enumerate(chart.steps):
        y = index * STEP
        counts = [group[index] for group in (chart.values, chart.other) if group]
        yield el("text", step, class_="r-t r-t--ink", x="0", y=y + 13)
        told = " · ".join(chart.form(count) for count in counts)
        share = f" · {counts[0] / chart.values[0]:.1%}" if index and chart.values[0] and len(counts) == 1 else ""
        yield el("text", f"{told}{share}", class_="r-t r-t--end", x="100%", y=y + 13)
        thick = 10 if len(counts) == 1 else 6
        for order, (count, group) in enumerate(zip(counts, (chart.values, chart.other), strict=False)):
            whole = group[0] or 1
            title = el("title", f"{step} {chart.form(count)}")
            fill = "bar" if order == 0 else "bar--muted"
            place = {"x": 0, "y": y + 19 + order * (thick + 1), "height": thick}
            yield el("rect", class_="bar--tint", width="100%", **place)
            yield el("rect", title, class_=fill, width=pct(count / whole), **place)
