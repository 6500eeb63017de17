"""Open hours within one day, as people write them: `09:00-12:00, 13:30-18:00`."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

DAY_MINUTES: Final = 24 * 60
_SEPARATORS = re.compile(r"[,;、;\n]+")
_SPAN = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:-|–|—|~|〜|至|到|to)\s*(\d{1,2})(?:[:.h](\d{2}))?", re.IGNORECASE)


class BadHours(ValueError):
    """Hours that cannot be understood or do not make sense; the message is for the person who wrote them."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Open from one minute of the day until just before another; 0 to 1440, so that a day can stay open to its end."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= DAY_MINUTES:
            raise BadHours(
                _("%(span)s does not lie within one day. Split it at midnight: 22:00-24:00 here, 00:00-02:00 next day.")
                % {"span": f"{_clock(self.start)}-{_clock(self.end)}"}
            )

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


type Hours = tuple[Interval, ...]
"""Intervals of one day, in order, apart from each other; empty means closed."""

ALL_DAY: Final[Hours] = (Interval(0, DAY_MINUTES),)


def hours_of(intervals: Iterable[Interval]) -> Hours:
    """Return the intervals in order, joined where they touch; raises BadHours when two overlap."""
    joined: list[Interval] = []
    for interval in sorted(intervals):
        if joined and interval.start < joined[-1].end:
            raise BadHours(_("%(one)s and %(other)s overlap.") % {"one": joined[-1], "other": interval})
        if joined and interval.start == joined[-1].end:
            joined[-1] = Interval(joined[-1].start, interval.end)
        else:
            joined.append(interval)
    return tuple(joined)


def parse_hours(text: str) -> Hours:
    """Read hours such as `9-12, 13:30-18:00` or `９：００–１８：００`; nothing means closed. Raises BadHours."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return hours_of(_interval(part.strip()) for part in _SEPARATORS.split(plain) if part.strip())


def write_hours(hours: Hours) -> str:
    """Return hours as text that `parse_hours` reads; empty for closed."""
    return ", ".join(str(interval) for interval in hours)


def _interval(text: str) -> Interval:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise BadHours(_("“%(text)s” is not a span of hours. Write it like 09:00-12:00.") % {"text": text[:40]})
    hour, minute, end_hour, end_minute = (int(part or 0) for part in match.groups())
    if minute > 59 or end_minute > 59:
        raise BadHours(_("“%(text)s” has more than 59 minutes in an hour.") % {"text": text})
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if end in {DAY_MINUTES - 1, 0} and start < DAY_MINUTES - 1:
        end = DAY_MINUTES  # 23:59 and 00:00 as an end both mean midnight; a lost minute a day adds up
    return Interval(start, end)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
