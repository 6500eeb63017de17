"""Facts that delays announce. Subjects are `delay:<id>`."""

from datetime import date, datetime
from typing import ClassVar

from storecrew.kernel.events.types import Event
from storecrew.kernel.money.types import Money


class DelayEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "delays"
    history: ClassVar[bool] = True

    delay_id: int
    order_id: int
    number: str
    """The order's."""


class DelayForeseen(DelayEvent):
    """A promise is not likely to hold. `chance` in a hundred; `expected` None: nobody can say."""

    supplier_id: int | None
    reason: str
    chance: int
    promised_until: date
    expected: date | None
    cost: Money


class ChoicesOffered(DelayEvent):
    """The buyer is written to, with choices."""

    offer_id: int
    deadline_at: datetime
    by_rule: bool


class ChoiceMade(DelayEvent):
    """The buyer chose, or the deadline did. `ours`: what it does to our money; `theirs`: what the buyer gets back or given."""

    offer_id: int
    supplier_id: int | None
    choice: str
    way: str
    ours: Money | None
    theirs: Money


class PromiseBroken(DelayEvent):
    """A promise did not hold. `days` after the promised one; `cost`: what was given for it, and went with it.

    `arrived`: False where the order was called off, or never arrived. `supplier_id` None: it was ours to keep.
    """

    supplier_id: int | None
    reason: str
    days: int
    cost: Money
    arrived: bool
    foreseen_at: datetime
    promised_until: date
