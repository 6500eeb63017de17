"""From a chart to what a page shows: the picture, and the table behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import singledispatch

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from storecrew.kernel.pages.charts import bars, grids, lines, marks, rulers
from storecrew.kernel.pages.charts.types import (
    Bars,
    Day,
    Funnel,
    Heat,
    Interval,
    Line,
    Meter,
    Series,
    Spark,
    Stacked,
    Values,
)
from storecrew.kernel.pages.formats import MISSING
from storecrew.kernel.pages.types import Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready for `pages/parts/chart.html`; meter, interval, spark and day have no title and no table."""

    picture: SafeString
    ends: SafeString = SafeString("")
    title: Text = ""
    unit: Text = ""
    head: Sequence[Text] = ()
    rows: Sequence[Sequence[Text]] = ()


@singledispatch
def draw(chart: object) -> Drawing:
    """Draw a chart; raises TypeError for anything else."""
    raise TypeError(f"{type(chart).__name__} is not a chart")


@draw.register
def _line(chart: Line) -> Drawing:
    picture, ends = lines.line(chart)
    head: list[Text] = ["", *(series.name for series in chart.series)]
    rows = _rows(chart.labels, chart.series, chart.form)
    if chart.low and chart.high:
        head += [_("at least, 80%"), _("at most, 80%")]
        rows = [
            [*row, _cell(low, chart.form), _cell(high, chart.form)]
            for row, low, high in zip(rows, chart.low, chart.high, strict=True)
        ]
    return Drawing(picture, ends, chart.title, chart.unit, head, rows)


@draw.register
def _bars(chart: Bars) -> Drawing:
    rows = [[label, _cell(value, chart.form)] for label, value in zip(chart.labels, chart.values, strict=True)]
    picture, ends = bars.bars(chart)
    return Drawing(picture, ends, chart.title, chart.unit, ["", chart.unit or chart.title], rows)


@draw.register
def _stacked(chart: Stacked) -> Drawing:
    picture, ends = bars.stacked(chart)
    head = ["", *(series.name for series in chart.series)]
    return Drawing(picture, ends, chart.title, chart.unit, head, _rows(chart.labels, chart.series, chart.form))


@draw.register
def _heat(chart: Heat) -> Drawing:
    rows = [
        [name, *(_cell(value, chart.form) for value in values)]
        for name, values in zip(chart.rows, chart.values, strict=True)
    ]
    return Drawing(grids.heat(chart), SafeString(""), chart.title, chart.unit, ["", *chart.columns], rows)


@draw.register
def _funnel(chart: Funnel) -> Drawing:
    groups = [chart.values, chart.other] if chart.other else [chart.values]
    names = chart.names or [chart.unit or chart.title]
    rows = [[step, *(chart.form(group[index]) for group in groups)] for index, step in enumerate(chart.steps)]
    return Drawing(grids.funnel(chart), SafeString(""), chart.title, chart.unit, ["", *names], rows)


@draw.register
def _interval(chart: Interval) -> Drawing:
    return Drawing(marks.interval(chart))


@draw.register
def _meter(chart: Meter) -> Drawing:
    return Drawing(marks.meter(chart))


@draw.register
def _spark(chart: Spark) -> Drawing:
    return Drawing(marks.spark(chart))


@draw.register
def _day(chart: Day) -> Drawing:
    return Drawing(rulers.day(chart))


def _rows(labels: Sequence[Text], series: Sequence[Series], form: Callable[[float], str]) -> list[list[Text]]:
    columns: list[Values] = [one.values for one in series]
    return [[label, *(_cell(column[index], form) for column in columns)] for index, label in enumerate(labels)]


def _cell(value: float | None, form: Callable[[float], str]) -> str:
    return MISSING if value is None else form(value)
