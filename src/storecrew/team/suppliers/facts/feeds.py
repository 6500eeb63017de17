"""Whether feeds speak when they should."""

from datetime import datetime, timedelta
from itertools import pairwise

from storecrew.shop.feeds import reads as feeds
from storecrew.team.suppliers.facts.window import Window
from storecrew.team.suppliers.measures.rows import Facts, Period

GRACE = 1.1
"""A word that is a tenth late is not late."""


def add(found: dict[int, Facts], window: Window) -> None:
    """Add one period for each word of a feed somebody waits for, with how many words are missing since the one before."""
    for source in feeds.words_of(list(found), since=window.since, until=window.until):
        periods = found[source.supplier_id].periods
        marks = [source.from_at, *source.spoke]
        for before, at in pairwise(marks):
            periods.append(_period(source, before, at, window))
        open_end = _period(source, marks[-1], window.until, window)
        if open_end.missed:  # the last silence is a row of its own, which no word has ended
            periods.append(open_end)


def _period(source: feeds.Words, before: datetime, at: datetime, window: Window) -> Period:
    days = window.clocks.worked_days(source.supplier_id, before, at)
    missed = max(0, int(days / (timedelta(hours=source.expected_hours) * GRACE / timedelta(days=1))))
    return Period(f"feed:{source.source_id}", source.name, at, missed)
