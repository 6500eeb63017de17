"""Write down what has to be booked, with the fact itself; `buying.book` books it as soon as the books can take it.

Whoever receives goods is never held up by an account that nobody opened yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.buying.models import Booking
from storecrew.shop.buying.writing.loading import today

STOCK: Final = "1300"
CLAIMS: Final = "1350"
PREPAID: Final = "1400"
INPUT_TAX: Final = "1600"
PAYABLE: Final = "2010"
UNBILLED: Final = "2020"
EXCHANGE: Final = "3950"
COST_OF_GOODS: Final = "5010"
VARIANCE: Final = "5020"
BANK: Final = "1020"
"""Codes of the usual accounts (`ledger.chart`)."""


@dataclass(frozen=True, slots=True)
class Side:
    """An account and what is debited there; a negative amount stands on the credit side."""

    account: str
    amount: Money


def note(run: Run, key: str, text: str, source: str, sides: Sequence[Side], *, on: date | None = None) -> None:
    """Note an entry once by its key. Sides in several currencies are balanced over the exchange account."""
    lines = [side for side in sides if side.amount.minor]
    for currency in sorted({side.amount.currency for side in lines}):
        rest = sum(side.amount.minor for side in lines if side.amount.currency == currency)
        if rest:
            lines.append(Side(EXCHANGE, Money(-rest, currency)))
    if not lines:
        return
    rows = [
        [side.account, max(side.amount.minor, 0), max(-side.amount.minor, 0), side.amount.currency] for side in lines
    ]
    Booking.objects.get_or_create(
        key=key,
        defaults={
            "on": on or today(run.now),
            "text": text[:300],
            "source": source,
            "lines": rows,
            "made_at": run.now,
        },
    )
