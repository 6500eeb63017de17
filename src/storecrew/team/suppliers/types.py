"""What other rooms and programs may hold of keeping up with suppliers. All frozen."""

from datetime import date, datetime

from storecrew.kernel.actions.types import Output
from storecrew.kernel.money.types import Money


class CaseView(Output):
    """A complaint that belongs to a problem. `cost`: by currency; empty while nothing went back."""

    subject: str
    name: str
    order_id: int | None
    pieces: int
    reason: str
    at: datetime
    cost: tuple[Money, ...]


class ReplyView(Output):
    """What one side said. `theirs`: the supplier spoke; `by`: the actor as audit rows name it; `way`: how it came."""

    at: datetime
    by: str
    theirs: bool
    contact_id: int | None
    way: str
    outcome: str
    outcome_word: str
    text: str
    offered: str
    offered_word: str
    amount: Money | None


class ProblemView(Output):
    """Something wrong with what a supplier delivers. `title` and `text` are what the supplier reads.

    `quantity`: pieces concerned; `cost`: what it cost so far, by currency; `photos`: pictures by number (`media`).
    `asked_amount`: of a credit; `due_on`: until when they are to answer, `late`: that day is over. `may_answer`: the
    supplier can say something now. `agreed` empty: nothing yet; `claim`: what they owe for it, `claim_left`: still.
    """

    problem_id: int
    number: str
    supplier_id: int
    variant_id: int | None
    lot: str
    fault: str
    fault_word: str
    title: str
    text: str
    state: str
    state_word: str
    asked: str
    asked_word: str
    asked_amount: Money | None
    quantity: int
    cost: tuple[Money, ...]
    due_on: date | None
    late: bool
    raised_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    agreed: str
    agreed_word: str
    claim: Money | None
    claim_left: Money | None
    photos: tuple[int, ...]
    cases: tuple[CaseView, ...]
    replies: tuple[ReplyView, ...]
    may_answer: bool


class ClaimView(Output):
    """Money a supplier agreed to, for a problem. `left`: what is still to be had of it."""

    claim_id: int
    problem_id: int
    number: str
    supplier_id: int
    title: str
    amount: Money
    left: Money
    agreed_at: datetime
