"""Deliveries to buyers, from drop shipments."""

from storecrew.shop.dropships import reads as dropships
from storecrew.shop.dropships.types import Fact
from storecrew.team.suppliers.facts.window import Window
from storecrew.team.suppliers.measures.rows import Delivery, Facts

OVER = frozenset({"shipped", "refused", "cancelled", "moved"})
HOURS = 24


def add(found: dict[int, Facts], window: Window) -> None:
    """Add every drop shipment that was sent; what we called off ourselves counts for nothing."""
    alone = next(iter(found)) if len(found) == 1 else None
    for fact in dropships.facts(alone, window.since, window.until):
        if fact.supplier_id in found and fact.sent_at is not None and fact.wanted:
            found[fact.supplier_id].deliveries.append(_delivery(fact, window))


def _delivery(fact: Fact, window: Window) -> Delivery:
    assert fact.sent_at is not None  # noqa: S101  never sent ones are left out
    known = window.until
    shipped = fact.shipped_at if fact.shipped_at is not None and fact.shipped_at < known else None
    done = shipped if fact.shipped >= fact.wanted else None
    acked = next((at for at in (fact.ack_at, shipped) if at is not None and at < known), None)
    over = fact.state in OVER
    waited = acked or (None if over else known)
    worked = window.clocks.worked_days
    return Delivery(
        subject=f"dropship:{fact.dropship_id}",
        name=fact.number,
        kind="dropship",
        asked_at=fact.sent_at,
        due_at=fact.ship_by,
        done_at=done,
        wanted=fact.wanted,
        got=fact.shipped if shipped else 0,
        over=over,
        acked_at=acked,
        answered=acked is not None or over,
        lead_days=worked(fact.supplier_id, fact.sent_at, done) if done else None,
        ack_hours=HOURS * worked(fact.supplier_id, fact.sent_at, waited) if waited else None,
    )
