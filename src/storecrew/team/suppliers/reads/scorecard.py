"""How well suppliers do: the score, what it is made of, the rows behind each number."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.reads.people import partners
from storecrew.team.suppliers.consequences import newest_scores, standings_of
from storecrew.team.suppliers.facts import gather
from storecrew.team.suppliers.measures.behind import Behind, rows_behind
from storecrew.team.suppliers.measures.formula import KINDS, Code, Measured, Yard, total
from storecrew.team.suppliers.measures.reckon import reckon
from storecrew.team.suppliers.models import Score
from storecrew.team.suppliers.seats import EVERYWHERE, READERS
from storecrew.team.suppliers.yardstick import current_yardstick, since_of, yard_of

ROWS = 200


class MeasureView(Output):
    """A number of a scorecard. `value` None: not enough rows (`count` of `least`). Shares are 0 to 1.

    `points` of 100, straight between `full` and `none`; `weight`: parts of the whole. `before`: the same number in the time
    before, as long; `trend`: better, worse, unclear (the intervals overlap), or empty where there is nothing to compare.
    """

    code: str
    label: str
    says: str
    unit: str
    weight: int
    full: float
    none: float
    more_is_better: bool
    count: int
    least: int
    value: float | None
    low: float | None
    high: float | None
    points: float | None
    before: float | None
    before_low: float | None
    before_high: float | None
    trend: str


class Scorecard(Output):
    """How well a supplier does. `points` None: `known` (the part of the weights with enough facts) is below a half.

    `level`: free, warn or block, what happens to orders placed with them, with the reason; `said`: a person said so.
    """

    supplier_id: int
    since: datetime
    points: float | None
    low: float | None
    high: float | None
    known: float
    level: str
    why: str
    said: bool
    measures: tuple[MeasureView, ...]


class ScorecardQuery(Input):
    """Whose."""

    supplier_id: int


def scorecard_of(supplier_id: int, now: datetime) -> Scorecard:
    """Return a supplier's scorecard as of now, reckoned from the rows: for whoever has checked who asks."""
    stick = current_yardstick()
    yard, since = yard_of(stick), since_of(stick, now)
    measured = reckon(gather([supplier_id], since=since, until=now)[supplier_id], now)
    earlier = since - timedelta(days=stick.days)
    before = {one.code: one for one in reckon(gather([supplier_id], since=earlier, until=since)[supplier_id], since)}
    sum_ = total(measured, yard)
    follows = standings_of([supplier_id])[supplier_id]
    return Scorecard(
        supplier_id=supplier_id,
        since=since,
        points=sum_.points,
        low=sum_.low,
        high=sum_.high,
        known=sum_.known,
        level=follows.level.value,
        why=follows.why,
        said=follows.said,
        measures=tuple(_view(one, before[one.code], yard) for one in measured),
    )


@read("suppliers.scorecard", label=gettext_lazy("Scorecard of a supplier"), seats=READERS, surfaces=EVERYWHERE)
def scorecard(ask: Ask, data: ScorecardQuery) -> Scorecard:
    """Tell how well a supplier does: eight numbers from facts with their intervals, points, weights and trend."""
    if not supply.suppliers_by_id([data.supplier_id]):
        raise Missing(_("There is no such supplier."))
    return scorecard_of(data.supplier_id, ask.now)


class StandingView(Output):
    """A supplier's newest kept score. `points` None: not enough is known. `on` None: never reckoned."""

    supplier_id: int
    name: str
    tier: str
    on: date | None
    points: float | None
    low: float | None
    high: float | None
    known: float
    level: str
    why: str


class Standings(Output):
    """By name."""

    items: tuple[StandingView, ...]


class StandingsQuery(Input):
    """Everybody one buys from."""


def standings(now: datetime) -> tuple[StandingView, ...]:
    """Return the newest score of everybody one buys from. A fixed number of questions."""
    everybody = partners()
    ids = [one.supplier_id for one in everybody]
    scores, follows = newest_scores(ids), standings_of(ids)
    return tuple(
        StandingView(
            supplier_id=one.supplier_id,
            name=one.name,
            tier=one.tier,
            level=follows[one.supplier_id].level.value,
            why=follows[one.supplier_id].why,
            **_kept(scores.get(one.supplier_id)),
        )
        for one in everybody
    )


@read("suppliers.standings", label=gettext_lazy("Scores of suppliers"), seats=READERS, surfaces=EVERYWHERE)
def standings_read(ask: Ask, data: StandingsQuery) -> Standings:
    """List the newest score of each supplier, with what happens to orders placed with them."""
    return Standings(items=standings(ask.now))


class BehindQuery(Input):
    """The rows behind one number of a supplier's scorecard."""

    supplier_id: int
    code: Code
    bad: bool = False
    """Only those that cost points."""
    limit: Annotated[int, Field(ge=1, le=1000)] = ROWS


class BehindView(Output):
    """A fact that counts. `subject`: what it is about, e.g. dropship:7; `says` it in words; `good` None: it says neither."""

    subject: str
    name: str
    at: datetime
    says: str
    good: bool | None


class BehindRows(Output):
    """Newest first; `count` of all there are."""

    count: int
    items: tuple[BehindView, ...]


@read("suppliers.fact_rows", label=gettext_lazy("Rows behind a number"), seats=READERS, surfaces=EVERYWHERE)
def fact_rows(ask: Ask, data: BehindQuery) -> BehindRows:
    """List the facts that one number of a scorecard is made of: which delivery, which report, which bill."""
    found = behind(data.supplier_id, data.code, ask.now)
    rows = [one for one in found if one.good is False] if data.bad else found
    return BehindRows(count=len(rows), items=tuple(_behind(one) for one in rows[: data.limit]))


def behind(supplier_id: int, code: Code, now: datetime) -> list[Behind]:
    """Return the rows behind a number, newest first."""
    stick = current_yardstick()
    facts = gather([supplier_id], since=since_of(stick, now), until=now)[supplier_id]
    return sorted(rows_behind(facts, code, now, yard_of(stick)), key=lambda one: one.at, reverse=True)


def history(supplier_id: int, *, most: int = 60) -> Sequence[Score]:
    """Return the kept scores of a supplier, oldest first."""
    rows = Score.objects.filter(supplier=supplier_id, points__isnull=False).order_by("-on")[:most]
    return list(reversed(rows))


def _kept(row: Score | None) -> dict[str, Any]:
    if row is None:
        return {"on": None, "points": None, "low": None, "high": None, "known": 0.0}
    return {"on": row.on, "points": row.points, "low": row.low, "high": row.high, "known": row.known}


def _behind(one: Behind) -> BehindView:
    return BehindView(subject=one.subject, name=one.name, at=one.at, says=one.says, good=one.good)


def _view(one: Measured, before: Measured, yard: Yard) -> MeasureView:
    kind = KINDS[one.code]
    full, none = yard.marks[one.code]
    return MeasureView(
        code=one.code.value,
        label=str(kind.label),
        says=str(kind.says),
        unit=kind.unit.value,
        weight=yard.weights[one.code],
        full=full,
        none=none,
        more_is_better=full > none,
        count=one.count,
        least=kind.least,
        value=one.value,
        low=one.low,
        high=one.high,
        points=None if one.value is None else yard.points(one.code, one.value),
        before=before.value,
        before_low=before.low,
        before_high=before.high,
        trend=trend(one, before, more_is_better=full > none),
    )


def trend(now: Measured, before: Measured, *, more_is_better: bool) -> str:
    """Say which way a number went: only where the two intervals do not touch."""
    if now.low is None or now.high is None or before.low is None or before.high is None:
        return ""
    if now.low > before.high:
        return "better" if more_is_better else "worse"
    if now.high < before.low:
        return "worse" if more_is_better else "better"
    return "unclear"
