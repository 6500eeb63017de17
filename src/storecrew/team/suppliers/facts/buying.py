"""Deliveries to us and their bills, from purchase orders."""

from datetime import datetime, time, timedelta

from storecrew.kernel.clock.types import WorkCalendar
from storecrew.shop.buying import reads as buying
from storecrew.shop.buying.types import PurchaseFact
from storecrew.team.suppliers.facts.window import Window
from storecrew.team.suppliers.measures.rows import Billed, Delivery, Facts

OVER = frozenset({"received", "closed"})
HOURS = 24


def add(found: dict[int, Facts], window: Window) -> None:
    """Add every line that was sent to a supplier; cancelled orders count for nothing."""
    alone = next(iter(found)) if len(found) == 1 else None
    for fact in buying.facts(alone, window.since, window.until):
        if fact.supplier_id not in found or fact.state == "cancelled" or not fact.wanted:
            continue
        found[fact.supplier_id].deliveries.append(_delivery(fact, window))
        if fact.invoiced is not None and fact.invoiced.currency == fact.agreed.currency:
            billed = Billed(_subject(fact), fact.number, fact.ordered_at, fact.agreed, fact.invoiced)
            found[fact.supplier_id].billed.append(billed)


def _delivery(fact: PurchaseFact, window: Window) -> Delivery:
    known = window.until
    done = fact.received_at if fact.received_at is not None and fact.received_at < known else None
    first = fact.first_received_at if fact.first_received_at is not None and fact.first_received_at < known else None
    acked = next((at for at in (fact.acked_at, first) if at is not None and at < known), None)
    over = fact.state in OVER
    waited = acked or (None if over else known)
    worked = window.clocks.worked_days
    return Delivery(
        subject=_subject(fact),
        name=fact.number,
        kind="purchase",
        asked_at=fact.ordered_at,
        due_at=_end_of(fact, window.clocks.ours),
        done_at=done,
        wanted=fact.wanted,
        got=max(0, fact.received - fact.damaged) if first else 0,
        over=over,
        acked_at=acked,
        answered=acked is not None or over,
        lead_days=worked(fact.supplier_id, fact.ordered_at, done) if done else None,
        ack_hours=HOURS * worked(fact.supplier_id, fact.ordered_at, waited) if waited else None,
    )


def _end_of(fact: PurchaseFact, ours: WorkCalendar) -> datetime | None:
    """Return the end of the promised day, by our clock: goods that come in the evening came on that day."""
    if fact.promised is None:
        return None
    return datetime.combine(fact.promised + timedelta(days=1), time(), ours.zone)


def _subject(fact: PurchaseFact) -> str:
    return f"purchase:{fact.po_id}"
