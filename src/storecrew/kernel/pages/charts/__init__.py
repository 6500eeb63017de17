"""Charts drawn on the server as SVG: no script, no style attribute, a table under each.

Nouns: Line, Bars, Stacked, Heat, Funnel, Interval, Meter, Spark, Day (of `types`); Drawing (what a chart becomes).
`draw(chart)` makes the drawing; in templates `{% load charts %}{% chart it %}`.
x is in per cent and y in pixels, as attributes; colour and stroke are classes of chart.css and ruler.css, so every
drawing follows the theme. Solid = happened, band = forecast, dashed = comparison, hatched = not known, thread = now.
"""

from storecrew.kernel.pages.charts.drawing import Drawing, draw
from storecrew.kernel.pages.charts.types import (
    Bars,
    Day,
    Funnel,
    Heat,
    Interval,
    Line,
    Meter,
    Part,
    Series,
    Spark,
    Stacked,
)

__all__ = [
    "Bars",
    "Day",
    "Drawing",
    "Funnel",
    "Heat",
    "Interval",
    "Line",
    "Meter",
    "Part",
    "Series",
    "Spark",
    "Stacked",
    "draw",
]
