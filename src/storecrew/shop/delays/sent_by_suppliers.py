"""What suppliers answered to the drop shipments of orders, as far as it says when those leave."""

from collections.abc import Sequence
from datetime import datetime

from storecrew.shop.delays.rule import Answered
from storecrew.shop.dropships import reads as dropships


def answers_of(order_ids: Sequence[int], now: datetime) -> dict[tuple[int, int], Answered]:
    """Return how it stands with what a supplier still has to send, by order and warehouse. A fixed number of questions."""
    found: dict[tuple[int, int], Answered] = {}
    for order_id, rows in dropships.open_of_orders(order_ids, now).items():
        for row in rows:  # the newest of a warehouse counts
            found[order_id, row.warehouse_id] = Answered(
                acknowledged=row.ack_at is not None,
                refused=bool(row.stuck) and not row.open,
                ack_by=row.ack_by if row.sent_at else None,
                ships_on=row.ships_on,
            )
    return found
