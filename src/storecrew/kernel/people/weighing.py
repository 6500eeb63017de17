"""What approval rules look at when somebody gets access: which seat, and how much money a program may move a day."""

from typing import Any

from storecrew.kernel.actions.types import Weight
from storecrew.kernel.people.seats import CHOICES

SEAT_KINDS = tuple(CHOICES)


def weigh_access(data: Any) -> Weight:
    """Weigh a seat that is given or shared."""
    return Weight(kind=data.seat)


def weigh_agent(data: Any) -> Weight:
    """Weigh a program's day limit; without a limit of money it has no amount, and only rules that always ask apply."""
    return Weight(
        amount_minor=data.day_amount_minor, currency=data.currency if data.day_amount_minor else "", kind=data.seat
    )
