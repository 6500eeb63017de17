"""What a buyer is told about delivery: by experience with the chosen ways of sending, or by the days that they name."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import Field

from storecrew.kernel.actions.types import Input
from storecrew.kernel.clock import engine
from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.addresses.types import Address
from storecrew.shop.orders.models import Rulebook
from storecrew.shop.pricing.types import OWN, Quote, QuotePackage, ShippingOffer
from storecrew.shop.promise import reads as promises
from storecrew.shop.promise.types import Ask, Way, Window


class Promise(Input):
    """What the buyer was told about delivery. `grounds` is whatever it rests on, kept for scoring it later.

    `ship_by`: when it has to have left for the promise to hold.
    """

    first: date | None = None
    last: date | None = None
    ship_by: datetime | None = None
    grounds: dict[str, Any] = Field(default_factory=dict)


type Windows = Callable[[Sequence[Ask], datetime], Sequence[Window]]


def promise_of(
    quote: Quote, at: datetime, habits: Rulebook, to: Address | None, windows_of: Windows = promises.windows
) -> Promise:
    """Return the promise that follows from a quote: by experience where there is any, by the calendars as they are now."""
    calendar = work_calendar()
    if to is None or not _sent(quote):
        return promise_in(quote, at, habits, calendar)
    ways = [(package, package.chosen) for package in quote.packages if package.chosen is not None]
    asks = [_ask(package, chosen, to) for package, chosen in ways if chosen.transit is not None]
    if not asks or len(asks) < len(ways):
        return promise_in(quote, at, habits, calendar)
    windows = windows_of(asks, at)
    grounds = {
        "packages": [
            ask.model_dump(mode="json") | {"grounds": window.grounds} for ask, window in zip(asks, windows, strict=True)
        ],
        "leave_within_days": habits.leave_within_days,
    }
    return Promise(
        first=max(window.first for window in windows),
        last=max(window.last for window in windows),
        ship_by=_leaves(calendar, at, habits.leave_within_days),
        grounds=grounds,
    )


def promise_in(quote: Quote, at: datetime, habits: Rulebook, calendar: WorkCalendar) -> Promise:
    """Return the promise by the carriers' words alone: the slowest package counts; no dates where a way names no days."""
    if not _sent(quote):
        return Promise()
    ways = [(package.key, package.chosen) for package in quote.packages if package.chosen is not None]
    today = calendar.local_date(at)
    ship_by = _leaves(calendar, at, habits.leave_within_days)
    if not ways or any(way.min_days is None or way.max_days is None for _key, way in ways):
        return Promise(ship_by=ship_by)
    first = max(way.min_days or 0 for _key, way in ways)
    last = max(way.max_days or 0 for _key, way in ways)
    grounds = {
        "said": [{"key": key, "method_id": way.method_id, "days": [way.min_days, way.max_days]} for key, way in ways],
        "leave_within_days": habits.leave_within_days,
    }
    return Promise(
        first=engine.add_working_days(calendar, today, first),
        last=engine.add_working_days(calendar, today, last),
        ship_by=ship_by,
        grounds=grounds,
    )


def _sent(quote: Quote) -> bool:
    return any(line.requires_shipping for line in quote.lines)


def _ask(package: QuotePackage, chosen: ShippingOffer, to: Address) -> Ask:
    handling = chosen.handling or (0, 0)
    way = Way(method_id=chosen.method_id, carrier=chosen.carrier, handling=handling, transit=chosen.transit or (0, 0))
    source = "" if package.source == OWN else package.source
    return Ask(key=package.key, way=way, source=source, country=to.country, region=to.region)


def _leaves(calendar: WorkCalendar, at: datetime, days: int) -> datetime | None:
    """Return the closing time of the working day by which it should have left; None for a shop that never opens."""
    try:
        day = engine.add_working_days(calendar, calendar.local_date(at), days)
        noon = datetime.combine(day, datetime.min.time(), tzinfo=calendar.zone)
        return engine.next_close(calendar, noon)
    except engine.NeverOpen:
        return None
