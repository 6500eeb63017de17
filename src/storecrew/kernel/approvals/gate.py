"""Look at each run before its body: does it need approval, and if it carries one, is it still the one that was approved?"""

from datetime import timedelta

from django.utils.translation import gettext as _

from storecrew.kernel.actions.cause import new_id
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.grants import Permit
from storecrew.kernel.actions.redaction import audit_form, input_hash
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Weight
from storecrew.kernel.approvals.events import ApprovalAsked
from storecrew.kernel.approvals.models import Request, Rule
from storecrew.kernel.approvals.seal import seal
from storecrew.kernel.approvals.types import State
from storecrew.kernel.events import outbox

PROPOSAL_HOURS = 72


def look(run: Run, data: Input, granted: Permit) -> str | None:
    """Return the id of a new request when the run has to wait, None when it may go on; raises Refused for a void approval."""
    weight = run.action.weigh(data) if run.action.weigh else Weight()
    if run.approval:
        redeem(run, data, weight)
        return None
    rule = rule_for(run.action.name, weight) if run.action.weigh else None
    if rule is None and not granted.shadow:
        return None
    return park(run, data, weight, rule).uid


def rule_for(action: str, weight: Weight) -> Rule | None:
    """Return the highest band that fits: a rule for the kind before one for all kinds, then the largest amount."""
    rules = Rule.objects.filter(
        action=action,
        ended_at=None,
        kind__in=["", weight.kind],
        currency__in=["", weight.currency],
        from_minor__lte=abs(weight.amount_minor or 0),
    )
    return rules.order_by("-kind", "-from_minor", "-currency", "pk").first()


def park(run: Run, data: Input, weight: Weight, rule: Rule | None) -> Request:
    """Write the request and announce it."""
    hours = rule.expires_hours if rule else PROPOSAL_HOURS
    request = Request.objects.create(
        uid=new_id(),
        rule=rule,
        action=run.action.name,
        sealed=seal(data),
        input_hash=input_hash(data),
        shown=audit_form(data)[0],
        versions=dict(weight.versions),
        amount_minor=weight.amount_minor,
        currency=weight.currency,
        kind=weight.kind,
        seat=rule.seat if rule else "",
        actor_kind=run.actor.kind,
        actor_name=run.actor.name,
        person_id=run.actor.person_id,
        agent_id=run.actor.agent_id,
        surface=run.actor.surface,
        subject=run.subject or next(iter(weight.versions), ""),
        asked_at=run.now,
        expires_at=run.now + timedelta(hours=hours),
    )
    asked = ApprovalAsked(request=request.uid, action=request.action, seat=request.seat, asked_by=request.person_id)
    outbox.record(asked, subject=f"approval:{request.uid}", cause=run.uid, at=run.now, actor_ref=run.actor.ref)
    return request


def redeem(run: Run, data: Input, weight: Weight) -> None:
    """Spend the approval in the run's own transaction: the conditional update lets exactly one run through."""
    request = Request.objects.filter(uid=run.approval, action=run.action.name, input_hash=input_hash(data)).first()
    if request is None:
        raise Refused(_("This approval is for something else."), code="approval_mismatch")
    if request.versions != dict(weight.versions) or (request.amount_minor, request.currency) != (
        weight.amount_minor,
        weight.currency,
    ):
        raise Refused(_("What was approved has changed since. Ask again with how it is now."), code="approval_void")
    spent = Request.objects.filter(pk=request.pk).due(run.now).update(state=State.EXECUTED)
    if not spent:
        raise Refused(_("This approval cannot be used (any more)."), code="approval_spent")
    run.mentions.append(f"approval:{request.uid}")
