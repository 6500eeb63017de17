"""Programs that act for a person: made, narrowed, given a new key, stopped."""

from datetime import datetime, timedelta
from typing import Annotated, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator, model_validator

from storecrew.kernel.actions import registry
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import ANYONE, Input, Output, Private
from storecrew.kernel.people import staffing, tokens
from storecrew.kernel.people.events import AgentCreated, AgentStopped
from storecrew.kernel.people.models import Agent, Person, Tenure
from storecrew.kernel.people.seats import Seat
from storecrew.kernel.people.types import TenureKind
from storecrew.kernel.people.weighing import SEAT_KINDS, weigh_agent
from storecrew.kernel.store import choices


class Limits(Input):
    """What an agent may do a day, counted from midnight in the store's time zone. None: no limit of that kind.

    `day_amount_minor` is in minor units of `currency`. `shadow`: it may only propose, its human decides.
    """

    day_count: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    day_amount_minor: Annotated[int, Field(ge=0)] | None = None
    currency: str = ""
    shadow: bool = True

    @model_validator(mode="after")
    def _amount_has_currency(self) -> Self:
        if self.day_amount_minor is not None and self.currency not in choices.currencies():
            raise ValueError(_("Say in which currency the amount is."))
        return self


class AgentForm(Limits):
    """A new agent. `scopes`: names of the actions and reads it may use; `days`: how long its key works."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    seat: Seat
    scopes: Annotated[tuple[str, ...], Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=366)] = 90

    @field_validator("scopes")
    @classmethod
    def _scopes(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in names if registry.find_action(name) is None and registry.find_read(name) is None]
        if unknown:
            raise ValueError(_("There is nothing called %(name)s.") % {"name": unknown[0]})
        return tuple(sorted(set(names)))


class AgentKey(Output):
    """The agent with its key; `token` is shown this once."""

    agent_id: int
    token: Annotated[str, Private]
    prefix: str
    expires_at: datetime


@action(
    "people.create_agent",
    label=gettext_lazy("Let a program act for me"),
    seats={ANYONE},
    surfaces={"web", "rest", "cli"},
    emits=(AgentCreated,),
    weigh=weigh_agent,
    kinds=SEAT_KINDS,
)
def create_agent(run: Run, data: AgentForm) -> AgentKey:
    """Let a program act for you in one of your seats, with the rights you name and never more than you have yourself.

    A seat you only cover cannot be passed on, and handing out seats is for humans.
    """
    me = _human(run)
    own = Tenure.objects.at(run.now).filter(person=me, seat=data.seat).exclude(kind=TenureKind.COVER)
    if not own.exists():
        raise Refused(
            _("An agent works in a seat you hold or share yourself. This is none of yours."), code="not_your_seat"
        )
    _check_scopes(data.scopes, data.seat)
    agent = Agent.objects.create(
        name=data.name,
        acts_for=me,
        seat=data.seat,
        scopes=list(data.scopes),
        day_count=data.day_count,
        day_amount_minor=data.day_amount_minor,
        currency=data.currency,
        shadow=data.shadow,
        created_at=run.now,
        created_by=me,
    )
    run.about(agent.subject, me.subject)
    run.emit(AgentCreated(agent_id=agent.pk, acts_for=me.pk, seat=agent.seat), subject=agent.subject)
    return _new_key(run, agent, data.days)


def _check_scopes(names: tuple[str, ...], seat: Seat) -> None:
    for name in names:
        found = registry.find_action(name)
        if found is not None and name.startswith("people."):
            raise Refused(
                _("People and seats are for humans: %(name)s cannot be given to an agent.") % {"name": name},
                code="humans_only",
            )
        seats = found.seats if found is not None else registry.find_read(name).seats  # type: ignore[union-attr]  # checked in AgentForm
        if not seats & {seat, ANYONE, "public"}:
            raise Refused(
                _("%(seat)s does not include %(name)s.") % {"seat": seat.label, "name": name}, code="scope_outside_seat"
            )


class AdjustAgent(Limits):
    """Other limits for an agent."""

    agent_id: int


class Adjusted(Output):
    """Nothing but that it is so."""

    agent_id: int


@action(
    "people.adjust_agent",
    label=gettext_lazy("Change an agent's limits"),
    seats={ANYONE},
    surfaces={"web", "rest", "cli"},
)
def adjust_agent(run: Run, data: AdjustAgent) -> Adjusted:
    """Change what an agent may do a day, or whether it may only propose. It counts from the next thing it does."""
    agent = _agent(run, data.agent_id, alive=True)
    staffing.require(_human(run).pk == agent.acts_for_id or staffing.is_owner(run))
    for field in ("day_count", "day_amount_minor", "currency", "shadow"):
        run.changed(agent.subject, field, old=getattr(agent, field), new=getattr(data, field))
        setattr(agent, field, getattr(data, field))
    agent.save(update_fields=["day_count", "day_amount_minor", "currency", "shadow"])
    return Adjusted(agent_id=agent.pk)


class RotateKey(Input):
    """The agent that gets a new key. `days`: how long it works."""

    agent_id: int
    days: Annotated[int, Field(ge=1, le=366)] = 90


@action(
    "people.rotate_agent_token", label=gettext_lazy("Give an agent a new key"), seats={ANYONE}, surfaces={"web", "cli"}
)
def rotate_agent_token(run: Run, data: RotateKey) -> AgentKey:
    """Give an agent a new key; the old one stops working in the same instant."""
    agent = _agent(run, data.agent_id, alive=True)
    staffing.require(_human(run).pk == agent.acts_for_id)
    run.about(agent.subject)
    tokens.revoke(run.now, agent=agent)
    return _new_key(run, agent, data.days)


class StopAgent(Input):
    """The agent to stop, and why."""

    agent_id: int
    reason: Annotated[str, Field(max_length=200)] = ""


@action(
    "people.stop_agent",
    label=gettext_lazy("Stop an agent"),
    seats={ANYONE},
    surfaces={"web", "rest", "cli"},
    emits=(AgentStopped,),
)
def stop_agent(run: Run, data: StopAgent) -> Adjusted:
    """Stop an agent for good, effective with its next request. Its human, the IT seat and the owner may."""
    agent = _agent(run, data.agent_id, alive=False)
    me = _human(run)
    staffing.require(
        me.pk == agent.acts_for_id or staffing.is_owner(run) or Seat.IT in grants_of(run.actor, run.now).seats
    )
    if agent.stopped_at is None:
        halt(run, agent, reason=data.reason, by=me)
    return Adjusted(agent_id=agent.pk)


def halt(run: Run, agent: Agent, *, reason: str, by: Person | None) -> Agent:
    """Stop an agent and make its keys worthless. `by` None: its human left."""
    agent.stopped_at, agent.stopped_by, agent.stop_reason = run.now, by, reason
    agent.save(update_fields=["stopped_at", "stopped_by", "stop_reason"])
    tokens.revoke(run.now, agent=agent)
    run.changed(agent.subject, "stopped_at", old=None, new=run.now.isoformat())
    stopped = AgentStopped(
        agent_id=agent.pk, acts_for=agent.acts_for_id, stopped_by=by.pk if by else None, reason=reason
    )
    run.emit(stopped, subject=agent.subject)
    return agent


def _human(run: Run) -> Person:
    staffing.require(run.actor.kind == "person")
    return staffing.myself(run)


def _agent(run: Run, agent_id: int, *, alive: bool) -> Agent:
    agent = Agent.objects.select_for_update().filter(pk=agent_id).first()
    if agent is None:
        raise Missing
    if alive and agent.stopped_at is not None:
        raise Refused(_("This agent was stopped. Make a new one."), code="agent_stopped")
    run.about(agent.subject)
    return agent


def _new_key(run: Run, agent: Agent, days: int) -> AgentKey:
    secret = tokens.fresh()
    expires_at = run.now + timedelta(days=days)
    tokens.issue(secret, run.now, of=agent, expires_at=expires_at)
    return AgentKey(agent_id=agent.pk, token=secret.text, prefix=secret.prefix, expires_at=expires_at)
