"""What is known of suppliers, from the rooms that know it: one module per room, each giving rows of `measures.rows`."""

from collections.abc import Collection
from datetime import datetime

from storecrew.team.suppliers.facts import availability, buying, complaints, dropships, feeds, problems
from storecrew.team.suppliers.facts.clocks import Clocks
from storecrew.team.suppliers.facts.window import Window
from storecrew.team.suppliers.measures.rows import Facts

SOURCES = (dropships, buying, feeds, availability, complaints, problems)


def gather(supplier_ids: Collection[int], *, since: datetime, until: datetime) -> dict[int, Facts]:
    """Return the facts of suppliers in [since, until), as they were known at `until`. A fixed number of questions."""
    found = {supplier_id: Facts() for supplier_id in supplier_ids}
    window = Window(since, until, Clocks(supplier_ids))
    for source in SOURCES:
        source.add(found, window)
    return found
