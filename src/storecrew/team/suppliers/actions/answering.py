"""What suppliers say to a problem: by themselves, or written down by whoever spoke with them."""

from typing import Annotated, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Denied, InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Surface
from storecrew.kernel.media import actions as media
from storecrew.kernel.money.types import Money
from storecrew.shop.orders import actions as orders
from storecrew.shop.supply.reads.people import contacts_of
from storecrew.team.suppliers.actions.raising import PHOTOS_AT_MOST
from storecrew.team.suppliers.events import ProblemAgreed, ProblemAnswered, TouchNoted
from storecrew.team.suppliers.models import Asked, Direction, Outcome, Problem, ProblemState, Reply, Way
from storecrew.team.suppliers.seats import ANSWERED, ANSWERERS, KEEPERS
from storecrew.team.suppliers.writing.agreeing import agree
from storecrew.team.suppliers.writing.problems import move, problem_of, say, show
from storecrew.team.suppliers.writing.telling import tell_cases
from storecrew.team.suppliers.writing.touching import touch

NOT_NOW: Final = {ProblemState.AGREED, ProblemState.SETTLED, ProblemState.DROPPED, ProblemState.OPEN}


class AnswerProblem(Input):
    """What a supplier says.

    `outcome`: accept (what was asked), offer (`offered`, with `amount` for a credit), explain, question, refuse.
    `way`: how it came; `portal` where they answer themselves. Photographs as bytes (base64 in JSON).
    """

    problem_id: int
    outcome: Outcome
    text: Annotated[str, Field(max_length=4000)] = ""
    offered: Asked | None = None
    amount: Money | None = None
    contact_id: int | None = None
    way: Way = Way.PORTAL
    photos: Annotated[tuple[media.Content, ...], Field(max_length=PHOTOS_AT_MOST)] = ()


class Answered(Output):
    """The state after it: `agreed` at once where they agree to what was asked."""

    problem_id: int
    reply_id: int
    state: str


@action(
    "suppliers.answer_problem",
    label=gettext_lazy("Answer a problem"),
    seats=ANSWERERS,
    surfaces=ANSWERED,
    emits=(ProblemAnswered, ProblemAgreed, TouchNoted),
    calls=(media.upload, orders.note),
)
def answer_problem(run: Run, data: AnswerProblem) -> Answered:
    """Keep what a supplier says to a problem, as evidence, and tell every order that complained of it.

    Suppliers answer their own problems through their link. Agreeing to what was asked settles the terms; anything else
    waits for somebody here to decide.
    """
    if not run.actor.stranger and run.seat not in KEEPERS:  # strangers are let in to be told apart by `problem_of`
        raise Denied(_("Those who keep up with suppliers write down what they say."))
    row = problem_of(run, data.problem_id)
    if row.state in NOT_NOW:
        raise Refused(_("There is nothing to answer here any more."), code="suppliers.not_now")
    offered, amount = _terms(row, data)
    photos = [run.call(media.upload, media.Upload(content=content)).picture.asset_id for content in data.photos]
    show(run, row, photos)
    reply = say(
        run,
        row,
        data.outcome,
        way=_way(run, data),
        text=data.text,
        contact_id=_contact(row, data.contact_id),
        offered=offered,
        amount=amount,
    )
    row.answered_at = row.answered_at or run.now
    if data.outcome == Outcome.ACCEPT:
        agree(run, row, Asked(offered), amount)
    elif row.state == ProblemState.SENT:
        move(run, row, ProblemState.ANSWERED)
    row.save()
    run.emit(
        ProblemAnswered(supplier_id=row.supplier_id, problem_id=row.pk, outcome=data.outcome.value), subject=row.subject
    )
    _spoke(run, row, reply)
    tell_cases(run, row, reply)
    return Answered(problem_id=row.pk, reply_id=reply.pk, state=row.state)


def _terms(row: Problem, data: AnswerProblem) -> tuple[str, Money | None]:
    """Return what is offered: for yes, what was asked. Raises InvalidInput where it does not go together."""
    if data.outcome == Outcome.TOLD:
        raise InvalidInput({"outcome": _("That is what we say, not they.")})
    if data.outcome == Outcome.ACCEPT:
        if row.asked == Asked.CREDIT and row.asked_minor is None and data.amount is None:
            raise InvalidInput({"amount": _("Say how much the credit comes to.")})
        return row.asked, _amount(row, data) or row.asked_amount
    if data.outcome == Outcome.OFFER and data.offered is None:
        raise InvalidInput({"offered": _("Say what is offered.")})
    if data.outcome == Outcome.OFFER and data.offered == Asked.CREDIT and data.amount is None:
        raise InvalidInput({"amount": _("Say how much the credit comes to.")})
    if data.outcome in {Outcome.EXPLAIN, Outcome.QUESTION, Outcome.REFUSE} and not data.text:
        raise InvalidInput({"text": _("Write a few words.")})
    if data.outcome != Outcome.OFFER or data.offered is None:
        return "", None
    return data.offered.value, _amount(row, data)


def _amount(row: Problem, data: AnswerProblem) -> Money | None:
    if data.amount is None:
        return None
    if data.amount.currency != row.currency:
        raise InvalidInput({"amount": _("Say it in %(code)s.") % {"code": row.currency}})
    if data.amount.minor <= 0:
        raise InvalidInput({"amount": _("A credit is more than nothing.")})
    if data.outcome == Outcome.ACCEPT and row.asked_minor is not None and data.amount.minor < row.asked_minor:
        raise InvalidInput({"amount": _("That is less than was asked for: offer it instead.")})
    return data.amount


def _way(run: Run, data: AnswerProblem) -> str:
    if run.actor.stranger:
        return "portal" if run.actor.surface != Surface.REST else "api"
    return data.way.value


def _contact(row: Problem, contact_id: int | None) -> int | None:
    """Return who said it, if they work at this supplier."""
    if contact_id is None:
        return None
    if contact_id not in {one.contact_id for one in contacts_of([row.supplier_id]).get(row.supplier_id, ())}:
        raise InvalidInput({"contact_id": _("Nobody of that number works there.")})
    return contact_id


def _spoke(run: Run, row: Problem, reply: Reply) -> None:
    way = Way(reply.way) if reply.way in Way.values else Way.PORTAL
    made = touch(
        supplier_id=row.supplier_id,
        key=f"reply:{reply.pk}",
        at=run.now,
        way=way,
        direction=Direction.THEIRS,
        by=run.actor.ref,
        about=row.subject,
        contact_id=reply.contact_id,
    )
    run.emit(
        TouchNoted(supplier_id=row.supplier_id, touch_id=made.pk, way=made.way), subject=f"supplier:{row.supplier_id}"
    )
