"""Where an order is, as its page shows it: what was promised against what is expected now, and each parcel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.fronts.storefront.site import Site
from storecrew.kernel.money.formatting import locale_of
from storecrew.shop.fulfilment import reads as fulfilment
from storecrew.shop.fulfilment.types import InParcel, TrackedParcel, TrackingView
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView

MOST_DAYS = 10
LATEST = 2
TONES = {"delivered": "good", "exception": "bad", "returned": "bad"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the ruler. `kind`: classes of the look, such as `win` (promised), `slip` (beyond it), `now`, `done`."""

    weekday: str
    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class ParcelSeen:
    """A parcel as its buyer sees it; `latest` are its newest words, `older` how many more there are."""

    ordinal: int
    view: TrackedParcel
    title: str
    tone: str
    contents: str
    events: tuple[TrackingView, ...]
    older: int
    href: str

    @property
    def latest(self) -> tuple[TrackingView, ...]:
        """Return what the page of the order shows."""
        return self.events[:LATEST]


@dataclass(frozen=True, slots=True)
class Where:
    """Where an order is. `expected` is empty where nobody can say; `tone` colours the days."""

    state: str
    headline: str
    promised: str
    expected: str
    tone: str
    late: bool
    trouble: bool
    days: tuple[Day, ...]
    parcels: tuple[ParcelSeen, ...]
    waiting: str
    planned: tuple[tuple[str, str], ...] = ()
    """Contents and days of each parcel it is to come in, where that is more than one and none has left."""


def where(site: Site, order: OrderView, now: datetime, *, here: str) -> Where | None:
    """Return where an order is; None for one of which nothing is sent. `here` is the address of its page."""
    if order.state == "cancelled" or not any(line.requires_shipping for line in order.lines):
        return None
    found = fulfilment.tracked(order, now)
    many = len(found.parcels) + bool(found.waiting)
    parcels = tuple(_parcel(one, at, many, f"{here}parcel/{at}/") for at, one in enumerate(found.parcels, 1))
    arrived = found.state == "delivered"
    tone = "bad" if found.state == "trouble" else "warn" if found.late else "good"
    return Where(
        state=found.state,
        headline=_headline(found.state, parcels),
        promised=span(found.promised_from, found.promised_until),
        expected=_expected(found.expected_until, found.promised_until, late=found.late, arrived=arrived),
        tone=tone,
        late=found.late and not arrived,
        trouble=found.state == "trouble",
        days=() if arrived else _ruler(found.promised_from, found.promised_until, found.expected_until, now),
        parcels=parcels,
        waiting=_listed(found.waiting),
        planned=() if parcels else _planned(order),
    )


def _planned(order: OrderView) -> tuple[tuple[str, str], ...]:
    agreed = orders.parcels_agreed(order.order_id)
    titles = {line.key: line.title for line in order.lines}
    if len(agreed) < 2:
        return ()
    return tuple(
        (
            ", ".join(
                f"{titles[key]} × {pieces}" if pieces > 1 else titles[key] for key, pieces in one.lines if key in titles
            ),
            span(one.first, one.last),
        )
        for one in agreed
    )


def parcel(site: Site, order: OrderView, now: datetime, ordinal: int, *, here: str) -> ParcelSeen | None:
    """Return one parcel with everything that was heard of it; None when there is none."""
    found = where(site, order, now, here=here)
    return next((one for one in found.parcels if one.ordinal == ordinal), None) if found else None


def day(on: date) -> str:
    """Return a day with its weekday, as the language writes it."""
    return str(format_skeleton("MMMEd", on, locale=locale_of()))


def span(first: date | None, last: date | None) -> str:
    """Return two days as one span; empty without a last one."""
    if last is None:
        return ""
    if first is None or first == last:
        return day(last)
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def _headline(state: str, parcels: tuple[ParcelSeen, ...]) -> str:
    on_the_door = any(one.view.state == "out_for_delivery" for one in parcels)
    return {
        "preparing": _("We are getting it ready"),
        "part_shipped": _("A part of it is on its way"),
        "shipped": _("It comes today") if on_the_door else _("It is on its way"),
        "delivered": _("It has arrived"),
        "late": _("It comes later than we said"),
        "trouble": _("Something went wrong on the way"),
    }.get(state, "")


def _expected(expected: date | None, promised: date | None, *, late: bool, arrived: bool) -> str:
    if arrived or expected is None:
        return ""
    if late:
        return _("%(day)s, later than we said") % {"day": day(expected)}
    if promised is not None:
        return _("by %(day)s, as promised") % {"day": day(expected)}
    return _("by %(day)s") % {"day": day(expected)}


def _parcel(view: TrackedParcel, ordinal: int, many: int, href: str) -> ParcelSeen:
    said = {"n": ordinal, "many": many}
    title = _("Parcel %(n)d of %(many)d") % said if many > 1 else pgettext("one of one", "Your parcel")
    older = max(0, len(view.events) - LATEST)
    return ParcelSeen(
        ordinal=ordinal,
        view=view,
        title=title,
        tone=TONES.get(view.state, "warn" if view.state == "exception" else "good"),
        contents=_listed(view.contents),
        events=view.events,
        older=older,
        href=href,
    )


def _listed(contents: Iterable[InParcel]) -> str:
    names = [f"{one.title} × {one.quantity}" if one.quantity != 1 else one.title for one in contents]
    return pgettext("between items of a list", ", ").join(names)


def _ruler(first: date | None, last: date | None, expected: date | None, now: datetime) -> tuple[Day, ...]:
    """Return the days from today to the last that matters: those promised, and those beyond that are expected."""
    if last is None:
        return ()
    today = timezone.localdate(now)
    begin, end = min(today, first or last), max(last, expected or last)
    if (end - begin).days >= MOST_DAYS:
        begin = max(begin, end - timedelta(days=MOST_DAYS - 1))
    marks = [begin + timedelta(days=at) for at in range((end - begin).days + 1)]
    return tuple(
        Day(format_date(on, "EEEEE", locale=locale_of()), on.day, _kind(on, today, first or last, last, expected))
        for on in marks
    )


def _kind(on: date, today: date, first: date, last: date, expected: date | None) -> str:
    kinds = []
    if first <= on <= last:
        kinds.append("win")
    elif last < on and expected is not None and on <= expected:
        kinds.append("slip")
    if on == expected:
        kinds.append("peak")
    if on == today:
        kinds.append("now")
    elif on < today and not kinds:
        kinds.append("done")
    return " ".join(kinds)
