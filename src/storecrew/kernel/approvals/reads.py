"""What waits, what became of it, and which rules hold."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, Ask, Input, Page
from storecrew.kernel.approvals.models import Request, Rule
from storecrew.kernel.approvals.staleness import is_stale
from storecrew.kernel.approvals.types import RequestDetail, RequestRow, RuleRow, State


class Which(Input):
    """`for_me`: waits for a seat of the asker's; `by_me`: the asker or an agent of his asked; `second_look`: self-authorised
    and not yet looked at by somebody else; `all`: everything that concerns the asker."""

    which: Literal["for_me", "by_me", "second_look", "all"] = "for_me"
    before: int | None = Field(None, ge=1)
    limit: int = Field(50, ge=1, le=200)


@read(
    "approvals.requests",
    label=gettext_lazy("Requests for approval"),
    seats={ANYONE},
    surfaces={"web", "rest", "mcp", "cli"},
)
def requests(ask: Ask, data: Which) -> Page[RequestRow]:
    """List requests for approval that the asker may decide on or asked for, newest first."""
    found = Request.objects.filter(_scope(ask, data.which)).select_related("rule").order_by("-pk")
    if data.before:
        found = found.filter(pk__lt=data.before)
    rows = list(found[: data.limit + 1])
    more = len(rows) > data.limit
    rows = rows[: data.limit]
    return Page(items=tuple(_row(ask, row) for row in rows), cursor=str(rows[-1].pk) if more else None)


def _scope(ask: Ask, which: str) -> Q:
    mine = Q(person_id=ask.actor.person_id)
    decides = Q(seat__in=ask.seats) | (Q(seat="") & mine)
    if which == "for_me":
        return decides & Q(state=State.WAITING, expires_at__gt=ask.now)
    if which == "by_me":
        return mine
    if which == "second_look":
        allowed = Q() if ask.seats & {"finance", "director", "analyst"} else Q(pk__in=[])
        return allowed & Q(self_authorised=True, looked_at=None, state__in=[State.APPROVED, State.EXECUTED])
    return mine | decides


def _row(ask: Ask, row: Request) -> RequestRow:
    action = registry.find_action(row.action)
    return RequestRow(
        request=row.uid,
        action=row.action,
        label=str(action.label) if action else row.action,
        subject=row.subject,
        amount_minor=row.amount_minor,
        currency=row.currency,
        state=_state(row, ask.now),
        seat=row.seat,
        asked_by=row.person_id,
        asked_through=row.actor_kind,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        runs_after=row.runs_after,
        self_authorised=row.self_authorised,
        stale=row.state == State.WAITING and is_stale(row),
        mine=row.person_id == ask.actor.person_id,
        why=_why(row),
        message=row.message,
    )


def _state(row: Request, now: datetime) -> str:
    return State.EXPIRED if row.state == State.WAITING and row.expires_at <= now else row.state


def _why(row: Request) -> str:
    if row.rule is None:
        return _("proposed by an agent that may only propose")
    if row.rule.from_minor:
        return _("above the limit set for this")
    return _("this always needs a second pair of eyes")


class OneRequest(Input):
    """Which request is meant."""

    request: str


@read(
    "approvals.request",
    label=gettext_lazy("A request for approval"),
    seats={ANYONE},
    surfaces={"web", "rest", "mcp", "cli"},
)
def request(ask: Ask, data: OneRequest) -> RequestDetail:
    """Show one request that the asker may decide on, asked for, or may take a second look at: what exactly would be done."""
    scope = _scope(ask, "all") | _scope(ask, "second_look")
    row = Request.objects.filter(scope, uid=data.request).select_related("rule", "decision").first()
    if row is None:
        raise Missing
    decision = getattr(row, "decision", None)
    decides = row.seat in ask.seats if row.seat else row.person_id == ask.actor.person_id
    return RequestDetail(
        row=_row(ask, row),
        shown=row.shown,
        decided_by=decision.person_id if decision else None,
        decided_at=decision.at if decision else None,
        note=decision.note if decision else "",
        decides=decides,
        looked_at=row.looked_at,
    )


class NoQuestion(Input):
    """Nothing to say."""


@read("approvals.rules", label=gettext_lazy("Approval rules"), seats={ANYONE}, surfaces={"web", "rest", "mcp", "cli"})
def rules(ask: Ask, data: NoQuestion) -> Page[RuleRow]:
    """List the rules in force: from which amount of which act which seat decides."""
    found = Rule.objects.filter(ended_at=None).order_by("action", "kind", "currency", "from_minor", "pk")
    return Page(items=tuple(_rule(row) for row in found))


def _rule(row: Rule) -> RuleRow:
    action = registry.find_action(row.action)
    return RuleRow(
        rule_id=row.pk,
        action=row.action,
        label=_named(action, row.kind) if action else row.action,
        kind=row.kind,
        currency=row.currency,
        from_minor=row.from_minor,
        seat=row.seat,
        delay_hours=row.delay_hours,
        expires_hours=row.expires_hours,
    )


def _named(action: Action[Any, Any], kind: str) -> str:
    label = dict(action.kinds).get(kind)
    return f"{action.label}: {label}" if label else str(action.label)
