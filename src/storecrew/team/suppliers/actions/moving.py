"""Send a problem, agree to what was offered, settle or drop it, and use the money that came of it."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.team.suppliers.actions.raising import ProblemId
from storecrew.team.suppliers.events import (
    ClaimUsed,
    ProblemAgreed,
    ProblemDropped,
    ProblemSent,
    ProblemSettled,
    TouchNoted,
)
from storecrew.team.suppliers.models import Asked, Claim, ClaimUse, Direction, Outcome, Problem, ProblemState, Way
from storecrew.team.suppliers.seats import EVERYWHERE, KEEPERS, PAYERS
from storecrew.team.suppliers.writing import letters
from storecrew.team.suppliers.writing.agreeing import agree
from storecrew.team.suppliers.writing.problems import move, problem_of, say
from storecrew.team.suppliers.writing.touching import touch


class SendProblem(Input):
    """Tell the supplier. `by_mail` False: somebody tells them otherwise (WeChat, a call), with the text of the page."""

    problem_id: int
    due_on: date | None = None
    text: Annotated[str, Field(max_length=4000)] = ""
    by_mail: bool = True


class Told(Output):
    """`mailed`: a letter is on its way; else somebody has to pass the text on. `url`: their link, where there is one."""

    problem_id: int
    state: str
    mailed: bool
    url: str


@action(
    "suppliers.send_problem",
    label=gettext_lazy("Tell a supplier of a problem"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(ProblemSent, TouchNoted),
)
def send_problem(run: Run, data: SendProblem) -> Told:
    """Tell the supplier what is wrong, what it cost and what is asked, by mail in their language, or to be passed on.

    From now on they see it behind their link and can answer there. Sending again reminds them.
    """
    row = problem_of(run, data.problem_id)
    if row.state not in {ProblemState.OPEN, ProblemState.SENT, ProblemState.ANSWERED}:
        raise Refused(_("It is agreed or over; there is nothing to send."), code="suppliers.not_now")
    if data.due_on is not None and data.due_on < run.now.date():
        raise InvalidInput({"due_on": _("That day is over.")})
    again = row.sent_at is not None
    if row.state != ProblemState.SENT:
        move(run, row, ProblemState.SENT)
    if data.due_on is not None:
        run.changed(row.subject, "due_on", old=str(row.due_on or "") or None, new=data.due_on.isoformat())
        row.due_on = data.due_on
    row.sent_at = row.sent_at or run.now
    row.save()
    reply = say(run, row, Outcome.TOLD, way=Way.MAIL if data.by_mail else Way.WECHAT, text=data.text)
    sent = (
        letters.problem(row, words=data.text, again=again, key=f"suppliers.problem:{reply.pk}", run=run)
        if data.by_mail
        else None
    )
    if data.by_mail and sent is None:
        raise Refused(
            _("Nobody at %(supplier)s has an e-mail address. Pass the text on yourself.")
            % {"supplier": row.supplier.name},
            code="suppliers.no_address",
        )
    way = Way.MAIL if data.by_mail else Way.WECHAT
    made = touch(
        supplier_id=row.supplier_id,
        key=f"reply:{reply.pk}",
        at=run.now,
        way=way,
        direction=Direction.OURS,
        by=run.actor.ref,
        about=row.subject,
        contact_id=sent.contact_id if sent else None,
    )
    run.emit(
        TouchNoted(supplier_id=row.supplier_id, touch_id=made.pk, way=way.value), subject=f"supplier:{row.supplier_id}"
    )
    run.emit(ProblemSent(supplier_id=row.supplier_id, problem_id=row.pk), subject=row.subject)
    return Told(problem_id=row.pk, state=row.state, mailed=sent is not None, url=letters.link_of(row, run.now))


class AgreeProblem(Input):
    """How it is made good, as both sides agree. `amount`: of a credit."""

    problem_id: int
    made_good: Asked
    amount: Money | None = None
    text: Annotated[str, Field(max_length=4000)] = ""


@action(
    "suppliers.agree_problem",
    label=gettext_lazy("Agree how a problem is made good"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(ProblemAgreed,),
)
def agree_problem(run: Run, data: AgreeProblem) -> ProblemId:
    """Keep what both sides agree on; a credit becomes a claim that finance sees."""
    row = problem_of(run, data.problem_id)
    if data.amount is not None and (data.amount.currency != row.currency or data.amount.minor <= 0):
        raise InvalidInput({"amount": _("Say it in %(code)s, more than nothing.") % {"code": row.currency}})
    agree(run, row, data.made_good, data.amount)
    row.save()
    say(run, row, Outcome.TOLD, way=Way.OTHER, text=data.text, offered=data.made_good.value, amount=data.amount)
    return ProblemId(problem_id=row.pk, number=row.number)


class EndProblem(Input):
    """Which problem, and what there is to say about its end."""

    problem_id: int
    why: Annotated[str, Field(max_length=300)] = ""


@action(
    "suppliers.settle_problem",
    label=gettext_lazy("Note that a problem was made good"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(ProblemSettled,),
)
def settle_problem(run: Run, data: EndProblem) -> ProblemId:
    """Note that what was agreed has happened. A credit settles it by itself once all of it was had."""
    row = problem_of(run, data.problem_id)
    claim = Claim.objects.filter(problem=row).first()
    if claim is not None and claim.left.minor:
        raise Refused(_("A part of the credit was not had yet. Take it off an invoice first."), code="suppliers.owed")
    _end(run, row, ProblemState.SETTLED, data.why)
    run.emit(ProblemSettled(supplier_id=row.supplier_id, problem_id=row.pk), subject=row.subject)
    return ProblemId(problem_id=row.pk, number=row.number)


@action(
    "suppliers.drop_problem",
    label=gettext_lazy("Drop a problem"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(ProblemDropped,),
)
def drop_problem(run: Run, data: EndProblem) -> ProblemId:
    """Ask for nothing more. What was said stays on record; what of a credit was not had is given up."""
    row = problem_of(run, data.problem_id)
    if not data.why:
        raise InvalidInput({"why": _("Say why; whoever reads it in a year wants to know.")})
    claim = Claim.objects.select_for_update().filter(problem=row).first()
    if claim is not None and claim.used_minor:
        raise Refused(_("A part of the credit was had already. It cannot be dropped."), code="suppliers.had")
    if claim is not None:
        run.changed(row.subject, "claim", old={"minor": claim.amount_minor, "currency": claim.currency}, new=None)
        claim.delete()
    _end(run, row, ProblemState.DROPPED, data.why)
    run.emit(ProblemDropped(supplier_id=row.supplier_id, problem_id=row.pk), subject=row.subject)
    return ProblemId(problem_id=row.pk, number=row.number)


class OneProblem(Input):
    """Names a problem."""

    problem_id: int


@action(
    "suppliers.take_up_problem",
    label=gettext_lazy("Take a dropped problem up again"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
)
def take_up_problem(run: Run, data: OneProblem) -> ProblemId:
    """Take up again what was dropped. The supplier sees it once it is sent again."""
    row = problem_of(run, data.problem_id)
    move(run, row, ProblemState.OPEN)
    row.ended_at, row.why_ended, row.agreed, row.agreed_at = None, "", "", None
    row.save()
    return ProblemId(problem_id=row.pk, number=row.number)


class UseClaim(Input):
    """How much of a claim was had, and the document that says so: an invoice it was taken off, or a payment that came."""

    claim_id: int
    amount: Money
    document: Annotated[str, Field(min_length=1, max_length=80)]


class ClaimLeft(Output):
    """What is still to be had of it."""

    claim_id: int
    left: Money


@action(
    "suppliers.use_claim",
    label=gettext_lazy("Note that a claim was had"),
    seats=PAYERS,
    surfaces=EVERYWHERE,
    emits=(ClaimUsed, ProblemSettled),
)
def use_claim(run: Run, data: UseClaim) -> ClaimLeft:
    """Note that a claim was taken off an invoice or paid. The same document counts once; all of it settles the problem."""
    claim = Claim.objects.select_for_update().filter(pk=data.claim_id).first()
    if claim is None:
        raise Missing(_("There is no such claim."))
    row = problem_of(run, claim.problem_id)
    if data.amount.currency != claim.currency or not 0 < data.amount.minor <= claim.left.minor:
        raise InvalidInput({"amount": _("At most what is left of it, in its currency.")})
    _once(claim, data.document)
    ClaimUse.objects.create(
        claim=claim, amount_minor=data.amount.minor, document=data.document, at=run.now, by=run.actor.ref
    )
    run.changed(row.subject, "claim_left", old=_money(claim.left), new=_money(claim.left - data.amount))
    claim.used_minor += data.amount.minor
    claim.save(update_fields=["used_minor"])
    used = ClaimUsed(supplier_id=row.supplier_id, problem_id=row.pk, amount=data.amount, document=data.document)
    run.emit(used, subject=row.subject)
    if not claim.left.minor:
        _end(run, row, ProblemState.SETTLED, "")
        run.emit(ProblemSettled(supplier_id=row.supplier_id, problem_id=row.pk), subject=row.subject)
    return ClaimLeft(claim_id=claim.pk, left=claim.left)


def _once(claim: Claim, document: str) -> None:
    if ClaimUse.objects.filter(claim=claim, document=document).exists():
        raise Refused(_("It was taken off %(what)s already.") % {"what": document}, code="suppliers.twice")


def _end(run: Run, row: Problem, state: ProblemState, why: str) -> None:
    move(run, row, state)
    row.ended_at, row.why_ended = run.now, why
    row.save()


def _money(money: Money) -> dict[str, object]:
    return {"minor": money.minor, "currency": money.currency}
