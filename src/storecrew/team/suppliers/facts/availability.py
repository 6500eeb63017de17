"""Whether what they said they had was there."""

from storecrew.shop.availability.reads.recorded import asked
from storecrew.team.suppliers.facts.window import Window
from storecrew.team.suppliers.measures.rows import Facts, Found


def add(found: dict[int, Facts], window: Window) -> None:
    """Add what each order found that relied on a report."""
    for one in asked(list(found), since=window.since, until=window.until):
        subject = one.document or f"offer:{one.offer_id}"
        found[one.supplier_id].found.append(Found(subject, one.document, one.at, one.said, one.wanted, one.had))
