"""The work calendar as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date, get_day_names
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.kernel.clock.hours import DAY_MINUTES, parse_hours
from storecrew.kernel.clock.reads import DayRow, Month
from storecrew.kernel.clock.types import DayKind
from storecrew.kernel.money.formatting import locale_of
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.types import Text, Tone


@dataclass(frozen=True, slots=True)
class Bar:
    """Open hours on the day's ruler, in per cent of 24 hours."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the month's grid; days of the neighbouring months are empty."""

    row: DayRow | None
    weekday: Text = ""
    is_today: bool = False
    word: str = ""
    """What kind of day it is; empty for usual ones."""
    tone: Tone = Tone.NEUTRAL
    why: str = ""
    bars: tuple[Bar, ...] = ()
    unusual: bool = False
    """Whether the hours are not those of the weekday: then they are written out."""

    @property
    def state(self) -> str:
        """Return what the style looks at."""
        if self.row is None:
            return "none"
        return "open" if self.row.hours else "closed"


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month in weeks from Monday to Sunday."""

    title: str
    weekdays: tuple[Text, ...]
    weeks: tuple[tuple[Cell, ...], ...]
    working_days: int
    certain: bool
    year: int
    before: str
    after: str
    this: str


def shown_month(month: Month, *, today: date) -> ShownMonth:
    """Return a month as rows of cells."""
    first = date(month.year, month.month, 1)
    cells = [Cell(None)] * first.weekday() + [_cell(day, today) for day in month.days]
    cells += [Cell(None)] * (-len(cells) % 7)
    return ShownMonth(
        title=str(format_date(first, "yyyy年M月" if locale_of().language == "zh" else "LLLL yyyy", locale=locale_of())),
        weekdays=tuple(_short(number) for number in range(7)),
        weeks=tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)),
        working_days=month.working_days,
        certain=month.certain,
        year=month.year,
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{first + timedelta(days=31):%Y-%m}",
        this=f"{first:%Y-%m}",
    )


def shown_week(week: Sequence[str]) -> list[tuple[Text, str]]:
    """Return weekday and hours, Monday first."""
    return [(WEEKDAYS[number], hours) for number, hours in enumerate(week)]


def _short(weekday: int) -> str:
    return str(get_day_names("abbreviated", locale=locale_of())[weekday])


def _cell(day: DayRow, today: date) -> Cell:
    word, tone, why = _said(day)
    return Cell(
        row=day,
        weekday=_short(day.on.weekday()),
        is_today=day.on == today,
        word=word,
        tone=tone,
        why=why,
        bars=tuple(
            Bar(round(span.start / DAY_MINUTES * 100, 2), round((span.end - span.start) / DAY_MINUTES * 100, 2))
            for span in parse_hours(day.hours)
        ),
        unusual=bool(day.hours) and day.kind in {DayKind.EXTRA, DayKind.MADE_UP},
    )


def _said(day: DayRow) -> tuple[str, Tone, str]:
    """Return the word for a day that is not usual, its tone, and the reason."""
    other = formats.day(day.swapped_with)
    match day.kind:
        case DayKind.EXTRA:
            return pgettext("day", "own hours"), Tone.HALF, day.reason
        case DayKind.CLOSURE:
            return pgettext("day", "we are closed"), Tone.NEUTRAL, day.reason
        case DayKind.MADE_UP:
            return pgettext("day", "make-up workday"), Tone.HALF, _("for %(day)s, which is off") % {"day": other}
        case DayKind.HOLIDAY:
            return pgettext("day", "holiday"), Tone.NEUTRAL, day.name
        case DayKind.SHIFTED if day.swapped_with:
            return pgettext("day", "day off"), Tone.NEUTRAL, _("worked on %(day)s instead") % {"day": other}
        case DayKind.SHIFTED:
            return pgettext("day", "day off"), Tone.NEUTRAL, day.name
    return "", Tone.NEUTRAL, ""
