"""The work calendar as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.kernel.clock.reads import DayRow, Month
from storecrew.kernel.clock.types import DayKind
from storecrew.kernel.money.formatting import locale_of
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.types import Text, Tone


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the month's grid; days of the neighbouring months are empty."""

    row: DayRow | None
    is_today: bool = False
    word: str = ""
    """What kind of day it is; empty for usual ones."""
    tone: Tone = Tone.NEUTRAL
    why: str = ""
    spans: tuple[str, ...] = ()

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
        weekdays=tuple(WEEKDAYS_ABBR[number] for number in range(7)),
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


def _cell(day: DayRow, today: date) -> Cell:
    word, tone, why = _said(day)
    spans = tuple(day.hours.split(", ")) if day.hours else ()
    return Cell(day, day.on == today, word, tone, why, spans)


def _said(day: DayRow) -> tuple[str, Tone, str]:
    """Return the word for a day that is not usual, its tone, and the reason."""
    match day.kind:
        case DayKind.EXTRA:
            return pgettext("day", "own hours"), Tone.HALF, day.reason
        case DayKind.CLOSURE:
            return pgettext("day", "we are closed"), Tone.WARN, day.reason
        case DayKind.MADE_UP:
            why = _("for %(day)s off") % {"day": formats.day(day.worked_for)} if day.worked_for else ""
            return pgettext("day", "make-up workday"), Tone.HALF, why
        case DayKind.HOLIDAY:
            return pgettext("day", "holiday"), Tone.GOOD, day.name
        case DayKind.SHIFTED:
            return pgettext("day", "day off, moved"), Tone.NEUTRAL, day.name
    return "", Tone.NEUTRAL, ""
