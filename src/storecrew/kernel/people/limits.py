"""Day limits of agents: a gate of the action door that counts changes and money in the run's own transaction."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.grants import Permit
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Weight
from storecrew.kernel.people.models import Agent, AgentUse
from storecrew.kernel.store import reads as store


def look(run: Run, data: Input, granted: Permit) -> str | None:
    """Count a change by an agent; raises Refused when the day is used up. Proposals are free, a human weighs those."""
    if run.actor.kind != "agent" or (granted.shadow and not run.approval):
        return None
    agent = Agent.objects.select_for_update().get(pk=run.actor.agent_id or 0)  # what becomes scarcer: its day
    weight = run.action.weigh(data) if run.action.weigh else Weight()
    amount = abs(weight.amount_minor or 0) if weight.currency == agent.currency else 0
    if not run.approval:  # what a human approved is not stopped by a limit, but it counts
        _check(run, agent, weight, amount)
    AgentUse.objects.create(agent=agent, at=run.now, run=run.uid, amount_minor=amount)
    return None


def used_today(agent: Agent, now: datetime) -> tuple[int, int]:
    """Return the changes and the minor units an agent has used since midnight in the store's time zone."""
    day = agent.uses.filter(at__gte=day_start(now), at__lte=now).aggregate(n=Count("pk"), amount=Sum("amount_minor"))
    return day["n"], day["amount"] or 0


def all_used_today(agents: Iterable[Agent], now: datetime) -> dict[int, tuple[int, int]]:
    """Return the same of many agents by their ids, with one query; agents that did nothing today are left out."""
    ids = [agent.pk for agent in agents]
    uses = AgentUse.objects.filter(agent__in=ids, at__gte=day_start(now), at__lte=now).order_by("agent").values("agent")
    sums = uses.annotate(n=Count("pk"), amount=Sum("amount_minor"))
    return {row["agent"]: (row["n"], row["amount"] or 0) for row in sums}


def day_start(now: datetime) -> datetime:
    """Return the last midnight in the store's time zone."""
    profile = store.current()
    zone = ZoneInfo(profile.time_zone if profile else "UTC")
    return datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)


def _check(run: Run, agent: Agent, weight: Weight, amount: int) -> None:
    count, spent = used_today(agent, run.now)
    if agent.day_count is not None and count >= agent.day_count:
        raise Refused(
            ngettext(
                "%(name)s has made its %(n)d change for today. It may go on after midnight.",
                "%(name)s has made its %(n)d changes for today. It may go on after midnight.",
                agent.day_count,
            )
            % {"name": agent.name, "n": agent.day_count},
            code="agent_day_count",
        )
    if agent.day_amount_minor is None or not weight.amount_minor:
        return
    if weight.currency != agent.currency:
        raise Refused(
            _("%(name)s has a limit in %(limit)s and may not move %(currency)s.")
            % {"name": agent.name, "limit": agent.currency, "currency": weight.currency},
            code="agent_currency",
        )
    if spent + amount > agent.day_amount_minor:
        raise Refused(
            _("This would exceed what %(name)s may move in a day. Do it yourself, or raise its limit.")
            % {"name": agent.name},
            code="agent_day_amount",
        )
