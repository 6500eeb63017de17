"""What a chart is made of, before it is drawn.

`say` is the finding in one sentence: the picture's title, for those who cannot see it too; `unit` stands beside the
title. None among values means not known and is drawn hatched, never left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storecrew.kernel.pages.formats import number
from storecrew.kernel.pages.types import Moment, Text, Tone

type Format = Callable[[float], str]
type Values = Sequence[float | None]


class Role(StrEnum):
    """How a series is drawn: at most three of them besides the comparison."""

    MAIN = "main"
    OTHER = "other"
    THIRD = "third"
    WAS = "was"
    """A comparison period: dashed, muted."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line. `values` has one value a label of the chart."""

    name: Text
    values: Values
    role: Role = Role.MAIN


@dataclass(frozen=True, slots=True)
class Line:
    """A trend. `labels` name the steps of the x axis (only first and last are written).

    `now` is the index of the present step: what lies after it in the main series is a forecast, and `low`/`high` (one
    value a label, None outside the forecast) are its band. `floor` is a level that must not be undercut.
    """

    title: Text
    say: Text
    labels: Sequence[Text]
    series: Sequence[Series]
    unit: Text = ""
    now: int | None = None
    low: Values = ()
    high: Values = ()
    floor: float | None = None
    floor_name: Text = ""
    from_zero: bool = False
    height: int = 180
    form: Format = number


@dataclass(frozen=True, slots=True)
class Bars:
    """A comparison: bars from zero, one a label. `tones` marks single bars, `goal` is a line across."""

    title: Text
    say: Text
    labels: Sequence[Text]
    values: Values
    unit: Text = ""
    tones: Sequence[Tone | None] = ()
    goal: float | None = None
    goal_name: Text = ""
    height: int = 140
    form: Format = number


@dataclass(frozen=True, slots=True)
class Stacked:
    """Parts of a whole over time: at most three series, named at their end."""

    title: Text
    say: Text
    labels: Sequence[Text]
    series: Sequence[Series]
    unit: Text = ""
    height: int = 150
    form: Format = number


@dataclass(frozen=True, slots=True)
class Heat:
    """How much, by row and column: `values[row][column]`."""

    title: Text
    say: Text
    rows: Sequence[Text]
    columns: Sequence[Text]
    values: Sequence[Values]
    unit: Text = ""
    every: int = 1
    """Write the name of each so-manyth column only."""
    form: Format = number


@dataclass(frozen=True, slots=True)
class Funnel:
    """Steps that fewer and fewer pass, in one group or in two that are compared."""

    title: Text
    say: Text
    steps: Sequence[Text]
    values: Sequence[int]
    other: Sequence[int] = ()
    names: Sequence[Text] = ()
    """Names of the two groups when there are two."""
    unit: Text = ""
    form: Format = number


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its uncertainty on the axis `[start, end]`, against what is required.

    The colour follows from the whole interval: green only if all of it meets `goal`, red only if all of it fails, grey
    when it straddles (it cannot be told). Without a goal it is neutral. `estimate` None: not enough data.
    """

    say: Text
    estimate: float | None
    low: float
    high: float
    start: float
    end: float
    goal: float | None = None
    more_is_better: bool = True
    height: int = 24
    form: Format = number


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a meter. `fill` is a class of chart.css: bar, bar--muted, bar--warn, bar--bad, bar--good, h2 …"""

    name: Text
    value: float
    fill: str = "bar"


@dataclass(frozen=True, slots=True)
class Meter:
    """Parts of a whole in one bar. `whole` is their sum unless given; what is missing to it stays empty."""

    say: Text
    parts: Sequence[Part]
    whole: float | None = None
    height: int = 8


@dataclass(frozen=True, slots=True)
class Spark:
    """A trend as small as a word; the figure beside it carries the meaning."""

    values: Values
    say: Text = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The day on a ruler: hours, what is on, and the thread at `now` (None when now is not in it)."""

    say: Text
    start: datetime
    end: datetime
    moments: Sequence[Moment] = field(default_factory=tuple)
    now: datetime | None = None
