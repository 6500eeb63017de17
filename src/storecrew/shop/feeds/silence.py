"""How a source is: when it usually speaks, how long it has said nothing, and what that means."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from storecrew.shop.feeds.models import Source
from storecrew.shop.feeds.types import Health

DEAD_TIMES = 3
"""Dead is three times as long as silent: a day and three days, where nothing else was agreed on."""
FAILING_AFTER = 3


def health_of(row: Source, now: datetime) -> Health:
    """Return how a source is, the worst thing first."""
    if row.paused_at is not None:
        return Health.PAUSED
    if row.held_since is not None:
        return Health.HELD
    silence = silence_of(row, now)
    if silence in {Health.DEAD, Health.SILENT}:
        return silence
    if row.failures >= FAILING_AFTER:
        return Health.FAILING
    return Health.NEW if row.seen_at is None else silence


def silence_of(row: Source, now: datetime) -> Health:
    """Return whether a source is silent or dead by what is expected of it; FINE where nobody waits for it."""
    if row.expected_hours is None or row.paused_at is not None:
        return Health.FINE
    quiet = now - (row.seen_at or row.created_at)
    limit = timedelta(hours=row.expected_hours)
    if quiet >= limit * DEAD_TIMES:
        return Health.DEAD
    return Health.SILENT if quiet >= limit else Health.FINE


def usual_gap(times: Sequence[datetime]) -> timedelta | None:
    """Return the median time between words, newest first; None where there are too few."""
    gaps = [later - earlier for later, earlier in zip(times, times[1:], strict=False)]
    return timedelta(seconds=median(gap.total_seconds() for gap in gaps)) if len(gaps) >= 2 else None
