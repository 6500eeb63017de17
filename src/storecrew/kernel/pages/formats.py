"""How numbers, dates and times are written, in the reader's language and time zone."""

import re
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.formatting import MINUS, format_money, locale_of
from storecrew.kernel.money.types import Money

MISSING = "–"


def number(value: float | None, digits: int = 0) -> str:
    """Return a number with separators; None is a dash, zero is 0."""
    if value is None:
        return MISSING
    pattern = "#,##0" + (f".{'0' * digits}" if digits else "")
    return str(format_decimal(round(value, digits), format=pattern, locale=locale_of())).replace("-", MINUS)


def whole_units(money: Money) -> str:
    """Return money of the store's own currency without its cents: for estimates that are no truer than that.

    The sign is the short one (¥, $): which currency it is goes without saying.
    """
    unit = 10 ** minor_digits(money.currency)
    whole = Money((money.minor + unit // 2) // unit * unit, money.currency)
    text = format_money(whole).removesuffix(f".{'0' * minor_digits(money.currency)}")
    return re.sub(r"[A-Z]+(?=[^\w\s.,])", "", text)


def percent(value: float | None, digits: int = 0) -> str:
    """Return a share (0.941) as a percentage (94%)."""
    return MISSING if value is None else f"{number(value * 100, digits)}%"


def day(value: date | datetime | None) -> str:
    """Return a date without its year, or with it when it is not this year."""
    if value is None:
        return MISSING
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return str(
        format_date(
            on,
            _day_pattern(with_year=on.year != timezone.localdate().year),
            locale=locale_of(),
        )
    )


def days(first: date, last: date) -> str:
    """Return two dates as one span, its month and year said once: "5–10 Feb 2027"; a single day as a day."""
    if first == last:
        return day(first)
    known = timezone.localdate().year
    if last.year != first.year:
        return f"{day(first)} – {day(last)}"
    year = "" if first.year == known else "y年" if locale_of().language == "zh" else " y"
    if locale_of().language == "zh":
        return f"{_in(first, f'{year}M月d日')}–{_in(last, 'd日' if first.month == last.month else 'M月d日')}"
    start = _in(first, "d" if first.month == last.month else "d MMM")
    return f"{start}{'–' if first.month == last.month else ' – '}{_in(last, f'd MMM{year}')}"


def _in(on: date, pattern: str) -> str:
    return str(format_date(on, pattern, locale=locale_of()))


def weekday(value: date) -> str:
    """Return a date as the head of a page says it: "Tuesday, 24 November"."""
    locale = locale_of()
    pattern = "M月d日 EEEE" if locale.language == "zh" else "EEEE, d MMMM"
    return str(format_date(value, pattern, locale=locale))


def clock(value: datetime) -> str:
    """Return hour and minute in the reader's time zone, on a day of 24 hours."""
    return str(format_time(timezone.localtime(value), "HH:mm", locale=locale_of()))


def stamp(value: datetime) -> str:
    """Return the full stamp with its zone, for those who need to be exact."""
    return str(format_datetime(timezone.localtime(value), "yyyy-MM-dd HH:mm:ss ZZZZ", locale=locale_of()))


def ago(value: datetime, now: datetime) -> str:
    """Return how long ago, or in how long, in its largest unit."""
    past, gap = value <= now, abs(now - value)
    if gap < timedelta(minutes=1):
        return _("just now")
    minutes, hours, days = (
        int(gap.total_seconds() // 60),
        int(gap.total_seconds() // 3600),
        gap.days,
    )
    if minutes < 60:
        return _when(past, ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes})
    if hours < 24:
        return _when(past, ngettext("%(n)d h", "%(n)d h", hours) % {"n": hours})
    return _when(past, ngettext("%(n)d day", "%(n)d days", days) % {"n": days})


def span(minutes: int) -> str:
    """Return a stretch of work as "25 min" or "2 h 10 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def moment_html(value: datetime | None) -> SafeString:
    """Return "09:14 · 2 h ago" as a `time` element; other days show their date instead of the hour."""
    if value is None:
        return SafeString(MISSING)
    now = timezone.now()
    same_day = timezone.localtime(value).date() == timezone.localdate()
    shown = clock(value) if same_day else day(value)
    return format_html(
        '<time datetime="{}" title="{}">{} · {}</time>',
        value.isoformat(),
        stamp(value),
        shown,
        ago(value, now),
    )


def clock_html(value: datetime | None) -> SafeString:
    """Return the hour as a `time` element."""
    if value is None:
        return SafeString(MISSING)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        stamp(value),
        clock(value),
    )


def _when(past: bool, gap: str) -> str:
    return (_("%(gap)s ago") if past else _("in %(gap)s")) % {"gap": gap}


def _day_pattern(*, with_year: bool) -> str:
    if locale_of().language == "zh":
        return "y年M月d日" if with_year else "M月d日"
    return "d MMM y" if with_year else "d MMM"
