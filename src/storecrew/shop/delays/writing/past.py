"""Write many delays of the past at once: for demo stores. Nothing is announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched

from storecrew.shop.delays.models import Delay, Outcome, State
from storecrew.shop.delays.reasons import Reason

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PastDelay:
    """A promise that was watched and is over. `days` after the promised one; `chance` as it was foreseen."""

    order_id: int
    currency: str
    promised_until: date
    foreseen_at: datetime
    settled_at: datetime
    outcome: Outcome
    reason: Reason
    days: int
    stake_minor: int
    supplier_id: int | None = None
    chance: int = 30
    spent_minor: int = 0


def write_many(rows: Sequence[PastDelay]) -> int:
    """Write delays that are over; returns how many."""
    for handful in batched(rows, AT_ONCE):
        Delay.objects.bulk_create(
            Delay(
                order_id=one.order_id,
                state=State.GONE if one.outcome == Outcome.RECOVERED else State.SETTLED,
                reason=one.reason,
                whys=[{"code": one.reason.value, "n": max(1, one.days), "what": ""}],
                supplier_id=one.supplier_id,
                chance=one.chance,
                promised_until=one.promised_until,
                days_late=max(0, one.days),
                pieces=1,
                currency=one.currency,
                stake_minor=one.stake_minor,
                foreseen_at=one.foreseen_at,
                looked_at=one.settled_at,
                outcome=one.outcome,
                days=one.days,
                spent_minor=one.spent_minor,
                settled_at=one.settled_at,
            )
            for one in handful
        )
    return len(rows)
