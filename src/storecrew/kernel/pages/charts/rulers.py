"""The day on a ruler, with the thread at the present moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString

from storecrew.kernel.pages.charts.svg import el, join, pct, picture, text_width
from storecrew.kernel.pages.charts.types import Day
from storecrew.kernel.pages.formats import clock
from storecrew.kernel.pages.types import Moment

AXIS = 44
HEIGHT = 70
LINES = (30, 11)
"""Heights at which labels stand, the lower one first."""
WIDTH = 900
"""The ruler's usual width in pixels: labels are kept apart as if it were this wide."""


def day(chart: Day) -> SafeString:
    """Return hours, moments and the thread."""
    body = join(*_hours(chart), *_moments(chart), *_thread(chart))
    return picture(body, say=chart.say, height=HEIGHT)


def _share(chart: Day, at: datetime) -> float:
    return (at - chart.start) / (chart.end - chart.start)


def _hours(chart: Day) -> Iterator[SafeString]:
    yield el("line", class_="r-axis", x1="0", x2="100%", y1=AXIS, y2=AXIS)
    at = timezone.localtime(chart.start).replace(minute=0, second=0, microsecond=0)
    while at <= chart.end:
        share = _share(chart, at)
        named = (at.hour - timezone.localtime(chart.start).hour) % 2 == 0
        if 0 <= share <= 1:
            yield el("line", class_="r-tick", x1=pct(share), x2=pct(share), y1=AXIS, y2=AXIS + (7 if named else 4))
        if named and 0 <= share <= 1:
            place = "" if share < 0.02 else " r-t--end" if share > 0.98 else " r-t--mid"
            text = f"{at.hour}:00" if share < 0.02 else at.hour
            yield el("text", text, class_=f"r-t{place}", x=pct(share), y=AXIS + 22)
        at += timedelta(hours=1)


def _moments(chart: Day) -> Iterator[SafeString]:
    taken: dict[int, list[tuple[float, float]]] = {line: [] for line in LINES}
    if chart.now is not None:
        taken[11].append(_room(_share(chart, chart.now) + 0.01, "00:00"))  # the thread carries its own hour up there
    for moment in chart.moments:
        share = _share(chart, moment.at)
        if not 0 <= share <= 1:
            continue
        yield _mark(chart, moment, share)
        room = _room(share, str(moment.label))
        line = next((y for y in LINES if all(room[1] < left or room[0] > right for left, right in taken[y])), None)
        if line is None:
            continue  # hovering still tells it
        taken[line].append(room)
        if line == 11:
            yield el("line", class_="r-grid", x1=pct(share), x2=pct(share), y1=15, y2=AXIS - 4)
        place = " r-t--end" if room[0] < share else ""
        ink = "" if moment.done else " r-t--ink"
        yield el("text", moment.label, class_=f"r-t r-ev{ink}{place}", x=pct(share), y=line)


def _room(share: float, text: str) -> tuple[float, float]:
    """Return from where to where a label reaches: to the right of its place, or to the left near the end."""
    width = text_width(text) / WIDTH
    return (share, share + width) if share + width <= 1 else (share - width, share)


def _mark(chart: Day, moment: Moment, share: float) -> SafeString:
    title = el("title", f"{clock(moment.at)} {moment.label}")
    if moment.until is not None:
        width = min(_share(chart, moment.until), 1.0) - share
        return el("rect", title, class_="r-blk", x=pct(share), y=AXIS - 8, width=pct(max(width, 0.004)), height=8)
    return el("circle", title, class_="r-done" if moment.done else "r-ord", cx=pct(share), cy=AXIS, r=3.5)


def _thread(chart: Day) -> Iterator[SafeString]:
    if chart.now is None or not chart.start <= chart.now <= chart.end:
        return
    share = _share(chart, chart.now)
    x = pct(share)
    yield el("line", class_="thread", x1=x, x2=x, y1=6, y2=AXIS + 10)
    yield el("circle", class_="thread-dot", cx=x, cy=4, r=3)
    end = share > 0.9
    place = " r-t--end" if end else ""
    yield el("text", clock(chart.now), class_=f"r-t r-t--now{place}", x=x, dx=-7 if end else 7, y=11)
