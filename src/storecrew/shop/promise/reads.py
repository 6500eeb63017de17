"""Questions about promises: by when something arrives, how good promises were, what was known when one was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask as Asked
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.promise import asking, knowledge, scoring
from storecrew.shop.promise.grounds import Grounds, transit_of
from storecrew.shop.promise.models import Knowledge
from storecrew.shop.promise.remaining import Reader, Remaining, reader
from storecrew.shop.promise.seats import EVERYWHERE, READERS, SHOPPERS
from storecrew.shop.promise.types import Ask, Span, Way, Window
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.shipping.types import Content, Package

__all__ = [
    "Ask",
    "PromiseQuery",
    "Quality",
    "QualityQuery",
    "Reader",
    "Remaining",
    "Way",
    "Window",
    "quality",
    "reader",
    "recompute",
    "window",
    "windows",
]


class PromiseQuery(Input):
    """By when does something arrive that is ordered now: how it is sent, from where, and where to."""

    way: Way = Way()
    source: Annotated[str, Field(max_length=60)] = ""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    region: Annotated[str, Field(max_length=80)] = ""


@read("promise.window", label=_("By when it arrives"), seats=SHOPPERS, surfaces=EVERYWHERE)
def window(ask: Asked, data: PromiseQuery) -> Window:
    """Say between which days something arrives that is ordered now."""
    question = Ask(way=data.way, source=data.source, country=data.country, region=data.region)
    return windows([question], ask.now)[0]


def windows(asks: Sequence[Ask], now: datetime) -> tuple[Window, ...]:
    """Answer many questions in their order; how many the database is asked does not grow with them."""
    return asking.windows_of(asks, now)


def recompute(grounds: Mapping[str, Any]) -> Window:
    """Return the window that follows from grounds: bit for bit the one they were given with. Asks nobody anything."""
    return asking.window_of(Grounds.model_validate(grounds))


@dataclass(frozen=True, slots=True)
class Somewhere:
    """A country, when nobody has said more of where it goes."""

    country: str
    region: str = ""
    postal_code: str = ""


def usual(
    country: str, currency: str, now: datetime, *, warehouse_id: int | None = None, handling: int | None = None
) -> Window | None:
    """Return by when one piece arrives in a country that is sent there the cheapest way, as a basket would take by itself.

    `warehouse_id`: from there, `handling` working days after it was ordered; None: from one's own first place, as the way of
    sending says. None: nothing is sent there. A fixed number of questions.
    """
    package = Package(warehouse_id=warehouse_id, contents=(Content(quantity=1),))
    offers = shipping.rates([package], Somewhere(country), currency, Money.zero(currency), now)
    brought = [offer for offer in offers if offer.pickup_from is None]
    if not brought:
        return None
    cheapest = min(brought, key=lambda offer: (offer.price.minor, offer.max_days, offer.method_id))
    days = cheapest.handling if handling is None else (handling, handling)
    way = Way(method_id=cheapest.method_id, carrier=cheapest.carrier, handling=days, transit=cheapest.transit)
    source = "" if warehouse_id is None else f"warehouse:{warehouse_id}"
    return windows([Ask(way=way, source=source, country=country)], now)[0]


def working_days(window: Window) -> tuple[Span, Span]:
    """Return least and most working days of handling and of transit that a window comes to: for feeds and search engines."""
    grounds = Grounds.model_validate(window.grounds)
    return grounds.handling, transit_of(grounds, window.first, window.last)


class QualityQuery(Input):
    """How far back."""

    days: Annotated[int, Field(ge=1, le=730)] = 180


class Score(Output):
    """Promises of one group. Rates are of those that arrived; intervals hold 95 times of 100; None: not enough data."""

    group: str
    arrived: int
    overdue: int
    kept: float | None
    kept_between: tuple[float, float] | None
    within: float | None
    within_between: tuple[float, float] | None
    days_ahead: float | None
    """On average, how long before the last promised day."""


class Quality(Output):
    """How good promises were. `within`: arrived inside the window; `kept`: by its last day."""

    whole: Score
    sources: tuple[Score, ...]
    lanes: tuple[Score, ...]
    months: tuple[Score, ...]
    version: str
    parcels: int
    waiting: int
    until: datetime | None
    changed_since: date | None
    """Since when the roads are slower or faster than they were; None: they are as they were."""
    slower: bool


@read("promise.quality", label=_("How good our promises are"), seats=READERS, surfaces=EVERYWHERE)
def quality(ask: Asked, data: QualityQuery) -> Quality:
    """Compare what arrived with what was promised: all, by source, by lane, by month."""
    found = scoring.tallies(ask.now, data.days)
    known = knowledge.current()
    row = Knowledge.objects.order_by("-pk").first()
    change = known[1].change if known else None
    return Quality(
        whole=_score("", found.get(("all", ""), scoring.Tally())),
        sources=_scores(found, "source"),
        lanes=_scores(found, "lane"),
        months=tuple(sorted(_scores(found, "month"), key=lambda score: score.group)),
        version=row.version if row else "",
        parcels=row.parcels if row else 0,
        waiting=row.waiting if row else 0,
        until=row.until if row else None,
        changed_since=date.fromordinal(change.since) if change and change.since else None,
        slower=bool(change and change.way < 0),
    )


def _scores(found: Mapping[tuple[str, str], scoring.Tally], kind: str) -> tuple[Score, ...]:
    scores = [_score(group, tally) for (of, group), tally in found.items() if of == kind]
    return tuple(sorted(scores, key=lambda score: (-score.arrived, score.group)))


def _score(group: str, tally: scoring.Tally) -> Score:
    count = tally.arrived
    kept, within = count - tally.late, count - tally.late - tally.early
    enough = count >= scoring.ENOUGH
    return Score(
        group=group,
        arrived=count,
        overdue=tally.overdue,
        kept=kept / count if enough else None,
        kept_between=scoring.interval(kept, count) if enough else None,
        within=within / count if enough else None,
        within_between=scoring.interval(within, count) if enough else None,
        days_ahead=tally.ahead / count if enough else None,
    )
