"""Charts say what is known, what is not, and carry their table."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines

from storecrew.kernel.pages.charts import (
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
    draw,
)
from storecrew.kernel.pages.charts.marks import verdict
from storecrew.kernel.pages.charts.svg import Scale
from storecrew.kernel.pages.types import Moment

LABELS = ["1 Nov", "2 Nov", "3 Nov", "4 Nov"]


def line(**more):
    usual = {"title": "Cash", "say": "Cash rises to 4", "labels": LABELS, "series": [Series("cash", [1.0, 2, 3, 4])]}
    return Line(**{**usual, **more})


CHARTS = [
    line(),
    line(now=1, low=[None, 2.0, 2, 2], high=[None, 2.0, 4, 6], floor=1.5, floor_name="floor"),
    Bars(title="Orders", say="Most on 2 Nov", labels=LABELS, values=[3, 9, None, 0], goal=5, goal_name="plan"),
    Stacked(
        title="Orders",
        say="Two sources",
        labels=LABELS,
        series=[Series("own", [1, 2, 3, 4]), Series("theirs", [4, 3, None, 1])],
    ),
    Heat(title="When", say="Evenings", rows=["Mon", "Tue"], columns=["0", "12"], values=[[0, 5], [None, 9]]),
    Funnel(title="Funnel", say="2 of 100 pay", steps=["visited", "paid"], values=[100, 2]),
    Interval("81%", 81, 73, 87, 60, 100, goal=95),
    Meter(say="2 of 3", parts=[Part("done", 2)], whole=3),
    Spark([1, 2, 1], say="up and down"),
    Day(say="day", start=datetime(2026, 11, 25, 0, tzinfo=UTC), end=datetime(2026, 11, 25, 14, tzinfo=UTC)),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: type(chart).__name__)
def test_every_chart_holds_to_the_content_security_policy_and_has_a_name(chart) -> None:
    drawn = draw(chart).picture
    assert "style=" not in drawn
    assert "<script" not in drawn
    assert 'role="img"' in drawn
    assert re.search(r'aria-label="[^"]+"', drawn)


def test_a_chart_writes_its_numbers_into_a_table_under_it() -> None:
    page = engines["django"].from_string("{% load charts %}{% chart it %}").render({"it": line()})
    cells = re.findall(r"<td class=\"num\">([^<]*)</td>", page)
    assert cells == ["1", "2", "3", "4"]
    assert "<details>" in page


def test_what_is_not_known_is_hatched_and_has_a_dash_in_the_table() -> None:
    drawing = draw(line(series=[Series("cash", [1.0, None, 3, 4])]))
    assert drawing.picture.count("r-hatch") == 1
    assert drawing.rows[1][1] == "–"


def test_a_forecast_is_drawn_apart_from_what_happened_with_its_band_and_the_thread() -> None:
    drawing = draw(line(now=1, low=[None, 2.0, 2, 2], high=[None, 2.0, 4, 6]))
    assert 'class="s-known"' in drawing.picture
    assert 'class="band"' in drawing.picture
    assert 'class="thread"' in drawing.picture
    assert len(drawing.rows[2]) == 4  # label, value, at least, at most


def test_text_from_outside_is_escaped() -> None:
    drawing = draw(line(say='<script>alert("x")</script>', series=[Series("<b>", [1.0, 2, 3, 4])]))
    assert "<script" not in drawing.picture
    assert "<b>" not in drawing.picture


@pytest.mark.parametrize(
    ("low", "high", "goal", "more_is_better", "expected"),
    [
        (73, 87, 95, True, "bad"),
        (96, 99, 95, True, "good"),
        (90, 99, 95, True, "flat"),
        (0.5, 1.5, 2, False, "good"),
        (2.5, 6, 2, False, "bad"),
        (0.5, 6, 2, False, "flat"),
        (73, 87, None, True, "flat"),
    ],
)
def test_an_interval_is_coloured_only_when_the_whole_of_it_passes_or_fails(
    low, high, goal, more_is_better, expected
) -> None:
    chart = Interval("x", (low + high) / 2, low, high, 0, 100, goal=goal, more_is_better=more_is_better)
    assert verdict(chart) == expected


def test_an_empty_chart_is_drawn_without_a_fault() -> None:
    assert draw(Line(title="", say="nothing yet", labels=[], series=[Series("x", [])])).picture
    assert draw(Bars(title="", say="nothing yet", labels=[], values=[])).picture
    assert draw(Meter(say="nothing", parts=[])).picture
    assert draw(Funnel(title="", say="nobody", steps=["visited"], values=[0])).picture


def test_a_scale_has_round_steps_that_reach_over_all_values() -> None:
    scale = Scale(3, 97, top=0, bottom=100)
    assert scale.ticks() == [0, 25, 50, 75, 100]
    assert scale.y(0) == 100
    assert scale.y(100) == 0
    assert len(Scale(0, 1, top=0, bottom=100).ticks()) <= 6
    assert Scale(5, 5, top=0, bottom=100).y(5) == pytest.approx(50, abs=51)


def test_labels_on_a_ruler_never_overlap(settings) -> None:
    start = datetime(2026, 11, 25, 0, tzinfo=UTC)
    moments = [Moment(start + timedelta(minutes=20 * index), "a rather long label of a moment") for index in range(12)]
    drawn = draw(Day(say="day", start=start, end=start + timedelta(hours=14), moments=moments)).picture
    rooms: dict[str, list[tuple[float, float]]] = {}
    for x, y in re.findall(r'class="r-t r-ev[^"]*" x="([\d.]+)%" y="(\d+)"', drawn):
        left = float(x) / 100 * 900
        assert all(left >= right or left + 200 <= other for other, right in rooms.get(y, []))
        rooms.setdefault(y, []).append((left, left + 31 * 8))
    assert drawn.count("<title>") >= 12  # hovering tells those that found no room
