"""The ruler of a drop shipment: answer, parcel and arrival against their deadlines, on one axis; geometry in per cent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.kernel.pages import formats
from storecrew.shop.dropships.models import OPEN, State
from storecrew.shop.dropships.types import DropView

LABELS = 3
"""So many days are named on the axis besides today; more run into each other on a phone."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis."""

    x: float
    label: str
    now: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is awaited: from when until when, when it happened or is said to happen."""

    name: str
    detail: str
    start: float
    box: tuple[float, float] | None
    dot: float | None
    over: tuple[float, float] | None
    late: bool
    end: str
    say: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """Rows on one axis, with the thread at `now`."""

    now: float
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]


def ruler_of(view: DropView, now: datetime) -> Ruler | None:
    """Return the ruler; None where no day is known."""
    if view.ship_by is None and view.promised_until is None:
        return None
    today, start = _day(now), _day(view.made_at)
    ends = [_day(at) for at in (view.ship_by, view.ack_by, view.shipped_at) if at is not None]
    ends += [day for day in (view.promised_until, view.ships_on) if day is not None]
    axis = _Axis(start, max([*ends, *([today] if view.state in OPEN else []), start + timedelta(days=4)]))
    rows = [_row(axis, start, today, one) for one in _awaited(view)]
    return Ruler(axis.at(today), _ticks(axis, today), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Awaited:
    name: str
    detail: str
    since: date | None
    until: date | None
    happened: date | None
    said: date | None = None
    over: bool = False


def _awaited(view: DropView) -> list[_Awaited]:
    gone = view.state in {State.CANCELLED, State.MOVED, State.REFUSED}
    answered = _day(view.ack_at) if view.ack_at else None
    rows = [
        _Awaited(
            _("Answer"),
            _("due %(when)s") % {"when": _moment(view.ack_by)} if view.ack_by else "",
            _day(view.sent_at) if view.sent_at else None,
            _day(view.ack_by) if view.ack_by else None,
            answered,
            over=gone and answered is None,
        ),
        _Awaited(
            _("Leaves"),
            _("due %(when)s") % {"when": _moment(view.ship_by)} if view.ship_by else "",
            _day(view.made_at),
            _day(view.ship_by) if view.ship_by else None,
            _day(view.shipped_at) if view.shipped_at else None,
            said=view.ships_on,
            over=gone,
        ),
    ]
    if view.promised_until is not None:
        rows.append(
            _Awaited(
                _("With the buyer"),
                _("promised %(day)s") % {"day": formats.day(view.promised_until)},
                None,
                view.promised_until,
                None,
                over=gone,
            )
        )
    return rows


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


def _row(axis: _Axis, start: date, today: date, one: _Awaited) -> Row:
    until, at = one.until, one.happened or one.said
    late = bool(until and ((at and at > until) or (one.happened is None and not one.over and today > until)))
    over = axis.span(until + timedelta(days=1), at or today) if late and until else None
    return Row(
        name=one.name,
        detail=one.detail,
        start=axis.at(one.since or start),
        box=axis.span(one.since or (until or start), until) if until else None,
        dot=axis.at(at) if at else None,
        over=over,
        late=late,
        end=_end(one, late=late),
        say=" ".join(part for part in (one.name, one.detail, _end(one, late=late)) if part),
    )


def _end(one: _Awaited, *, late: bool) -> str:
    if one.happened:
        return formats.day(one.happened)
    if one.over:
        return "–"
    if one.said:
        return _("they say %(day)s") % {"day": formats.day(one.said)}
    return _("late") if late else pgettext("awaited", "open")


def _ticks(axis: _Axis, today: date) -> tuple[Tick, ...]:
    days = (axis.last - axis.first).days
    step = max(1, -(-days // LABELS))
    found = [
        Tick(axis.at(day), formats.day(day))
        for day in (axis.first + timedelta(days=offset) for offset in range(0, days + 1, step))
        if abs((day - today).days) * 4 >= days
    ]
    if axis.first <= today <= axis.last:
        found.append(Tick(axis.at(today), _("today"), now=True))
    return tuple(found)


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _moment(at: datetime) -> str:
    return f"{formats.day(timezone.localdate(at))} {timezone.localtime(at):%H:%M}"
