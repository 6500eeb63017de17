"""Facts about keeping up with suppliers. Subjects are `problem:<id>` and `supplier:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event
from storecrew.kernel.money.types import Money


class SuppliersEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "suppliers"
    history: ClassVar[bool] = True

    supplier_id: int


class TouchNoted(SuppliersEvent):
    """One spoke with them; the rhythm begins anew."""

    touch_id: int
    way: str


class ProblemEvent(SuppliersEvent):
    """A fact about a problem with their goods."""

    problem_id: int


class ProblemRaised(ProblemEvent):
    """Something is wrong with what they deliver."""

    variant_id: int | None


class ProblemSent(ProblemEvent):
    """They were told."""


class ProblemAnswered(ProblemEvent):
    """They said something to it: accept, offer, explain, question, refuse."""

    outcome: str


class ProblemAgreed(ProblemEvent):
    """Both sides agree how it is made good; `credit` is the claim it ends in, if it is money."""

    made_good: str
    credit: Money | None


class ProblemSettled(ProblemEvent):
    """It was made good."""


class ProblemDropped(ProblemEvent):
    """Nothing more is asked for."""


class ClaimUsed(ProblemEvent):
    """Money of a claim was had: taken off an invoice, or paid. For whoever books it."""

    amount: Money
    document: str


class ScoreKept(SuppliersEvent):
    """Their score of a day; None: not enough is known."""

    points: float | None
