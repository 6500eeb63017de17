"""The ruler of an order's page: what was promised against what is expected now, on one axis; geometry in per cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.pages import formats
from storecrew.kernel.pages.types import Text
from storecrew.shop.orders.models import Fulfilment, Order
from storecrew.shop.orders.page import Expected

GOOD, POOR = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis."""

    x: float
    label: str
    now: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the order. `box` is what was promised, `inside`/`over` the expected span within and beyond it; per cent."""

    name: Text
    detail: Text
    say: str
    ordered: float
    box: tuple[float, float] | None
    inside: tuple[float, float] | None
    over: tuple[float, float] | None
    dot: float | None
    late: bool
    unknown: tuple[float, float] | None
    end: str
    tone: str
    below: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """Rows on one axis, with the thread at `now`."""

    now: float
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]


def ruler_of(order: Order, expected: Sequence[Expected], now: datetime) -> Ruler | None:
    """Return the ruler of an order; None where no day was promised and nothing is expected."""
    if order.placed_at is None or (order.promised_until is None and not expected):
        return None
    today, start = timezone.localdate(now), timezone.localdate(order.placed_at)
    ends = [day for day in (order.promised_until, *(one.last or one.likely for one in expected)) if day is not None]
    done = [one.arrived_on for one in expected if one.arrived_on is not None]
    last = max([*ends, *done, start + timedelta(days=7), *([today] if order.state == "open" else [])])
    axis = _Axis(start - timedelta(days=1), last + timedelta(days=2))
    rows = [_row(order, one, axis, today) for one in expected] or [_row(order, _unknown(order), axis, today)]
    return Ruler(axis.at(today), _ticks(axis, today), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date

    def at(self, day: date, part: float = 0.5) -> float:
        whole = (self.last - self.first).days + 1
        return round(min(100, max(0, ((day - self.first).days + part) / whole * 100)), 2)

    def span(self, first: date, last: date) -> tuple[float, float]:
        begin, end = self.at(first, 0), self.at(last, 1)
        return begin, round(max(end - begin, 0.5), 2)


def _unknown(order: Order) -> Expected:
    if order.fulfilment == Fulfilment.DONE:
        return Expected(_("All of it"), _("on its way"))
    return Expected(_("All of it"), _("not sent yet"))


def _row(order: Order, one: Expected, axis: _Axis, today: date) -> Row:
    promised = order.promised_until
    box = axis.span(order.promised_from or promised, promised) if promised else None
    first, last = one.first or one.likely, one.last or one.likely
    likely = one.arrived_on or one.likely
    late = bool(promised and likely and likely > promised)
    inside = over = None
    if first and last and one.arrived_on is None:
        limit = promised or last
        if first <= limit:
            inside = axis.span(first, min(last, limit))
        if last > limit:
            over = axis.span(max(first, limit + timedelta(days=1)), last)
    overdue = bool(promised and promised < today and likely is None and order.state == "open")
    unknown = None
    if likely is None and first is None and overdue and promised:
        begin = axis.at(promised, 1)
        unknown = (begin, round(100 - begin, 2))
    end, tone, below = _end(one, late=late, overdue=overdue)
    placed = timezone.localdate(order.placed_at)
    return Row(
        name=one.name,
        detail=one.detail,
        say=_say(order, one),
        ordered=axis.at(placed),
        box=box,
        inside=inside,
        over=over,
        dot=axis.at(likely) if likely else None,
        late=late,
        unknown=unknown,
        end=end,
        tone=tone,
        below=below,
    )


def _end(one: Expected, *, late: bool, overdue: bool) -> tuple[str, str, str]:
    if one.arrived_on is not None:
        return (_("came late") if late else _("on time")), ("bad" if late else "good"), formats.day(one.arrived_on)
    if one.holds is not None:
        tone = "good" if one.holds >= GOOD else "warn" if one.holds >= POOR else "bad"
        return formats.percent(one.holds), tone, formats.day(one.likely) if one.likely else ""
    if overdue:
        return _("overdue"), "bad", ""
    return (formats.day(one.likely), "bad" if late else "", "") if one.likely else (_("hard to say"), "", "")


def _say(order: Order, one: Expected) -> str:
    parts = []
    if order.promised_from and order.promised_until:
        parts.append(_("Promised %(days)s") % {"days": formats.days(order.promised_from, order.promised_until)})
    if one.arrived_on:
        parts.append(_("arrived %(day)s") % {"day": formats.day(one.arrived_on)})
    elif one.likely:
        parts.append(_("now likely %(day)s") % {"day": formats.day(one.likely)})
    return "; ".join(parts)


def _ticks(axis: _Axis, today: date) -> tuple[Tick, ...]:
    whole = (axis.last - axis.first).days + 1
    step = max(1, round(whole / 4))
    days = [axis.first + timedelta(days=number) for number in range(1, whole, step)]
    near = max(1, whole // 9)
    ticks = [Tick(axis.at(day), formats.day(day)) for day in days if abs((day - today).days) > near]
    if axis.first <= today <= axis.last:
        ticks.append(Tick(axis.at(today), _("today"), now=True))
    return tuple(ticks)
