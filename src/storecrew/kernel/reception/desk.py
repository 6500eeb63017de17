"""What this room puts on a seat's home: the programs that act in the seat, with their limits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.types import Panel
from storecrew.kernel.people import reads
from storecrew.kernel.people.rows import AgentRow
from storecrew.kernel.people.seats import Seat


@dataclass(frozen=True, slots=True)
class ShownAgent:
    """A program with its amounts as money; None where there is no limit, or no currency to count in."""

    row: AgentRow
    used: Money | None
    limit: Money | None


def shown(row: AgentRow) -> ShownAgent:
    """Return a row as pages show it."""
    limit = None if row.day_amount_minor is None else Money(row.day_amount_minor, row.currency)
    return ShownAgent(row, Money(row.used_minor, row.currency) if row.currency else None, limit)


def _agents_of(seat: Seat) -> Callable[[Actor, datetime], Panel | None]:
    def agents(actor: Actor, now: datetime) -> Panel | None:
        """Show the programs of this seat and what they have used of their day; stay away where there is none."""
        found = reads.agents(actor, reads.AgentQuery(seat=seat), now=now).items
        if not found:
            return None
        return Panel(
            title=_("Agents in this seat"),
            template="reception/panels/agents.html",
            context={"agents": [shown(row) for row in found]},
            url=reverse("reception:agents"),
            link=_("All agents"),
        )

    return agents


for _seat in Seat:
    desk.panel(_seat, order=61)(_agents_of(_seat))
