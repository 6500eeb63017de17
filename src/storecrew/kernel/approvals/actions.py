"""Set rules, decide, withdraw, and take the second look."""

from datetime import timedelta
from typing import Annotated, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, OWNER, Input, Output
from storecrew.kernel.approvals.events import ApprovalDecided
from storecrew.kernel.approvals.models import Decision, Request, Rule
from storecrew.kernel.approvals.staleness import is_stale
from storecrew.kernel.approvals.types import State
from storecrew.kernel.people.grants import of_people
from storecrew.kernel.people.seats import Seat

PROGRAMS: Final = {"web", "rest", "mcp", "cli"}


class SetRule(Input):
    """`from_minor` counts minor units of `currency`; 0 and an empty currency mean "always"."""

    action: str
    kind: str = Field("", max_length=40)
    currency: str = Field("", pattern="^([A-Z]{3})?$")
    from_minor: int = Field(0, ge=0)
    seat: Seat
    delay_hours: int = Field(24, ge=0, le=720)
    expires_hours: int = Field(72, ge=1, le=720)


class RuleSet(Output):
    """Which rule it is."""

    rule_id: int


@action(
    "approvals.set_rule",
    label=gettext_lazy("Set an approval rule"),
    seats={OWNER, "director"},
    surfaces={"web", "rest", "cli"},
)
def set_rule(run: Run, data: SetRule) -> RuleSet:
    """Say from which amount of which act a seat has to decide first; replaces the rule of the same band."""
    target = registry.find_action(data.action)
    if target is None or target.weigh is None:
        raise InvalidInput({"action": _("There is no such act that could wait for approval.")})
    if data.kind and data.kind not in dict(target.kinds):
        raise InvalidInput({"kind": _("This act knows no such kind.")})
    band = Rule.objects.filter(action=data.action, kind=data.kind, currency=data.currency, from_minor=data.from_minor)
    band.filter(ended_at=None).update(ended_at=run.now)
    rule = Rule.objects.create(**data.model_dump())
    run.changed(f"approval_rule:{rule.pk}", "rule", old=None, new=data.model_dump(mode="json"))
    return RuleSet(rule_id=rule.pk)


class EndRule(Input):
    """Which rule ends."""

    rule_id: int


@action(
    "approvals.end_rule",
    label=gettext_lazy("End an approval rule"),
    seats={OWNER, "director"},
    surfaces={"web", "rest", "cli"},
)
def end_rule(run: Run, data: EndRule) -> RuleSet:
    """End a rule: from now on the act runs without asking. What already waits goes on waiting."""
    if not Rule.objects.filter(pk=data.rule_id, ended_at=None).update(ended_at=run.now):
        raise Missing
    run.changed(f"approval_rule:{data.rule_id}", "ended", old=False, new=True)
    return RuleSet(rule_id=data.rule_id)


class Decide(Input):
    """What is said to a request, with a note for whoever asked."""

    request: str
    approve: bool
    note: Annotated[str, Field(max_length=2000)] = ""


class Decided(Output):
    """`state` is `approved`, `rejected`, or `void` when the matter changed meanwhile and the decision was not taken."""

    request: str
    state: str
    self_authorised: bool


@action(
    "approvals.decide",
    label=gettext_lazy("Decide on a request"),
    seats={ANYONE},
    surfaces={"web", "rest", "cli"},
    emits=(ApprovalDecided,),
)
def decide(run: Run, data: Decide) -> Decided:
    """Approve or turn down what waits for a seat you hold. Programs cannot decide, and nobody decides on his own request."""
    request = _open_request(run, data.request)
    run.about(f"approval:{request.uid}", *([request.subject] if request.subject else []))
    if run.actor.kind != "person" or run.actor.person_id is None:
        raise Refused(_("Only a human can decide. A program may propose."), code="human_needed")
    alone = _authorise(run, request, approving=data.approve)
    if data.approve and is_stale(request):
        Request.objects.filter(pk=request.pk).update(state=State.VOID)
        return Decided(request=request.uid, state=State.VOID, self_authorised=False)
    runs_after = run.now + timedelta(hours=request.rule.delay_hours) if alone and request.rule else None
    state = State.APPROVED if data.approve else State.REJECTED
    Request.objects.filter(pk=request.pk).update(state=state, self_authorised=alone, runs_after=runs_after)
    Decision.objects.create(
        request=request,
        person_id=run.actor.person_id,
        seat=request.seat,
        tenure_id=_tenure(run, request.seat),
        approved=data.approve,
        note=data.note,
        at=run.now,
    )
    run.changed(f"approval:{request.uid}", "state", old=request.state, new=str(state))
    decided = ApprovalDecided(
        request=request.uid,
        approved=data.approve,
        decided_by=run.actor.person_id,
        self_authorised=alone,
        runs_after=runs_after,
    )
    run.emit(decided, subject=f"approval:{request.uid}")
    return Decided(request=request.uid, state=state, self_authorised=alone)


def _open_request(run: Run, uid: str) -> Request:
    request = Request.objects.select_for_update(of=("self",)).select_related("rule").filter(uid=uid).first()
    if request is None:
        raise Missing
    if request.state == State.WAITING and request.expires_at <= run.now:
        raise Refused(
            _("This request has expired; silence is no consent. It has to be asked for again."), code="expired"
        )
    if request.state != State.WAITING:
        raise Refused(
            _("This request is no longer open: %(state)s.") % {"state": State(request.state).label}, code="not_waiting"
        )
    return request


def _authorise(run: Run, request: Request, *, approving: bool) -> bool:
    """Return whether this is a self-authorisation; raises Refused when this human may not decide.

    An agent's proposal under no rule goes to the human it acts for: he could do it himself. Everything else needs a
    second human, unless nobody else holds the deciding seat at this moment.
    """
    if not request.seat:
        if run.actor.person_id != request.person_id:
            raise Missing
        return False
    if request.seat not in grants_of(run.actor, run.now).seats:
        raise Missing
    if run.actor.person_id != request.person_id or not approving:
        return False
    holders = {person for person, held in of_people(None, run.now).items() if request.seat in held.seats}
    if holders - {request.person_id}:
        raise Refused(
            _("You asked for this yourself, with whichever hat. Somebody else who holds the seat has to decide."),
            code="own_request",
        )
    return True


def _tenure(run: Run, seat: str) -> int | None:
    hold = grants_of(run.actor, run.now).seats.get(seat)
    return hold.tenure_id if hold else None


class Withdraw(Input):
    """Which request is taken back."""

    request: str


@action(
    "approvals.withdraw",
    label=gettext_lazy("Withdraw a request"),
    seats={ANYONE},
    surfaces={"web", "rest", "mcp", "cli"},
)
def withdraw(run: Run, data: Withdraw) -> Decided:
    """Take back what you asked for, as long as it has not been carried out; also during the delay of a self-authorised act."""
    request = Request.objects.filter(uid=data.request, person_id=run.actor.person_id).first()
    if request is None:
        raise Missing
    open_states = [State.WAITING, State.APPROVED]
    if not Request.objects.filter(pk=request.pk, state__in=open_states).update(state=State.WITHDRAWN):
        raise Refused(_("Too late: this has been carried out or closed already."), code="not_open")
    run.changed(f"approval:{request.uid}", "state", old=request.state, new=str(State.WITHDRAWN))
    return Decided(request=request.uid, state=State.WITHDRAWN, self_authorised=request.self_authorised)


class SecondLook(Input):
    """Which self-authorised act was looked at, and what was seen."""

    request: str
    note: Annotated[str, Field(max_length=2000)] = ""


@action(
    "approvals.second_look",
    label=gettext_lazy("Sign a second look"),
    seats={"finance", "director", "analyst"},
    surfaces={"web", "rest", "cli"},
)
def second_look(run: Run, data: SecondLook) -> Decided:
    """Sign that you looked at an act which somebody authorised for himself. It takes another human than that one."""
    request = Request.objects.filter(uid=data.request, self_authorised=True).first()
    if request is None:
        raise Missing
    if run.actor.kind != "person" or run.actor.person_id == request.person_id:
        raise Refused(_("The second look has to be somebody else's."), code="own_request")
    if not Request.objects.filter(pk=request.pk, looked_at=None).update(looked_at=run.now):
        raise Refused(_("Somebody has looked at this already."), code="looked_at")
    run.changed(f"approval:{request.uid}", "second look", old=None, new=data.note or "signed")
    return Decided(request=request.uid, state=request.state, self_authorised=True)
