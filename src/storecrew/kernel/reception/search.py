"""Find people, seats and agents by name."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import search
from storecrew.kernel.pages.types import Hit
from storecrew.kernel.people import reads
from storecrew.kernel.people.seats import Seat


@search.source("reception.people")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Yield people, seats and agents whose name, or what one may do there, contains the text."""
    grants = grants_of(actor, timezone.now())
    if not grants.seats and not grants.owner:
        return
    wanted = text.casefold()
    for seat in Seat:
        if wanted in f"{seat.label} {seat}".casefold():
            yield _hit(str(seat.label), reverse("reception:seat", args=[seat]), f"seat-{seat}", wanted, kind=_("Seat"))
    for row in reads.people(actor, reads.PeopleQuery()).items:
        if wanted in f"{row.name} {row.email}".casefold():
            seats = " · ".join(str(Seat(held.seat).label) for held in row.seats)
            url = reverse("reception:person", args=[row.person_id])
            yield _hit(row.name, url, "person", wanted, kind=_("Person"), detail=seats)
    for agent in reads.agents(actor, reads.AgentQuery()).items:
        if wanted in agent.name.casefold():
            url = reverse("reception:agent", args=[agent.agent_id])
            yield _hit(agent.name, url, "agent", wanted, kind=_("Agent"), detail=agent.human)


def _hit(title: str, url: str, icon: str, wanted: str, *, kind: str, detail: str = "") -> Hit:
    score = 1.0 if title.casefold() == wanted else 0.8 if title.casefold().startswith(wanted) else 0.6
    return Hit(title, url, icon, detail=detail, score=score, kind=kind)
