"""What the demo's suppliers say today: one list came whole, one with rows that nobody can read, one is held because almost
everything in it became zero, and of one nothing has come for days.
"""

from datetime import datetime, timedelta
from typing import Final

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.actions.validation import parse
from storecrew.shop.availability import actions as availability
from storecrew.shop.feeds.actions.asking import Failed, gate, note_failure
from storecrew.shop.feeds.demo import MANNERS, UNTIL, at_work, calendar_of, spoke, words
from storecrew.shop.feeds.demo.files import AT_MOST, Rows, send
from storecrew.shop.feeds.jobs import hear_silence
from storecrew.shop.feeds.models import Arrival, Source
from storecrew.shop.feeds.types import Outcome
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import actions as supplying
from storecrew.shop.supply import demo as companies
from storecrew.shop.supply import reads as supply

STEP: Final = 5
EVERY: Final = 23
"""Of so many goods one is gone, another no longer made, and of one a few are left."""
BAD: Final = (("约50件", ""), ("有货", ""), ("1o2", ""), ("", "面议"), ("问老板", ""))
"""What stands in rows that cannot be read: how many there are, and what they cost."""
EVERY_BAD: Final = 20
RESTS_FOR: Final = timedelta(days=4)


def build(actor: Actor, now: datetime) -> None:
    """Let each supplier speak as they do today; `actor` is the founder, who is the director."""
    sources = {row.supplier_id: row for row in Source.objects.shown().order_by("pk")}
    known = {code: sources[pk] for code, pk in companies.supplier_ids().items() if pk in sources}
    if len(known) < len(MANNERS):
        return
    _news(actor, known[companies.PUNCTUAL], companies.PUNCTUAL, now - timedelta(minutes=40), now)
    by_hand, lies = known[companies.LAGGING], known[companies.LIES_ON_FRIDAYS]
    _news(actor, by_hand, companies.LAGGING, _spoke(by_hand, companies.LAGGING, now - timedelta(hours=20)), now)
    this_morning = _spoke(lies, companies.LIES_ON_FRIDAYS, now - timedelta(hours=1))
    before = _spoke(lies, companies.LIES_ON_FRIDAYS, this_morning - timedelta(hours=1))
    _news(actor, lies, companies.LIES_ON_FRIDAYS, before, now)
    send(actor, lies, MANNERS[companies.LIES_ON_FRIDAYS].form, STEP + 1, this_morning, touch=_zeros)
    _silence(known[companies.RESTS_LONG], now)
    _limits(actor, by_hand.supplier_id, now)
    _rest(actor, lies, now)
    while availability.age(actor, availability.Age(), now=now).more:
        pass


def _spoke(source: Source, code: str, until: datetime) -> datetime:
    return at_work(code, calendar_of(supply.sites_by_id([source.site_id])[source.site_id]), until)


def _news(actor: Actor, source: Source, code: str, at: datetime, now: datetime) -> None:
    """Say what changed until a moment, and before it that nothing had."""
    site = supply.sites_by_id([source.site_id])[source.site_id]
    offers, _total = supply.open_offers(source.supplier_id, limit=AT_MOST)
    asked = stock.LevelsQuery(variant_ids=tuple({one.variant_id for one in offers}), warehouse_id=site.warehouse_id)
    there = stock.levels(actor, asked, now=now).items
    promised = {level.variant_id for level in there if level.committed or level.held}
    kept = {one.sku for one in offers if one.variant_id in promised}
    spoke(source, words(code, calendar_of(site), now - UNTIL, at))

    def touch(rows: Rows) -> Rows:
        found = _sold(rows, kept)
        return _smudged(found) if code == companies.LAGGING else found

    send(actor, source, MANNERS[code].form, STEP, at, touch=touch)


def _sold(rows: Rows, kept: set[str]) -> Rows:
    """Let some be sold out, some be left out, and of some a few be left; but nothing of what buyers wait for."""
    found = []
    for number, row in enumerate(rows):
        turn = number % EVERY
        if row[0] in kept or turn not in {3, 11, 17, 20}:
            found.append(row)
        elif turn != 11:  # noqa: PLR2004  that one is not made any more
            found.append([*row[:-2], "2" if turn == 20 else "0", row[-1]])  # noqa: PLR2004
    return found


def _smudged(rows: Rows) -> Rows:
    """Let one row of twenty be written as people write."""
    found = []
    for number, row in enumerate(rows):
        quantity, cost = BAD[number // EVERY_BAD % len(BAD)]
        bad = number % EVERY_BAD == EVERY_BAD // 2
        found.append([*row[:-2], quantity or row[-2], cost or row[-1]] if bad else row)
    return found


def _zeros(rows: Rows) -> Rows:
    """Let almost everything be nothing: what comes of a filter that was left on."""
    return [[*row[:-2], row[-2] if number % EVERY == 0 else "0", row[-1]] for number, row in enumerate(rows)]


def _silence(source: Source, now: datetime) -> None:
    """Ask in vain every few hours since the last word, and tell whoever should know."""
    last = source.arrivals.order_by("-at").first()
    if last is None:
        return
    why = {"code": "unreachable", "params": {"why": "timed out"}}
    at, failed = last.at + timedelta(hours=6), []
    while at < now - timedelta(hours=6):
        failed.append(Arrival(source=source, at=at, outcome=Outcome.FAILED, why=why))
        at += timedelta(hours=6)
    Arrival.objects.bulk_create(failed)
    row = Source.objects.get(pk=source.pk)
    row.failures, row.failing_since = len(failed), failed[0].at if failed else None
    row.save(update_fields=["failures", "failing_since"])
    data = Failed(source_id=source.pk, code="unreachable", params={"why": "timed out"})
    note_failure(gate("a source was asked"), data, now=now - timedelta(hours=1))
    hear_silence(now)


def _limits(actor: Actor, supplier_id: int, now: datetime) -> None:
    """Dare less with the one whose list comes every few days."""
    data = {"supplier_id": supplier_id, "risk": 0.15, "confirm_after": 2.0, "stop_after": 6.0, "cap": 40}
    availability.set_thresholds(actor, parse(availability.SetThresholds, data), now=now - timedelta(days=30))


def _rest(actor: Actor, source: Source, now: datetime) -> None:
    """Let a warehouse rest from today on."""
    first = calendar_of(supply.sites_by_id([source.site_id])[source.site_id]).local_date(now)
    days = {"site_ids": (source.site_id,), "first": first, "last": first + RESTS_FOR, "reason": "检修窑炉"}
    supplying.close_on(actor, parse(supplying.CloseOn, days), now=now - timedelta(hours=3))
