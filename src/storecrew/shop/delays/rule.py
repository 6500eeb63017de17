"""The rule: what is known of each part of an order now → the chance that its promise holds, and when it arrives instead.

Pure: no tables and no clock. A *part* is what leaves one place together, or has left in one parcel. Of a part that has not
left, the rule says on which day it will; how long the road takes from there is experience (`promise.reads.reader`).

How many working days each trouble costs is set here and said in docs/delays.md; nothing was learned about them yet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from storecrew.kernel.clock import engine
from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.delays.reasons import ORDER, Reason

HELD_DAYS: Final = 2
SHORT_DAYS: Final = 5
SILENT_DAYS, DEAD_DAYS = 1, 3
MOST_BEHIND: Final = 10
"""What is late stays late half as long again (the longer it has waited, the longer it waits), reckoned from no more than this."""
EVENING: Final = time(18)
"""What leaves on a day is on the road from then on."""
LONG_REST: Final = 3
"""A weekend is no rest that anybody has to be told of."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason with its numbers: `n` days, hours or pieces, `what` a day or a parcel."""

    code: Reason
    n: int = 0
    what: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as rows keep it."""
        return {"code": self.code.value, "n": self.n, "what": self.what}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part leaves from. `silent`: working days without a word; None: it speaks, or nobody expects it to."""

    calendar: WorkCalendar
    supplier_id: int | None = None
    site_id: int | None = None
    closed: bool = False
    silent: float | None = None
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What a supplier said of a part that they send. None: nothing is known of it."""

    acknowledged: bool = False
    refused: bool = False
    ack_by: datetime | None = None
    ships_on: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What travels together. `left_at` None: it has not left; `lost`: number of a parcel in trouble.

    `due_at`: when its promise took it to leave; None: when the whole order has to.
    """

    source: str
    place: Place
    pieces: int
    minor: int
    lines: tuple[int, ...] = ()
    short: int = 0
    due_at: datetime | None = None
    left_at: datetime | None = None
    lost: str = ""
    answered: Answered | None = None


@dataclass(frozen=True, slots=True)
class Road:
    """The answer about the road: chance to be there in time, and the days between which it arrives."""

    chance: float
    first: date
    likely: date
    last: date


@dataclass(frozen=True, slots=True)
class Judged:
    """A part with its verdict; `road` None: nobody can say when it leaves."""

    part: Part
    whys: tuple[Why, ...]
    road: Road | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it stands with an order. `chance` 0 to 1; days None: nobody can say. `days_late` beyond the promised day."""

    chance: float
    first: date | None
    likely: date | None
    last: date | None
    days_late: int | None
    parts: tuple[Judged, ...]
    whys: tuple[Why, ...] = field(default=())

    @property
    def worst(self) -> Judged:
        """Return the part that decides."""
        return min(self.parts, key=lambda one: one.road.chance if one.road else -1.0)


type Roads = Callable[[Part, datetime], Road]


def judge(
    parts: Sequence[Part], *, held: bool, ship_by: datetime | None, until: date, now: datetime, road: Roads
) -> Verdict:
    """Return the verdict on an order of which these parts have not arrived.

    `road(part, leaves)` knows the rest of the way. Parts leave and travel apart from each other, so their chances multiply.
    """
    judged = tuple(_judge(part, held=held, ship_by=ship_by, until=until, now=now, road=road) for part in parts)
    roads = [one.road for one in judged if one.road is not None]
    known = len(roads) == len(judged)
    chance = 1.0
    for one in judged:
        chance *= one.road.chance if one.road else 0.0
    likely = max((one.likely for one in roads), default=None) if known else None
    seen: dict[Reason, Why] = {}
    for why in (why for one in sorted(judged, key=_chance) for why in one.whys):
        seen.setdefault(why.code, why)
    whys = sorted(seen.values(), key=lambda why: ORDER.index(why.code))
    return Verdict(
        chance=chance,
        first=max((one.first for one in roads), default=None) if known else None,
        likely=likely,
        last=max((one.last for one in roads), default=None) if known else None,
        days_late=max(0, (likely - until).days) if likely else None,
        parts=judged,
        whys=tuple(whys) or (Why(Reason.TIGHT),),
    )


def _chance(one: Judged) -> float:
    return one.road.chance if one.road else -1.0


def _judge(part: Part, *, held: bool, ship_by: datetime | None, until: date, now: datetime, road: Roads) -> Judged:
    if part.lost:
        return Judged(part, (Why(Reason.LOST, what=part.lost),), None)
    if part.left_at is not None:
        way = road(part, part.left_at)
        days = (now - part.left_at).days
        slow = way.likely > until or way.chance < 0.5
        return Judged(part, (Why(Reason.SLOW, n=days),) if slow and days >= 1 else (), way)
    due = min((at for at in (part.due_at, ship_by) if at is not None), default=None)
    leaves, whys = leaving(part, held=held, ship_by=due, now=now)
    return Judged(part, whys, road(part, leaves) if leaves is not None else None)


def leaving(
    part: Part, *, held: bool, ship_by: datetime | None, now: datetime
) -> tuple[datetime | None, tuple[Why, ...]]:
    """Return when a part that has not left will leave by what is known, and what stands in its way; None: nobody can say."""
    place, calendar, answered = part.place, part.place.calendar, part.answered
    if answered is not None and answered.refused:
        return None, (Why(Reason.REFUSED),)
    if place.closed:
        return None, (Why(Reason.CLOSED),)
    whys: list[Why] = []
    today = calendar.local_date(now)
    planned = calendar.local_date(ship_by) if ship_by is not None else today
    more = 0
    if answered is not None and answered.ships_on is not None:
        if answered.ships_on > planned:
            whys.append(Why(Reason.SAID_LATER, what=answered.ships_on.isoformat()))
        planned = answered.ships_on
    try:
        if planned < today or (ship_by is not None and ship_by <= now and planned <= today):
            behind = min(engine.working_days_between(calendar, planned, today), MOST_BEHIND)
            whys.append(Why(Reason.NOT_SENT, n=behind))
            more += behind // 2
        if held:
            whys.append(Why(Reason.HELD))
            more += HELD_DAYS
        if part.short:
            whys.append(Why(Reason.SHORT, n=part.short))
            more += SHORT_DAYS
        if place.silent is not None and not (answered is not None and answered.acknowledged):
            whys.append(Why(Reason.DEAD if place.dead else Reason.SILENT, n=int(place.silent)))
            more += DEAD_DAYS if place.dead else SILENT_DAYS
        if answered is not None and not answered.acknowledged and answered.ack_by and answered.ack_by < now:
            whys.append(Why(Reason.UNANSWERED, n=int((now - answered.ack_by) / timedelta(hours=1))))
            more += max(1, engine.working_days_between(calendar, calendar.local_date(answered.ack_by), today))
        opens = engine.next_working_day(calendar, today)
        if (opens - today).days >= LONG_REST and opens > planned:
            whys.append(Why(Reason.RESTING, what=opens.isoformat()))
        day = engine.next_working_day(calendar, max(planned, opens))
        leaves = engine.add_working_days(calendar, day, more) if more else day
    except engine.NeverOpen:
        return None, (*whys, Why(Reason.CLOSED))
    return datetime.combine(leaves, EVENING, tzinfo=calendar.zone), tuple(whys)
