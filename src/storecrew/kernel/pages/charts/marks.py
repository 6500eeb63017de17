"""Small pictures that stand beside a figure: interval, meter, sparkline."""

from collections.abc import Iterator

from django.utils.safestring import SafeString

from storecrew.kernel.pages.charts.svg import el, join, pct, picture
from storecrew.kernel.pages.charts.types import Interval, Meter, Spark


def interval(chart: Interval) -> SafeString:
    """Return axis, bar, dot and the tick of what is required."""
    middle = chart.height / 2

    def x(value: float) -> str:
        return pct(min(max((value - chart.start) / ((chart.end - chart.start) or 1), 0.0), 1.0))

    def upright(name: str, value: float, reach: float) -> SafeString:
        return el("line", class_=name, x1=x(value), x2=x(value), y1=middle - reach, y2=middle + reach)

    body = [el("line", class_="ci-axis", x1="0", x2="100%", y1=middle, y2=middle)]
    if chart.goal is not None:
        body.append(upright("ci-goal", chart.goal, middle - 2))
    if chart.estimate is None:
        body.append(el("rect", class_="r-hatch", x="0", y=middle - 4, width="100%", height=8))
    else:
        body += [
            el("line", class_="ci-bar", x1=x(chart.low), x2=x(chart.high), y1=middle, y2=middle),
            upright("ci-cap", chart.low, 4),
            upright("ci-cap", chart.high, 4),
            el("circle", class_="ci-dot", cx=x(chart.estimate), cy=middle, r=4.5),
        ]
    return picture(join(*body), say=chart.say, height=chart.height, class_=f"ci ci--{verdict(chart)}")


def verdict(chart: Interval) -> str:
    """Return `good` when the whole interval meets the goal, `bad` when all of it fails, else `flat`."""
    if chart.goal is None or chart.estimate is None:
        return "flat"
    worst, best = (chart.low, chart.high) if chart.more_is_better else (-chart.high, -chart.low)
    goal = chart.goal if chart.more_is_better else -chart.goal
    return "good" if worst >= goal else "bad" if best < goal else "flat"


def meter(chart: Meter) -> SafeString:
    """Return one bar of parts with hairlines between them; an empty whole is an empty bar."""
    whole = chart.whole if chart.whole is not None else sum(part.value for part in chart.parts)
    return picture(join(*_parts(chart, whole)), say=chart.say, height=chart.height, class_="meter")


def _parts(chart: Meter, whole: float) -> Iterator[SafeString]:
    yield el("rect", class_="bar--tint", x="0", y=0, width="100%", height=chart.height)
    at = 0.0
    for part in chart.parts:
        share = part.value / whole if whole else 0.0
        title = el("title", part.name)
        yield el("rect", title, class_=part.fill, x=pct(at), y=0, width=pct(share), height=chart.height)
        at += share
        if 0 < at < 0.999:
            yield el("line", class_="gap", x1=pct(at), x2=pct(at), y1=0, y2=chart.height)


def spark(chart: Spark) -> SafeString:
    """Return a line of 96 by 24 pixels with a dot at its end; it is decoration unless it says something."""
    known = [(index, value) for index, value in enumerate(chart.values) if value is not None]
    hidden = {"aria_hidden": "true"} if not chart.say else {"role": "img", "aria_label": chart.say}
    if len(known) < 2:
        empty = el("line", class_="g-line", x1=3, x2=93, y1=12, y2=12)
        return el("svg", empty, class_="spark", viewBox="0 0 96 24", **hidden)
    low, high = min(value for _i, value in known), max(value for _i, value in known)
    last = len(chart.values) - 1
    points = [(3 + 90 * index / last, 21 - 18 * (value - low) / ((high - low) or 1)) for index, value in known]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    x, y = points[-1]
    dot = el("circle", class_="pt pt--ink", cx=f"{x:.1f}", cy=f"{y:.1f}", r=3)
    return el("svg", el("path", class_="s2", d=path), dot, class_="spark", viewBox="0 0 96 24", **hidden)
