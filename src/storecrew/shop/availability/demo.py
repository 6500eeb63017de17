"""What orders of the past found at suppliers, many at once, and the records that follow, as `record_outcome` would have left
them one by one. Nothing is announced.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storecrew.kernel.clock.reads import work_calendar
from storecrew.shop.availability import learning, pace, rule
from storecrew.shop.availability.learning import NO_LAGS, NO_RECORD, UNSEEN_RATE
from storecrew.shop.availability.models import Outcome, Record
from storecrew.shop.availability.weighing import EVERYBODY
from storecrew.shop.supply import reads as supply

BATCH: Final = 500
SHAPE: Final = 2.0
"""How surely it is known how fast things sell there: as after ten days of watching."""


@dataclass(frozen=True, slots=True)
class PastOutcome:
    """What an order found; `said` is what the report had told, which had been seen at `seen_at`."""

    offer_id: int
    site_id: int
    wanted: int
    had: int
    at: datetime
    document: str
    said: int
    seen_at: datetime


def write_many(pasts: Iterable[PastOutcome]) -> None:
    """Write outcomes and move the records of everybody, supplier, weekday and offer by each of them, oldest first."""
    found = sorted(pasts, key=lambda past: (past.at, past.document, past.offer_id))
    sites = supply.sites_by_id({past.site_id for past in found})
    calendars = {pk: work_calendar(site.calendar) if site.calendar else work_calendar() for pk, site in sites.items()}
    records: dict[str, learning.Record] = {}
    lags: dict[str, Sequence[float]] = {}
    rows = []
    for past in found:
        calendar = calendars[past.site_id]
        days = pace.span(calendar, past.seen_at, past.at).days
        expected = _there(past, days, range(1, past.wanted + 1))
        rows.append(_outcome(past, expected))
        whose = f"supplier:{sites[past.site_id].supplier_id}"
        lags[whose] = _lags(past, days, whose, records, lags)
        weekday = calendar.local_date(past.seen_at).weekday()
        for name in (EVERYBODY, whose, f"{whose}:{weekday}", f"offer:{past.offer_id}"):
            before = records.get(name, NO_RECORD)
            records[name] = before.after(share=past.had / past.wanted, expected=expected, at=past.at)
    Outcome.objects.bulk_create(rows, batch_size=BATCH)
    Record.objects.bulk_create([_record(name, one, lags) for name, one in sorted(records.items())], batch_size=BATCH)


def _there(past: PastOutcome, days: float, pieces: Iterable[int]) -> float:
    grounds = rule.Grounds(past.said, 0.0, days, UNSEEN_RATE * days, SHAPE, right=1.0)
    chances = [rule.there(grounds, piece) for piece in pieces]
    return sum(chances) / len(chances)


def _lags(
    past: PastOutcome, days: float, whose: str, records: dict[str, learning.Record], lags: dict[str, Sequence[float]]
) -> Sequence[float]:
    own = records.get(whose, NO_RECORD)
    return learning.lags_after(
        lags.get(whose, NO_LAGS),
        [_there(past, days + lag, [past.wanted]) for lag in learning.LAGS],
        right=learning.supplier_right(records.get(EVERYBODY, NO_RECORD), own),
        all_there=past.had == past.wanted,
        elapsed=past.at - (own.at or past.at),
    )


def _outcome(past: PastOutcome, expected: float) -> Outcome:
    return Outcome(
        offer_id=past.offer_id,
        site_id=past.site_id,
        wanted=past.wanted,
        had=past.had,
        at=past.at,
        document=past.document,
        said=past.said,
        seen_at=past.seen_at,
        expected=expected,
    )


def _record(whose: str, one: learning.Record, lags: dict[str, Sequence[float]]) -> Record:
    assert one.at is not None  # noqa: S101  every record has had its order
    return Record(
        whose=whose,
        expected=one.expected,
        had=one.had,
        expected_lately=one.expected_lately,
        had_lately=one.had_lately,
        lags=list(lags.get(whose, ())),
        at=one.at,
    )
